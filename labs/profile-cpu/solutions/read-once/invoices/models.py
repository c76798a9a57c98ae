"""What the books are made of. Records keep the text that the three systems they come from have written."""

from dataclasses import dataclass
from datetime import timedelta
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
    """Its days are read once, when it enters the books."""

    number: str
    customer: str
    issued: str
    terms: str
    positions: str  # JSON

    def __post_init__(self) -> None:
        self.issued_on = parsing.day(self.issued)
        self.due_on = self.issued_on + timedelta(days=parsing.days(self.terms))
        self.key = parsing.plain(self.number)

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
    """Its day, its amount and the numbers that it names are read once, when it enters the books."""

    id: str
    customer: str
    received: str
    paid: str
    text: str  # what the payer wrote, as the bank has passed it on

    def __post_init__(self) -> None:
        self.received_on = parsing.day(self.received)
        self.amount = parsing.amount(self.paid)
        self.named = parsing.numbers(self.text)
