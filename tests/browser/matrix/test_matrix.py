"""Every page x width x theme in a real Chromium: nothing overlaps, is cut off, moves, complains or asks elsewhere.

The pages are those of tests/access/table.yaml, so one that has no row there fails there, and one that has is looked at
here. A page is loaded once; its width and theme are then changed as a person would who turns a phone. Each page is seen
in all widths, half of them in each theme, and twice by axe; with `--long` all combinations are loaded and seen by axe.
"""

from collections import defaultdict
from itertools import product

import pytest

from tests.access.rows import Row, pages
from tests.browser.matrix import opened
from tests.browser.matrix.eye import THEMES, WIDTHS, Eye
from tests.browser.matrix.visits import STATES, Visit

pytestmark = [pytest.mark.servers, pytest.mark.browser]


by_row = pytest.mark.parametrize("row", pages(), ids=str)
by_state = pytest.mark.parametrize(("letter", "at"), STATES)


@by_row
def test_a_page_keeps_the_design(looking: Eye, row: Row, pytestconfig: pytest.Config) -> None:
    for visit in looking.visits(row):
        look(looking, visit, pytestconfig)


@by_state
def test_a_state_keeps_the_design(looking: Eye, letter: str, at: str, pytestconfig: pytest.Config) -> None:
    look(looking, Visit(letter, looking.stage.address(at)), pytestconfig)


@pytest.mark.parametrize("what", opened.OPENED)
def test_what_is_opened_keeps_the_design(looking: Eye, what: str) -> None:
    found = opened.on_the_workbench(looking, what)
    assert {size: problems for size, problems in found.items() if problems} == {}


def look(eye: Eye, visit: Visit, config: pytest.Config) -> None:
    """Fail with everything that is wrong, each once, and in which sizes it is."""
    found = all_combinations(eye, visit) if config.getoption("--long") else some_combinations(eye, visit)
    where = defaultdict(list)
    for name, problems in found.items():
        for problem in problems:
            where[problem].append(name)
    said = "\n".join(f"  {problem}  [{'; '.join(names)}]" for problem, names in where.items())
    assert said == "", f"{visit.address} as {visit.letter}:\n{said}"


def some_combinations(eye: Eye, visit: Visit) -> dict[str, list[str]]:
    first = sum(visit.address.encode()) % 2  # every other page has the dark theme where this one has the light one
    narrow, wide = THEMES[first], THEMES[1 - first]
    page = eye.open(visit, 2560, narrow)
    found = {"2560 px": eye.layout(page), "reduced motion": eye.moving(page)}
    for width, theme in ((768, wide), (1280, wide), (360, narrow)):
        eye.show(page, width, theme)
        found[f"{width} px"] = eye.layout(page)
    eye.unfold(page)
    found[f"360 px {narrow} unfolded"] = eye.layout(page) + eye.axe(page)
    eye.show(page, 1280, wide)
    found[f"1280 px {wide} unfolded"] = eye.layout(page) + eye.axe(page)
    found["on paper"] = eye.printed(page)
    return {**found, "while it was open": eye.heard()}


def all_combinations(eye: Eye, visit: Visit) -> dict[str, list[str]]:
    found = {}
    for width, theme in product(WIDTHS, THEMES):
        page = eye.open(visit, width, theme)
        found[f"{width} px {theme}"] = eye.layout(page) + eye.moving(page) + eye.axe(page)
        eye.unfold(page)
        found[f"{width} px {theme} unfolded"] = eye.layout(page) + eye.axe(page)
        found[f"{width} px {theme}, while it was open"] = eye.heard()
    found["on paper"] = eye.printed(page)
    return found
