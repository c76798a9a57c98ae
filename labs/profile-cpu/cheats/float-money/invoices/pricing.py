"""What an invoice comes to: positions, discounts and value added tax, rounded as the tax office wants it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from invoices.models import Invoice, Line

RATES = (  # code, valid from, per cent
    ("standard", date(2007, 1, 1), Decimal(19)),
    ("standard", date(2020, 7, 1), Decimal(16)),
    ("standard", date(2021, 1, 1), Decimal(19)),
    ("standard", date(2025, 4, 1), Decimal(20)),
    ("reduced", date(1983, 7, 1), Decimal(7)),
    ("reduced", date(2020, 7, 1), Decimal(5)),
    ("reduced", date(2021, 1, 1), Decimal(7)),
    ("books", date(2020, 1, 1), Decimal(5)),
    ("books", date(2025, 4, 1), Decimal("5.5")),
    ("none", date(1968, 1, 1), Decimal(0)),
)


@dataclass
class Sum:
    """Amounts of a position or of an invoice."""

    net: Decimal
    vat: Decimal

    @property
    def gross(self) -> Decimal:
        return self.net + self.vat


def rounded(amount: Decimal) -> Decimal:
    """To the cent; half a cent up."""
    return Decimal(f"{float(amount):.2f}")


def vat_rate(code: str, on: date) -> Decimal:
    """The rate in per cent that is valid on a day."""
    latest_first = sorted(RATES, key=lambda rate: rate[1], reverse=True)
    return next(percent for name, start, percent in latest_first if name == code and start <= on)


def of_line(line: Line, on: date) -> Sum:
    """Each step is rounded, as it stands on the printed invoice."""
    price = rounded(line.quantity * rounded(line.price))
    discount = rounded(price * line.discount / 100)
    net = rounded(price - discount)
    return Sum(net, rounded(net * vat_rate(line.vat, on) / 100))


def of_invoice(invoice: Invoice) -> Sum:
    """The sum of its positions."""
    total, on = Sum(Decimal(0), Decimal(0)), invoice.issued_on
    for line in invoice.lines:
        one = of_line(line, on)
        total = Sum(rounded(total.net + one.net), rounded(total.vat + one.vat))
    return total
