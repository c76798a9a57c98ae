"""A statement of account: what was open, what came and went in a period, what is open now and for how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from invoices import matching, pricing
from invoices.ledger import Ledger
from invoices.models import Customer, Invoice, Payment

BUCKETS = (("not due", 0), ("up to 30 days", 30), ("up to 60 days", 60), ("up to 90 days", 90), ("longer", 100_000))


@dataclass
class Entry:
    on: date
    what: str
    reference: str
    amount: Decimal  # of a payment negative
    balance: Decimal


@dataclass
class Open:
    """An invoice that is not fully paid."""

    number: str
    due_on: date
    amount: Decimal


@dataclass
class Statement:
    customer: Customer
    first: date
    last: date
    opening: Decimal
    entries: list[Entry]
    closing: Decimal
    open: list[Open]
    overdue: dict[str, Decimal]
    unmatched: Decimal


MADE: dict[tuple[str, date, date], Statement] = {}


def of(ledger: Ledger, customer: Customer, first: date, last: date) -> Statement:
    """The statement of a customer from `first` to `last`, kept from the last time it was asked for."""
    asked = customer.id, first, last
    if asked not in MADE:
        MADE[asked] = _made(ledger, customer, first, last)
    return MADE[asked]


def _made(ledger: Ledger, customer: Customer, first: date, last: date) -> Statement:
    invoices = [one for one in ledger.invoices_of(customer) if one.issued_on <= last]
    payments = [one for one in ledger.payments_of(customer) if one.received_on <= last]
    invoices.sort(key=lambda one: (one.due_on, one.number))
    payments.sort(key=lambda one: (one.received_on, one.id))
    totals = {one.number: pricing.of_invoice(one).gross for one in invoices}
    opening, entries = _entries(invoices, payments, totals, first)
    matched = matching.match(invoices, payments, totals)
    unpaid = [Open(one.number, one.due_on, amount) for one in invoices if (amount := matched.open[one.number])]
    return Statement(
        customer=customer,
        first=first,
        last=last,
        opening=opening,
        entries=entries,
        closing=entries[-1].balance if entries else opening,
        open=unpaid,
        overdue=_overdue(unpaid, last),
        unmatched=sum(matched.left.values(), Decimal(0)),
    )


def _entries(
    invoices: Sequence[Invoice],
    payments: Sequence[Payment],
    totals: dict[str, Decimal],
    first: date,
) -> tuple[Decimal, list[Entry]]:
    """The balance before a day; then, by their dates, invoices and payments, each with the balance after it."""
    moved = [(one.issued_on, "Invoice", one.number, totals[one.number]) for one in invoices]
    moved += [(one.received_on, "Payment", one.id, -one.amount) for one in payments]
    opening = balance = sum((amount for on, _, _, amount in moved if on < first), Decimal(0))
    entries: list[Entry] = []
    for on, what, reference, amount in moved:
        if on >= first:
            entries.append(Entry(on, what, reference, amount, Decimal(0)))
            entries.sort(key=lambda entry: (entry.on, entry.what, entry.reference))
    for entry in entries:
        balance += entry.amount
        entry.balance = balance
    return opening, entries


def _overdue(unpaid: Sequence[Open], on: date) -> dict[str, Decimal]:
    """What is open by how long it has been due."""
    found = {name: Decimal(0) for name, _ in BUCKETS}
    for one in unpaid:
        name = next(name for name, most in BUCKETS if (on - one.due_on).days <= most)
        found[name] += one.amount
    return found
