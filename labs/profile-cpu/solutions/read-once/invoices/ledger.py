"""The books: customers, their invoices and their payments."""

from collections import defaultdict
from typing import Any

from invoices.journal import Journal
from invoices.models import Customer, Invoice, Payment


class Ledger:
    """Everything that was imported, and what has been posted since. Each customer's are kept apart."""

    def __init__(self, records: dict[str, Any], journal: Journal) -> None:
        self.customers = {row["id"]: Customer(**row) for row in records["customers"]}
        self._invoices = [Invoice(**row) for row in records["invoices"]]
        self._payments = [Payment(**row) for row in records["payments"]]
        self._payments += [Payment(**row) for row in journal.lines()]
        self._journal = journal
        self._invoices_of: dict[str, list[Invoice]] = defaultdict(list)
        self._payments_of: dict[str, list[Payment]] = defaultdict(list)
        for invoice in self._invoices:
            self._invoices_of[invoice.customer].append(invoice)
        for payment in self._payments:
            self._payments_of[payment.customer].append(payment)

    def invoices_of(self, customer: Customer) -> list[Invoice]:
        return list(self._invoices_of[customer.id])

    def payments_of(self, customer: Customer) -> list[Payment]:
        return list(self._payments_of[customer.id])

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
        payment = Payment(**record)
        self._payments.append(payment)
        self._payments_of[customer.id].append(payment)
        return payment
