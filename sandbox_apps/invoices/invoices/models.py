"""What the books are made of. Records keep the text that the three systems they come from have written."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from invoices import parsing


@dataclass
class Customer:
    id: str
    name: str
    city: str


@dataclass
class Line:
    """A position of an invoice. The discount is in per cent."""

    sku: str
    text: str
    quantity: Decimal
    price: Decimal
    discount: Decimal
    vat: str


@dataclass
class Invoice:
    number: str
    customer: str
    issued: str
    terms: str
    positions: str  # JSON

    @property
    def issued_on(self) -> date:
        return parsing.day(self.issued)

    @property
    def due_on(self) -> date:
        return self.issued_on + timedelta(days=parsing.days(self.terms))

    @property
    def lines(self) -> list[Line]:
        return [
            Line(
                sku=row["sku"],
                text=row["text"],
                quantity=Decimal(row["quantity"]),
                price=parsing.amount(row["price"]),
                discount=parsing.percent(row["discount"]),
                vat=row["vat"],
            )
            for row in parsing.positions(self.positions)
        ]


@dataclass
class Payment:
    id: str
    customer: str
    received: str
    paid: str
    text: str  # what the payer wrote, as the bank has passed it on

    @property
    def received_on(self) -> date:
        return parsing.day(self.received)

    @property
    def amount(self) -> Decimal:
        return parsing.amount(self.paid)
