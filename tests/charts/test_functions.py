"""Whose code a function is, what it used itself and in all, and which path is the hottest."""

import pytest

from perfgym.charts import folded
from perfgym.charts.functions import Function, Origin, rows
from perfgym.charts.hot import hottest

STACKS = """
run (python3.12/runpy.py:86);serve (shop/serve.py:9);call (site-packages/flask/app.py:40);page (shop/views.py:3) 10
run (python3.12/runpy.py:86);serve (shop/serve.py:9);call (site-packages/flask/app.py:40);page (shop/views.py:3);\
execute (site-packages/psycopg/cursor.py:97) 60
serve (shop/serve.py:9);other (shop/other.py:5);execute (site-packages/psycopg/cursor.py:97) 20
serve (shop/serve.py:9);fib (shop/fib.py:1);fib (shop/fib.py:1);fib (shop/fib.py:1) 10
"""


@pytest.mark.parametrize(
    ("frame", "origin", "where"),
    [
        ("total (bookshop/orders.py:12)", Origin.OWN, "bookshop/orders.py:12"),
        ("Cursor.execute (site-packages/psycopg/cursor.py:97)", Origin.LIBRARY, "psycopg/cursor.py:97"),
        ("dumps (python3.12/json/__init__.py:183)", Origin.PYTHON, "json/__init__.py:183"),
        ("_find (<frozen importlib._bootstrap>:1165)", Origin.PYTHON, "<frozen importlib._bootstrap>:1165"),
        ("no place at all", Origin.PYTHON, ""),
        ("a (b) (c.py:7)", Origin.OWN, "c.py:7"),
        ("far (x.py:99999999999999)", Origin.OWN, "x.py:999999999"),
        ("below (x.py:-1)", Origin.OWN, "x.py:0"),
    ],
)
def test_a_name_says_whose_code_it_is(frame: str, origin: Origin, where: str) -> None:
    function = Function.of(frame)
    assert (function.origin, function.where) == (origin, where)


def test_own_and_total_are_summed_over_all_places_and_recursion_counts_once() -> None:
    found = {row.function.name: (row.own, row.total) for row in rows(folded.read(STACKS))}
    assert found == {
        "execute": (80, 80), "page": (10, 70), "fib": (10, 10), "call": (0, 70), "serve": (0, 100), "run": (0, 70),
        "other": (0, 20),
    }  # fmt: skip


def test_each_sample_is_charged_once_to_the_innermost_function_of_the_app() -> None:
    found = {row.function.name: row.charged for row in rows(folded.read(STACKS)) if row.charged}
    assert found == {"page": 70, "other": 20, "fib": 10}


def test_samples_without_any_function_of_the_app_are_charged_to_nobody() -> None:
    found = rows(folded.read("<module> (shop/serve.py:1);run (site-packages/a/b.py:3) 7\n"))
    assert [row.charged for row in found] == [0, 0]


def test_the_hottest_function_comes_with_the_own_code_that_leads_there_most() -> None:
    found = hottest(folded.read(STACKS))
    assert found is not None
    assert (found["name"], found["own_share"]) == ("execute", 0.8)
    assert (found["by"], found["by_where"], found["by_share"]) == ("page", "shop/views.py:3", 0.6)


def test_nothing_is_hottest_in_nothing() -> None:
    assert hottest(folded.read("")) is None


def test_a_recursive_function_is_not_its_own_caller() -> None:
    found = hottest(folded.read("fib (shop/fib.py:1);fib (shop/fib.py:1) 9\n"))
    assert found is not None
    assert found["by"] == ""
