"""Which addresses are suggested: those of the examiner's traffic, none that needs what an earlier answer gave."""

from dataclasses import replace

from perfgym.appview import paths
from perfgym.catalog import library


def test_the_bookshops_pages_are_suggested() -> None:
    found = paths.suggested(library.default().apps["bookshop"], "browse")
    assert found[:4] == ("/books", "/authors/1", "/search?q=harbour&page=1", "/books/1")
    assert found[-1] == "/healthz"


def test_the_traffic_of_the_lab_comes_first_and_a_query_that_is_made_elsewhere_is_left_out() -> None:
    found = paths.suggested(library.default().apps["bookshop"], "office")
    assert found[:2] == ("/office/titles", "/office/reviews?page=1")


def test_an_app_without_traffic_has_its_health_check() -> None:
    bare = replace(library.default().apps["yardstick"], workloads={})
    assert paths.suggested(bare) == ("/healthz",)
