"""The shop's data: the same seed makes the same shop, of the size and skew that it promises; the salt changes it."""

import subprocess
import sys

import pytest

from tests.apps.bookshop_arms import lab, running, visit

ROWS = """
import hashlib, random
from bookshop_data import seed
rng = random.Random(seed.SEED)
found = hashlib.sha256()
for rows in (seed.authors, seed.books, seed.reviews, seed.orders, seed.order_lines):
    for row in rows(rng):
        found.update(repr(row).encode())
print(found.hexdigest())
"""
SIZES = """
SELECT (SELECT count(*) FROM books), (SELECT count(*) FROM authors), (SELECT count(*) FROM reviews),
       (SELECT count(*) FROM orders), (SELECT count(*) FROM order_lines)
"""
TOP_PERCENT = """
SELECT sum(n) FILTER (WHERE place <= 200)::float / sum(n)
  FROM (SELECT count(*) AS n, row_number() OVER (ORDER BY count(*) DESC) AS place FROM reviews GROUP BY book_id) AS t
"""
ACCOUNTS = """
SELECT count(DISTINCT placed_at::date),
       NOT (SELECT bool_or(back) FROM (SELECT placed_at < lag(placed_at) OVER (ORDER BY id) AS back FROM orders) AS t),
       (SELECT max(n) FROM (SELECT count(*) AS n FROM orders GROUP BY lower(customer)) AS t),
       bool_or(customer = lower(customer))
  FROM orders
"""


def rows_made(hash_seed: str) -> str:
    command = [sys.executable, "-c", ROWS]
    return subprocess.run(
        command, cwd=lab().app.root, env={"PYTHONHASHSEED": hash_seed}, check=True, capture_output=True, text=True
    ).stdout


def test_the_seed_makes_the_same_rows_in_every_process() -> None:
    assert rows_made("1") == rows_made("2")


def test_the_salt_is_the_same_for_the_same_attempt_only() -> None:
    app = lab().app
    assert app.seed_salt(5) == app.seed_salt(5)
    assert app.seed_salt(5) != app.seed_salt(6)


@pytest.mark.servers
def test_the_shop_is_as_large_and_as_skewed_as_it_says() -> None:
    with running({}) as arm:
        books, authors, reviews, orders, lines = arm.statements([SIZES])[0]
        share = arm.statements([TOP_PERCENT])[0][0]
    assert (books, authors, orders) == (20_000, 4_000, 50_000)
    assert reviews >= 200_000
    assert lines > 1.5 * orders
    assert share > 0.1, "the top hundredth of the books has more than a tenth of the reviews"


@pytest.mark.servers
def test_orders_are_of_three_years_and_many_of_few_accounts() -> None:
    with running({}) as arm:
        days, ordered, account, small = arm.statements([ACCOUNTS])[0]
    assert days >= 1_090
    assert ordered, "a later order has a higher number"
    assert account > 2_000
    assert small, "names were typed in by people"


@pytest.mark.servers
def test_another_attempt_changes_nearly_every_list() -> None:
    answers = []
    for salt in (1, 2):
        with running(lab().reference(), salt=salt) as arm:
            answers.append(visit(arm, 40))
    shared = zip(*answers, strict=True)
    listings = [(one, other) for one, other in shared if one.name == "GET /books" and one.path == other.path]
    assert len(listings) > 15
    assert sum(one.digest != other.digest for one, other in listings) >= 0.9 * len(listings)
