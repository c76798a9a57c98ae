"""The back office, as JSON: what support, editors and the accounts department ask for all day."""

import datetime
from typing import Any

from flask import Blueprint, abort, request

from bookshop import reports
from bookshop.db import Row

pages = Blueprint("office", __name__, url_prefix="/office")
Answer = dict[str, Any]


@pages.get("/orders")
def orders() -> Answer:
    """Orders of one customer between two days."""
    customer = request.args.get("customer", "").strip()[:80]
    if not customer:
        abort(400)
    found = reports.orders_of(customer, _day("from"), _day("to"), _page())
    shown = found[: reports.PAGE_SIZE]
    sums = reports.sums_of(shown)
    return {"orders": [_order(one, sums) for one in shown], "more": len(found) > len(shown)}


@pages.get("/titles")
def titles() -> Answer:
    """What the search field offers while somebody types."""
    beginning = request.args.get("from", "").strip()[:40]
    return {"titles": reports.titles_from(beginning) if beginning else []}


@pages.get("/reviews")
def reviews() -> Answer:
    """Poor reviews for the moderators."""
    found = reports.poor_reviews(_page())
    shown = found[: reports.PAGE_SIZE]
    return {"reviews": shown, "more": len(found) > len(shown)}


@pages.get("/sales")
def sales() -> Answer:
    """A day's sales by category."""
    day = _day("day")
    rows = reports.sales_of(day)
    return {"day": day.isoformat(), "sales": rows, "cents": sum(row["cents"] for row in rows)}


def _order(order: Row, sums: dict[int, Row]) -> Answer:
    sum_ = sums.get(order["id"], {"copies": 0, "cents": 0})
    return {**order, "placed_on": order["placed_on"].isoformat(), "copies": sum_["copies"], "cents": sum_["cents"]}


def _day(name: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        abort(400)


def _page() -> int:
    return min(max(request.args.get("page", 1, type=int), 1), 100)
