"""The books: customers, their invoices and their payments."""

import copy
from typing import Any

from invoices import matching
from invoices.journal import Journal
from invoices.models import Customer, Invoice, Payment


class Ledger:
    """Everything that was imported, and what has been posted since. What it hands out is the caller's own to change."""

    def __init__(self, records: dict[str, Any], journal: Journal) -> None:
        self.customers = {row["id"]: Customer(**row) for row in records["customers"]}
        self._invoices = [Invoice(**row) for row in records["invoices"]]
        self._payments = [Payment(**row) for row in records["payments"]]
        self._payments += [Payment(**row) for row in journal.lines()]
        self._journal = journal
        matching.learn(self._payments)

    def invoices_of(self, customer: Customer) -> list[Invoice]:
        return copy.deepcopy([one for one in self._invoices if one.customer == customer.id])

    def payments_of(self, customer: Customer) -> list[Payment]:
        return copy.deepcopy([one for one in self._payments if one.customer == customer.id])

    def invoice(self, number: str) -> Invoice | None:
        wanted = number.upper().replace("-", "")
        return next((one for one in self._invoices if one.number.replace("-", "") == wanted), None)

    def payment(self, payment_id: str) -> Payment | None:
        return next((one for one in self._payments if one.id == payment_id), None)

    def post(self, customer: Customer, received: str, paid: str, text: str) -> Payment:
        """Book a payment. The journal has it before anybody is told of it."""
        record = {
            "id": f"P{len(self._payments) + 1:06d}",
            "customer": customer.id,
            "received": received,
            "paid": paid,
            "text": text,
        }
        self._journal.add(record)
        self._payments.append(Payment(**record))
        return self._payments[-1]
