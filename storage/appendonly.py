"""Tables that can only grow: triggers refuse to change or remove a row, on both engines."""

APPEND_ONLY = ("audit", "answers", "submissions", "moves")

_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'table % can only grow', TG_TABLE_NAME USING ERRCODE = '23001'; END $$
"""


def triggers(dialect: str) -> list[str]:
    """Return the statements that make the tables append-only."""
    return _sqlite() if dialect == "sqlite" else _postgresql()


def _sqlite() -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'table {table} can only grow'); END"
        for table in APPEND_ONLY
        for verb in ("update", "delete")
    ]


def _postgresql() -> list[str]:
    rows = [
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for table in APPEND_ONLY
    ]
    whole = [
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        for table in APPEND_ONLY
    ]
    return [_FUNCTION, *rows, *whole]
