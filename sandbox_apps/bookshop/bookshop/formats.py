"""How numbers are written on the shop's pages."""

from decimal import ROUND_HALF_UP, Decimal


def money(cents: int) -> str:
    """A price: 1250 -> "12.50"."""
    return f"{cents // 100}.{cents % 100:02d}"


def rating(average: Decimal | float | None) -> str:
    """An average of stars with one decimal, halves rounded up; a dash when nobody has rated the book yet."""
    if average is None:
        return "-"
    return str(Decimal(str(average)).quantize(Decimal("0.1"), ROUND_HALF_UP))
