"""Fills an empty database with a shop: `python -m bookshop_data.seed`, into DATABASE_URL.

20,000 books, 4,000 authors, 200,000 reviews, 50,000 orders. Skewed as such data are: a few authors wrote much, a few
books are reviewed and bought far more than the rest (Zipf's law). The same seed makes the same shop.
"""

import datetime
import itertools
import os
import random
from bisect import bisect
from collections.abc import Iterable
from pathlib import Path

import psycopg
from psycopg import Cursor

from bookshop_data import words

SEED = 20_117
AUTHORS, BOOKS, REVIEWS, ORDERS = 4_000, 20_000, 200_000, 50_000
LANGUAGES = ("en", "en", "en", "de", "fr", "es")
FIRST_DAY = datetime.date(1985, 1, 1)
DAYS = 14_500
OPENED = datetime.datetime(2022, 1, 1, tzinfo=datetime.UTC)  # the first order
TRADED = datetime.timedelta(days=3 * 365)  # until the last of these
ON_ACCOUNT = 0.25  # of the orders: libraries, schools and the like, some of whom order much
HERE = Path(__file__).parent


class Skew:
    """Numbers from 1 to n, where the k-th most popular comes up in proportion to k ** -s."""

    def __init__(self, rng: random.Random, n: int, s: float) -> None:
        self._rng = rng
        self._order = rng.sample(range(1, n + 1), n)
        self._sums = list(itertools.accumulate(k**-s for k in range(1, n + 1)))

    def draw(self) -> int:
        return self._order[bisect(self._sums, self._rng.random() * self._sums[-1])]


def authors(rng: random.Random) -> Iterable[tuple[object, ...]]:
    for _ in range(AUTHORS):
        yield words.name(rng), rng.randint(1900, 1995), words.sentence(rng, 14)


def books(rng: random.Random) -> Iterable[tuple[object, ...]]:
    writer = Skew(rng, AUTHORS, 0.7)
    category = Skew(rng, len(words.CATEGORIES), 0.6)
    for number in range(1, BOOKS + 1):
        day = FIRST_DAY + datetime.timedelta(days=rng.randrange(DAYS))
        price = rng.choice((499, 799, 999, 1299, 1499, 1999, 2499, 3999)) + rng.randrange(0, 100, 10)
        yield (
            f"978{number:010d}", words.title(rng), writer.draw(), category.draw(), rng.choice(LANGUAGES),
            rng.randint(90, 900), price, day, words.sentence(rng, 18),
        )  # fmt: skip


def reviews(rng: random.Random) -> Iterable[tuple[object, ...]]:
    book = Skew(rng, BOOKS, 0.75)
    for _ in range(REVIEWS):
        stars = rng.choices((1, 2, 3, 4, 5), (5, 6, 14, 32, 43))[0]
        yield book.draw(), words.name(rng), stars, words.sentence(rng, 8)


def orders(rng: random.Random) -> Iterable[tuple[object, ...]]:
    for _ in range(ORDERS):
        yield words.name(rng), rng.choice(words.CITIES)


def on_account(rows: Iterable[tuple[object, ...]], rng: random.Random) -> Iterable[tuple[object, ...]]:
    """Orders of which a part is an account's, now and then written in lower case, as whoever typed it in had it."""
    account = Skew(rng, len(words.ACCOUNTS), 1.0)
    for customer, city in rows:
        if rng.random() < ON_ACCOUNT:
            customer = words.ACCOUNTS[account.draw() - 1]
            customer = customer.lower() if rng.random() < 0.1 else customer
        yield customer, city


def dated(rows: Iterable[tuple[object, ...]], count: int, rng: random.Random) -> Iterable[tuple[object, ...]]:
    """So many rows in the order in which they happened, each with its moment."""
    moments = sorted(rng.random() for _ in range(count))
    for row, moment in zip(rows, moments, strict=True):
        yield *row, OPENED + TRADED * moment


def order_lines(rng: random.Random) -> Iterable[tuple[object, ...]]:
    book = Skew(rng, BOOKS, 0.85)
    for order in range(1, ORDERS + 1):
        for chosen in {book.draw() for _ in range(rng.choice((1, 1, 2, 2, 3, 4)))}:
            yield order, chosen, rng.choice((1, 1, 1, 2, 3)), rng.randrange(499, 3999, 10)


def copy(cursor: Cursor, table: str, columns: str, rows: Iterable[tuple[object, ...]]) -> None:
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as into:
        for row in rows:
            into.write_row(row)


def main() -> None:
    rng, times = random.Random(SEED), random.Random(SEED + 1)
    with psycopg.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute((HERE / "schema.sql").read_text().encode())
        copy(cursor, "categories", "slug, name", ((name.lower().replace(" ", "-"), name) for name in words.CATEGORIES))
        copy(cursor, "authors", "name, born, bio", authors(rng))
        copy(
            cursor,
            "books",
            "isbn, title, author_id, category_id, language, pages, price_cents, published_on, blurb",
            books(rng),
        )
        copy(cursor, "reviews", "book_id, reader, stars, body, posted_at", dated(reviews(rng), REVIEWS, times))
        copy(cursor, "orders", "customer, city, placed_at", dated(on_account(orders(rng), times), ORDERS, times))
        copy(cursor, "order_lines", "order_id, book_id, quantity, price_cents", order_lines(rng))
        cursor.execute((HERE / "indexes.sql").read_text().encode())
    print(f"{BOOKS} books, {REVIEWS} reviews, {ORDERS} orders")


if __name__ == "__main__":
    main()
