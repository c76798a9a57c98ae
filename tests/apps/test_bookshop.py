"""The bookshop is as large, as skewed and as slow in the known place as its lab needs. Counted, not timed."""

from collections.abc import Iterator, Mapping

import pytest

from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.runs import inside
from perfgym.runs.arm import Arm
from perfgym.sandbox import drivers, slots
from perfgym.sandbox.protocol import Labels

pytestmark = [pytest.mark.bwrap, pytest.mark.timeout(180)]
TURNS = 40
CALLS = "SELECT sum(calls)::int FROM pg_stat_statements WHERE query ~* '^ *(with|select)' AND query !~ 'pg_stat'"
LISTING = """
SELECT md5(string_agg(b.price_cents || a.name, ',' ORDER BY b.published_on DESC, b.id DESC))
  FROM (SELECT * FROM books ORDER BY published_on DESC, id DESC LIMIT 24) AS b
  JOIN authors AS a ON a.id = b.author_id
"""


@pytest.fixture(scope="module")
def lab() -> Lab:
    return library.default().lab("sql-n-plus-one")


def running(lab: Lab, edits: Mapping[str, bytes], seed: int) -> Arm:
    driver = drivers.choose("bubblewrap")
    driver.prepare(lab.app.name)
    slot = slots.measuring_slot()
    arm = Arm("after", driver, Labels("tests", f"shop-{seed}", 1, "w", "after"), lab.app, slot)
    arm.start(lab.overlay(edits), inside.scoring_part(lab.app, slot, "browse"), seed)
    arm.hello(seed)
    return arm


@pytest.fixture(scope="module")
def shop(lab: Lab) -> Iterator[Arm]:
    arm = running(lab, {}, 1)
    yield arm
    arm.close()


@pytest.mark.parametrize(("table", "least"), [("books", 20_000), ("reviews", 200_000), ("orders", 50_000)])
def test_it_is_large(shop: Arm, table: str, least: int) -> None:
    assert shop.statements([f"SELECT count(*) FROM {table}"])[0][0] >= least


def test_it_is_skewed(shop: Arm) -> None:
    """The most reviewed hundredth of the books has far more than a hundredth of the reviews."""
    top = "SELECT sum(n)::int FROM (SELECT count(*) AS n FROM reviews GROUP BY book_id ORDER BY 1 DESC LIMIT 200) AS t"
    assert shop.statements([top])[0][0] > 0.08 * 200_000


def test_durability_is_not_weakened(shop: Arm) -> None:
    names = ("fsync", "synchronous_commit", "full_page_writes")
    assert {shop.statements([f"SHOW {name}"])[0][0] for name in names} == {"on"}


def reads_a_request(lab: Lab, edits: Mapping[str, bytes]) -> float:
    """Reading statements a request over the start of the workload."""
    arm = running(lab, edits, 7)
    try:
        before = arm.statements([CALLS])[0][0]
        answers = [arm.turn(i) for i in range(TURNS)]
        assert not [answer for answer in answers if answer.error]
        return float(arm.statements([CALLS])[0][0] - before) / TURNS
    finally:
        arm.close()


def test_the_reference_asks_far_less(lab: Lab) -> None:
    assert reads_a_request(lab, {}) > 25
    assert reads_a_request(lab, lab.reference()) < 6


def digests(lab: Lab, edits: Mapping[str, bytes], seed: int) -> list[str]:
    arm = running(lab, edits, seed)
    try:
        return [arm.turn(i).digest for i in range(TURNS)]
    finally:
        arm.close()


def test_the_same_seed_gives_the_same_answers_and_another_does_not(lab: Lab) -> None:
    first = digests(lab, {}, 3)
    assert digests(lab, lab.solution("batched"), 3) == first
    other = digests(lab, {}, 4)
    assert sum(a == b for a, b in zip(first, other, strict=True)) < TURNS / 4


def test_the_salt_alone_changes_what_a_page_says(lab: Lab) -> None:
    pages = set()
    for seed in (11, 12):
        arm = running(lab, {}, seed)
        pages.add(arm.statements([LISTING])[0][0])
        arm.close()
    assert len(pages) == 2
