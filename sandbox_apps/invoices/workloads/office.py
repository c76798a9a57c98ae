"""What an accounts department does: mostly statements, sometimes an invoice or an export, now and then a payment.

Every choice comes from `random`, which the runner seeds: the same seed makes the same visits.
"""

import random
from datetime import date, timedelta

from locust import FastHttpUser, constant, task

CUSTOMERS = 50
FIRST_DAY, DAYS = date(2024, 7, 1), 548


def customer() -> str:
    return f"C{random.randint(1, CUSTOMERS):03d}"


def statement_of(customer_id: str) -> str:
    """The address of a statement of some months, most of them of the last year."""
    last = FIRST_DAY + timedelta(days=random.randint(DAYS // 2, DAYS - 1))
    first = last - timedelta(days=random.choice((30, 90, 90, 180, 365)))
    return f"/customers/{customer_id}/statement?from={first.isoformat()}&to={last.isoformat()}"


class Clerk(FastHttpUser):
    wait_time = constant(0)

    @task(14)
    def statement(self) -> None:
        self.client.get(statement_of(customer()), name="/customers/ID/statement")

    @task(2)
    def invoice(self) -> None:
        """Look at an open invoice of a statement."""
        page = self.client.get(statement_of(customer()), name="/customers/ID/statement")
        if numbers := open_invoices(page.text or ""):
            self.client.get(f"/invoices/{random.choice(numbers)}", name="/invoices/NUMBER")

    @task(2)
    def customer(self) -> None:
        self.client.get(f"/customers/{customer()}", name="/customers/ID")

    @task(2)
    def export(self) -> None:
        year = random.choice((2024, 2025))
        self.client.get(f"/customers/{customer()}/positions.csv?year={year}", name="/customers/ID/positions.csv")

    @task(2)
    def payment(self) -> None:
        """Post what came in for an open invoice, then look whether it is there: by itself and in the statement."""
        customer_id = customer()
        address = statement_of(customer_id)
        page = self.client.get(address, name="/customers/ID/statement")
        number = random.choice(open_invoices(page.text or "") or ["INV-2024-00001"])
        form = {
            "customer": customer_id,
            "received": (FIRST_DAY + timedelta(days=random.randrange(DAYS // 2))).strftime("%d.%m.%Y"),
            "paid": f"EUR {random.randint(20, 900)},{random.randint(0, 99):02d}",
            "text": f"SEPA credit transfer, SVWZ: Invoice {number} thank you, EREF: {random.randrange(10**9):09d}",
        }
        answer = self.client.post("/payments", form, name="/payments")
        posted = answer.json()["payment"] if answer.status_code == 201 else "none"
        self.client.get(f"/payments/{posted}", name="/payments/ID")
        self.client.get(address, name="/customers/ID/statement")


def open_invoices(page: str) -> list[str]:
    """The numbers that a statement has links to, in their order."""
    return [part.split('"', 1)[0] for part in page.split('href="/invoices/')[1:]]
