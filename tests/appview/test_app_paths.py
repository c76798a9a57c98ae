"""Which addresses are suggested: those of the examiner's traffic, none that needs what an earlier answer gave."""

from dataclasses import replace

from perfgym.appview import paths
from perfgym.catalog import library


def test_the_bookshops_pages_are_suggested() -> None:
    found = paths.suggested(library.default().apps["bookshop"])
    assert found == ("/books", "/authors/1", "/search?q=harbour&page=1", "/books/1", "/healthz")


def test_an_app_without_traffic_has_its_health_check() -> None:
    bare = replace(library.default().apps["yardstick"], workloads={})
    assert paths.suggested(bare) == ("/healthz",)
