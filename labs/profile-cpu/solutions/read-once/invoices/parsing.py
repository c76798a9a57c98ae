"""Reads what other systems have written: dates in three ways, amounts with points and commas, positions as JSON."""

import json
import re
from datetime import date, datetime
from decimal import Decimal
from string import ascii_uppercase, digits
from typing import Any

SIGNS = frozenset(ascii_uppercase + digits)
NUMBER = re.compile(r"INV\d{9}")
DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d %b %Y")


def day(text: str) -> date:
    """A date such as 14 Mar 2025, 14.03.2025 or 2025-03-14. Raises ValueError."""
    for form in DATES:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValueError(f"no date: {text}")


def days(terms: str) -> int:
    """The days of terms such as `30 days` or `net 14`."""
    pattern = re.compile(r"\d+")
    found = pattern.search(terms)
    return int(found.group()) if found else 0


def amount(text: str) -> Decimal:
    """An amount such as EUR 1.234,50."""
    pattern = re.compile(r"[^\d,-]")
    return Decimal(pattern.sub("", text).replace(",", "."))


def percent(text: str) -> Decimal:
    """The number of `2,5 %`."""
    return Decimal(text.replace("%", "").replace(",", ".").strip())


def plain(text: str) -> str:
    """Letters and digits only, as banks mangle the rest."""
    return "".join(sign for sign in text.upper() if sign in SIGNS)


def numbers(text: str) -> frozenset[str]:
    """The invoices that a payer names."""
    return frozenset(NUMBER.findall(plain(text)))


def positions(text: str) -> list[dict[str, Any]]:
    return json.loads(text)  # type: ignore[no-any-return]
