"""The books of the invoices app are made from the attempt's seed alone, and are as messy as such data are."""

import importlib.util
import json
from types import ModuleType

import pytest

from perfgym.catalog import library


@pytest.fixture(scope="module")
def make() -> ModuleType:
    file = library.default().apps["invoices"].root / "invoices_data/make.py"
    spec = importlib.util.spec_from_file_location("invoices_make", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_seed_makes_the_same_books_and_another_seed_others(make: ModuleType) -> None:
    one, again, other = make.records("a"), make.records("a"), make.records("b")
    assert one == again
    assert all(one[part] != other[part] for part in ("customers", "invoices", "payments"))


def test_dates_and_numbers_come_as_three_systems_write_them(make: ModuleType) -> None:
    books = make.records("a")
    forms = {
        ("-" in row["issued"] and "iso") or ("." in row["issued"] and "dots") or "words" for row in books["invoices"]
    }
    assert forms == {"iso", "dots", "words"}
    numbers = [row["number"] for row in books["invoices"]]
    assert len(set(numbers)) == len(numbers)
    assert all(json.loads(row["positions"]) for row in books["invoices"])
    plain = sum(number in row["text"] for row in books["payments"] for number in numbers[:50])
    mangled = sum(
        number.replace("-", "").lower() in row["text"] for row in books["payments"] for number in numbers[:50]
    )
    assert plain > mangled > 0
