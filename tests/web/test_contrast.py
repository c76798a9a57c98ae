"""Text can be read and lines that mean something can be seen, in each theme (WCAG 2.2 AA, 1.4.3 and 1.4.11)."""

import re

import pytest

from tests.web.tokens import THEMES, contrast, mixed, style_sheets, theme

TEXT, LINE = 4.5, 3.0
SOFT = ("warn-soft", "bad-soft", "after-soft")
PLAIN = ("paper", "panel", "code")
READ = {  # text: the grounds it stands on
    "ink": (*PLAIN, *SOFT),
    "ink-2": (*PLAIN, *SOFT),
    "ink-3": PLAIN,
    "after": (*PLAIN, "after-soft"),
    "warn": (*PLAIN, "warn-soft"),
    "bad": (*PLAIN, "bad-soft"),
    "syntax-word": ("code", "after-soft"),
    "syntax-text": ("code", "after-soft"),
    "paper": ("after",),  # the button that goes on
}
SEEN = {  # lines, dots and bars: the grounds they stand on
    "edge": (*PLAIN, *SOFT),
    "focus": (*PLAIN, *SOFT),
    "before": PLAIN,
    "after": PLAIN,
    "warn": (*PLAIN, "warn-soft"),
    "bad": (*PLAIN, "bad-soft"),
}
ARRANGES = {"rule", "rule-2", "bars", "veil", "sheet"}  # says nothing that is not said beside it
MIX = re.compile(r"fill: color-mix\(in srgb, var\(--([\w-]+)\) (\d+)%, var\(--([\w-]+)\)\)")


@pytest.mark.parametrize("name", THEMES)
def test_every_text_can_be_read_on_each_of_its_grounds(name: str) -> None:
    assert too_close(name, READ, TEXT) == []


@pytest.mark.parametrize("name", THEMES)
def test_every_line_that_means_something_can_be_seen(name: str) -> None:
    assert too_close(name, SEEN, LINE) == []


def too_close(name: str, pairs: dict[str, tuple[str, ...]], wanted: float) -> list[str]:
    found = theme(name)
    ratios = {
        (over, ground): contrast(found[over], found[ground]) for over, grounds in pairs.items() for ground in grounds
    }
    return [f"{over} on {ground}: {ratio:.2f}" for (over, ground), ratio in ratios.items() if ratio < wanted]


@pytest.mark.parametrize("name", THEMES)
def test_names_can_be_read_on_every_shade_of_a_flame_graph(name: str) -> None:
    found = theme(name)
    shades = MIX.findall(style_sheets()["charts.css"])
    assert len(shades) >= 4
    for first, share, second in shades:
        assert contrast(found["ink"], mixed(found[first], int(share) / 100, found[second])) >= TEXT


def test_every_colour_of_the_tokens_has_its_pairs() -> None:
    grounds = {ground for pairs in (READ, SEEN) for each in pairs.values() for ground in each}
    assert set(theme("light")) - set(READ) - set(SEEN) - grounds - ARRANGES == set()


def test_text_takes_only_colours_that_are_held_to_be_read() -> None:
    for name, text in style_sheets().items():
        used = set(re.findall(r"(?<![\w-])color: var\(--([\w-]+)\)", text))
        assert used - set(READ) == set(), name
