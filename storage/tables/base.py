"""What all tables share: names of constraints, ids, persons, partial indexes."""

from typing import Any

from sqlalchemy import Column, ColumnElement, ForeignKey, MetaData

from storage.columns import BigId

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def an_id() -> Column[int]:
    """Return a primary key that the database counts up."""
    return Column("id", BigId, primary_key=True, autoincrement=True)


def a_person(name: str = "person_id", *, nullable: bool = False) -> Column[int]:
    """Return a reference to a person."""
    return Column(name, BigId, ForeignKey("people.id"), nullable=nullable)


def only(condition: ColumnElement[bool]) -> dict[str, Any]:
    """Return what makes an index partial, on both engines."""
    return {"sqlite_where": condition, "postgresql_where": condition}
