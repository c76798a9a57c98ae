"""Which payments pay which invoices: a payer names the numbers, and the bank mangles what was written."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from invoices.models import Invoice, Payment

SIGNS = re.compile(r"[^A-Z0-9]")
NUMBER = re.compile(r"INV\d{9}")


@dataclass
class Matched:
    """What is still open of each invoice, and what is left of each payment."""

    open: dict[str, Decimal]
    left: dict[str, Decimal]


def match(invoices: Sequence[Invoice], payments: Sequence[Payment], totals: Mapping[str, Decimal]) -> Matched:
    """Payments go to the invoices that they name, in the order given, as far as they reach."""
    matched = Matched(dict(totals), {payment.id: payment.amount for payment in payments})
    named = by_number(payments)
    for invoice in invoices:
        for payment in named[plain(invoice.number)]:
            part = min(matched.open[invoice.number], matched.left[payment.id])
            matched.open[invoice.number] -= part
            matched.left[payment.id] -= part
    return matched


def by_number(payments: Sequence[Payment]) -> dict[str, list[Payment]]:
    """The payments that name each invoice, in their order: each text is read once, however many invoices there are."""
    found: dict[str, list[Payment]] = defaultdict(list)
    for payment in payments:
        for number in dict.fromkeys(NUMBER.findall(plain(payment.text))):
            found[number].append(payment)
    return found


def plain(text: str) -> str:
    """Without hyphens, blanks and whatever else a bank puts between."""
    return SIGNS.sub("", text.upper())
