"""Everything the shop writes into its database."""

from bookshop import db, queries
from bookshop.db import Row


def post_review(book: Row, reader: str, stars: int, body: str) -> None:
    db.execute(
        "INSERT INTO reviews (book_id, reader, stars, body) VALUES (%s, %s, %s, %s)", [book["id"], reader, stars, body]
    )


def new_basket() -> int:
    return _new("INSERT INTO baskets DEFAULT VALUES RETURNING id")


def add_line(basket: Row, book: Row, quantity: int) -> None:
    """Put a book into a basket; more of one that is there already."""
    db.execute(
        "INSERT INTO basket_lines (basket_id, book_id, quantity) VALUES (%s, %s, %s)"
        " ON CONFLICT (basket_id, book_id)"
        " DO UPDATE SET quantity = least(99, basket_lines.quantity + excluded.quantity)",
        [basket["id"], book["id"], min(max(quantity, 1), 99)],
    )


def place(basket: Row, customer: str, city: str) -> int:
    """Turn a basket into an order at today's prices; the order's id."""
    order_id = _new("INSERT INTO orders (customer, city) VALUES (%s, %s) RETURNING id", customer, city)
    queries.LINES[order_id] = [
        {**line, "price_cents": queries.get_book(line["book_id"])["price_cents"]}
        for line in queries.lines_of_basket(basket)
    ]
    db.execute("UPDATE baskets SET ordered = true WHERE id = %s", [basket["id"]])
    return order_id


def _new(sql: str, *params: str) -> int:
    row = db.one(sql, params)
    assert row is not None
    return int(row["id"])
