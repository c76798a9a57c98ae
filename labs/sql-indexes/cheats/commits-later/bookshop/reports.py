"""What the back office reads: orders of a customer, titles as one types, poor reviews, the sales of a day."""

import datetime

from bookshop import db
from bookshop.db import Row

PAGE_SIZE = 20
TITLES = 10


def orders_of(customer: str, first: datetime.date, last: datetime.date, page: int) -> list[Row]:
    """A customer's orders from the first to the last day, newest first, and one more if there is a next page.

    Names were typed in by people, so capitals do not count.
    """
    return db.all(
        "SELECT id, customer, city, placed_at::date AS placed_on FROM orders"
        " WHERE lower(customer) = lower(%s) AND placed_at >= %s AND placed_at < %s"
        " ORDER BY placed_at DESC, id DESC LIMIT %s OFFSET %s",
        [customer, first, last + datetime.timedelta(days=1), PAGE_SIZE + 1, (page - 1) * PAGE_SIZE],
    )


def sums_of(orders: list[Row]) -> dict[int, Row]:
    """Copies and cents of each of these orders, by its id."""
    rows = db.all(
        "SELECT order_id, sum(quantity) AS copies, sum(quantity * price_cents) AS cents"
        " FROM order_lines WHERE order_id = ANY(%s) GROUP BY order_id",
        [[order["id"] for order in orders]],
    )
    return {row["order_id"]: row for row in rows}


def titles_from(beginning: str) -> list[Row]:
    """The first titles that begin with these letters, whatever their capitals."""
    return db.all(
        "SELECT id, title FROM books WHERE lower(title) LIKE lower(%s) ORDER BY lower(title), id LIMIT %s",
        [f"{_literally(beginning)}%", TITLES],
    )


def poor_reviews(page: int) -> list[Row]:
    """Reviews of one or two stars, the latest first, and one more if there is a next page."""
    return db.all(
        "SELECT reviews.id, book_id, title, reader, stars, body FROM reviews JOIN books ON books.id = book_id"
        " WHERE stars <= 2 ORDER BY posted_at DESC, reviews.id DESC LIMIT %s OFFSET %s",
        [PAGE_SIZE + 1, (page - 1) * PAGE_SIZE],
    )


def sales_of(day: datetime.date) -> list[Row]:
    """Orders, copies and cents of a day by category, best first."""
    return db.all(
        "SELECT categories.name AS category, count(DISTINCT orders.id) AS orders, sum(quantity) AS copies,"
        "       sum(quantity * order_lines.price_cents) AS cents"
        "  FROM orders"
        "  JOIN order_lines ON order_lines.order_id = orders.id"
        "  JOIN books ON books.id = order_lines.book_id"
        "  JOIN categories ON categories.id = books.category_id"
        " WHERE placed_at >= %s AND placed_at < %s"
        " GROUP BY categories.name ORDER BY cents DESC, category",
        [day, day + datetime.timedelta(days=1)],
    )


def _literally(text: str) -> str:
    """Without the wildcards of LIKE."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
