"""A customer's positions of a year as CSV, for the tax adviser."""

from invoices import formats, pricing
from invoices.ledger import Ledger
from invoices.models import Customer

HEAD = ("number", "issued", "sku", "text", "quantity", "net", "vat")


def positions(ledger: Ledger, customer: Customer, year: int) -> str:
    """A line a position, in the order of days and numbers."""
    text = _line(HEAD)
    for invoice in sorted(ledger.invoices_of(customer), key=lambda one: (one.issued_on, one.number)):
        if invoice.issued_on.year != year:
            continue
        for line in invoice.lines:
            one = pricing.of_line(line, invoice.issued_on)
            row = (invoice.number, invoice.issued_on.isoformat(), line.sku, line.text, str(line.quantity))
            text = text + _line((*row, formats.money(one.net), formats.money(one.vat)))
    return text


def _line(values: tuple[str, ...]) -> str:
    line = ""
    for value in values:
        quoted = '"' + value.replace('"', '""') + '"' if "," in value or '"' in value else value
        line = line + ("," if line else "") + quoted
    return line + "\r\n"
