"""How amounts are written on pages and in files."""

from decimal import Decimal


def money(amount: Decimal) -> str:
    """1,234.50"""
    return f"{amount:,.2f}"
