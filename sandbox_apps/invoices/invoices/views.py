"""The pages."""

from datetime import date
from decimal import Decimal

from flask import Blueprint, Response, abort, current_app, render_template, request

from invoices import exports, parsing, pricing, statements
from invoices.ledger import Ledger
from invoices.models import Customer

pages = Blueprint("pages", __name__)


@pages.get("/healthz")
def health() -> dict[str, bool]:
    return {"ok": bool(_ledger().customers)}


@pages.get("/customers")
def customers() -> str:
    return render_template("customers.html", customers=_ledger().customers.values())


@pages.get("/customers/<customer_id>")
def customer(customer_id: str) -> str:
    """Who it is, what they have bought and what they owe in all."""
    found = _customer(customer_id)
    invoices, payments = _ledger().invoices_of(found), _ledger().payments_of(found)
    bought = sum((pricing.of_invoice(one).gross for one in invoices), Decimal(0))
    paid = sum((one.amount for one in payments), Decimal(0))
    latest = sorted(invoices, key=lambda one: (one.issued_on, one.number), reverse=True)[:10]
    return render_template("customer.html", customer=found, bought=bought, paid=paid, latest=latest)


@pages.get("/customers/<customer_id>/statement")
def statement(customer_id: str) -> str:
    found = _customer(customer_id)
    first, last = _day("from"), _day("to")
    return render_template("statement.html", statement=statements.of(_ledger(), found, first, last))


@pages.get("/customers/<customer_id>/positions.csv")
def export(customer_id: str) -> Response:
    text = exports.positions(_ledger(), _customer(customer_id), request.args.get("year", 0, type=int))
    return Response(text, content_type="text/csv; charset=utf-8")


@pages.get("/invoices/<number>")
def invoice(number: str) -> str:
    found = _ledger().invoice(number) or abort(404)
    lines = [(line, pricing.of_line(line, found.issued_on)) for line in found.lines]
    customer = _ledger().customers[found.customer]
    return render_template(
        "invoice.html", invoice=found, customer=customer, lines=lines, total=pricing.of_invoice(found)
    )


@pages.post("/payments")
def post_payment() -> tuple[dict[str, str], int]:
    """Book what came in; 400 where the amount or the day cannot be read."""
    found = _customer(request.form.get("customer", ""))
    received, paid = request.form.get("received", "")[:20], request.form.get("paid", "")[:20]
    try:
        parsing.day(received)
        worth = parsing.amount(paid)
    except (ValueError, ArithmeticError):
        abort(400)
    if worth <= 0:
        abort(400)
    return {"payment": _ledger().post(found, received, paid, request.form.get("text", "")[:140]).id}, 201


@pages.get("/payments/<payment_id>")
def payment(payment_id: str) -> dict[str, str]:
    found = _ledger().payment(payment_id) or abort(404)
    return {
        "payment": found.id,
        "customer": found.customer,
        "received": found.received_on.isoformat(),
        "amount": str(found.amount),
        "text": found.text,
    }


def _ledger() -> Ledger:
    return current_app.config["LEDGER"]  # type: ignore[no-any-return]


def _customer(customer_id: str) -> Customer:
    return _ledger().customers.get(customer_id) or abort(404)


def _day(name: str) -> date:
    try:
        return parsing.day(request.args.get(name, ""))
    except ValueError:
        abort(400)
