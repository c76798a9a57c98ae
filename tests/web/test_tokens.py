"""Sizes and colours come from tokens.css and from nowhere else."""

import re

import pytest

from tests.web.tokens import TOKENS, style_sheets

SHEETS = {name: text for name, text in style_sheets().items() if name != TOKENS.name}
SIZE = re.compile(r"(?<![\w-])font(?:-size)?: *([^;}]+)")
RELATIVE = re.compile(r"\b(?:inherit|[\d.]+(?:em|%|pt))\b|%")  # to the text around it; points are of print
by_sheet = pytest.mark.parametrize("name", SHEETS)


@by_sheet
def test_every_text_size_is_of_the_scale(name: str) -> None:
    sizes = SIZE.findall(SHEETS[name])
    assert [size for size in sizes if not re.search(r"var\(--t\w\)", size) and not RELATIVE.search(size)] == []


@by_sheet
def test_every_colour_is_a_token(name: str) -> None:
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?=[\s;,)])|\b(?:rgba?|hsla?)\(", SHEETS[name]) == []


@by_sheet
def test_every_token_that_is_used_exists(name: str) -> None:
    known = set(re.findall(r"--([\w-]+):", TOKENS.read_text() + SHEETS[name]))
    used = set(re.findall(r"var\(--([\w-]+)\)", SHEETS[name]))  # one with a value to fall back on needs none
    assert used - known == set()
