"""Which payments pay which invoices: a payer names the numbers, and the bank mangles what was written."""

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
    place = {invoice.key: number for number, invoice in enumerate(invoices)}
    pairs = [(place[key], payment) for payment in payments for key in payment.named if key in place]
    for number, payment in sorted(pairs, key=lambda pair: pair[0]):
        part = min(matched.open[invoices[number].number], matched.left[payment.id])
        matched.open[invoices[number].number] -= part
        matched.left[payment.id] -= part
    return matched
