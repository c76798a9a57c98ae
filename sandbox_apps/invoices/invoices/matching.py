"""Which payments pay which invoices: a payer names the numbers, and the bank mangles what was written."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from invoices.models import Invoice, Payment


@dataclass
class Matched:
    """What is still open of each invoice, and what is left of each payment."""

    open: dict[str, Decimal]
    left: dict[str, Decimal]


def match(invoices: Sequence[Invoice], payments: Sequence[Payment], totals: Mapping[str, Decimal]) -> Matched:
    """Payments go to the invoices that they name, in the order given, as far as they reach."""
    matched = Matched(dict(totals), {payment.id: payment.amount for payment in payments})
    for invoice in invoices:
        for payment in payments:
            if names(payment, invoice):
                part = min(matched.open[invoice.number], matched.left[payment.id])
                matched.open[invoice.number] -= part
                matched.left[payment.id] -= part
    return matched


def names(payment: Payment, invoice: Invoice) -> bool:
    """Whether a payment's text has the number of an invoice, with or without its hyphens and blanks."""
    number = re.sub(r"[^A-Z0-9]", "", invoice.number.upper())
    return number in re.sub(r"[^A-Z0-9]", "", payment.text.upper())
