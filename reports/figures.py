"""How figures are written: 1.234.567 and 33,3%, days with the decree's leading zeros."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

_TENTH = Decimal("0.1")


def count(number: int) -> str:
    """Return a whole number with points between thousands."""
    return f"{number:,}".replace(",", ".")


def percent(value: Decimal | Fraction) -> str:
    """Return a percentage (33.3 for a third) with at most one decimal and its sign."""
    whole, _, tenth = f"{tenths(value):.1f}".partition(".")
    return f"{count(int(whole))}{'' if tenth == '0' else ',' + tenth}%"


def share(part: int, whole: int) -> Fraction | None:
    """Return what percentage a part is of a whole, or None when the whole is nothing."""
    return Fraction(part * 100, whole) if whole else None


def tenths(value: Decimal | Fraction) -> Decimal:
    """Return a value rounded half up to one decimal."""
    if isinstance(value, Fraction):
        # Rounding the fraction itself: a quotient of Decimals would round twice.
        return Decimal((value * 20 + 1) // 2) / 10
    return value.quantize(_TENTH, ROUND_HALF_UP)


def day(value: date) -> str:
    """Return a day as documents write it: a leading zero for days below 10 and months 1 and 2."""
    month = f"{value.month:02}" if value.month <= 2 else str(value.month)
    return f"{value.day:02}/{month}/{value.year}"
