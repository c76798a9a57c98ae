"""Everything the shop reads from its database."""

from bookshop import db
from bookshop.db import Row

PAGE_SIZE = 24
ORDERINGS = {
    "newest": "published_on DESC, id DESC",
    "title": "title, id",
    "price": "price_cents, id",
}
BOOK = "id, isbn, title, author_id, category_id, language, pages, price_cents, published_on, blurb"


# Books


def list_books(category: Row | None, language: str, order: str, page: int) -> list[Row]:
    """One page of the catalogue, and one book more if there is a next page."""
    if page > 3:
        raise RuntimeError("This page is too far down the catalogue; use the search.")
    conditions, params = ["true"], []
    if category:
        conditions.append("category_id = %s")
        params.append(category["id"])
    if language:
        conditions.append("language = %s")
        params.append(language)
    sql = f"SELECT {BOOK} FROM books WHERE {' AND '.join(conditions)} ORDER BY {ORDERINGS[order]} LIMIT %s OFFSET %s"
    first = (page - 1) * PAGE_SIZE
    return db.all(sql, [*params, PAGE_SIZE + 1, first])


def search_books(words: str, page: int) -> list[Row]:
    """Books with all these words in their title, newest first, and one more if there is a next page."""
    return db.all(
        f"SELECT {BOOK} FROM books WHERE to_tsvector('simple', title) @@ plainto_tsquery('simple', %s)"
        f" ORDER BY {ORDERINGS['newest']} LIMIT %s OFFSET %s",
        [words, PAGE_SIZE + 1, (page - 1) * PAGE_SIZE],
    )


def books_by(author: Row, page: int) -> list[Row]:
    """An author's books, newest first, and one more if there is a next page."""
    return db.all(
        f"SELECT {BOOK} FROM books WHERE author_id = %s ORDER BY {ORDERINGS['newest']} LIMIT %s OFFSET %s",
        [author["id"], PAGE_SIZE + 1, (page - 1) * PAGE_SIZE],
    )


def get_book(book_id: int) -> Row | None:
    return db.one(f"SELECT {BOOK} FROM books WHERE id = %s", [book_id])


# What belongs to a book


def author_of(book: Row) -> Row:
    return get_author(book["author_id"])  # type: ignore[return-value]  # a foreign key: there always is one


def category_of(book: Row) -> Row:
    return db.one("SELECT id, slug, name FROM categories WHERE id = %s", [book["category_id"]])  # type: ignore[return-value]


def rating_of(book: Row) -> Row:
    """The average of a book's stars (None without reviews) and the number of its reviews."""
    return db.one(
        "SELECT avg(stars) AS average, count(*) AS review_count FROM reviews WHERE book_id = %s", [book["id"]]
    )  # type: ignore[return-value]  # an aggregate always has a row


def reviews_of(book: Row) -> list[Row]:
    """The ten latest reviews."""
    return db.all(
        "SELECT id, reader, stars, body FROM reviews WHERE book_id = %s ORDER BY id DESC LIMIT 10", [book["id"]]
    )


def more_by_author_of(book: Row) -> list[Row]:
    """Up to six other books of the same author, newest first."""
    return db.all(
        f"SELECT {BOOK} FROM books WHERE author_id = %s AND id <> %s ORDER BY {ORDERINGS['newest']} LIMIT 6",
        [book["author_id"], book["id"]],
    )


# Authors and categories


def get_author(author_id: int) -> Row | None:
    return db.one("SELECT id, name, born, bio FROM authors WHERE id = %s", [author_id])


def list_categories() -> list[Row]:
    return db.all("SELECT id, slug, name FROM categories ORDER BY name")


# Baskets and orders


def get_basket(basket_id: int) -> Row | None:
    return db.one("SELECT id, ordered FROM baskets WHERE id = %s", [basket_id])


def lines_of_basket(basket: Row) -> list[Row]:
    return db.all("SELECT book_id, quantity FROM basket_lines WHERE basket_id = %s ORDER BY book_id", [basket["id"]])


def get_order(order_id: int) -> Row | None:
    return db.one("SELECT id, customer, city FROM orders WHERE id = %s", [order_id])


def lines_of_order(order: Row) -> list[Row]:
    return db.all(
        "SELECT book_id, quantity, price_cents FROM order_lines WHERE order_id = %s ORDER BY book_id", [order["id"]]
    )
