"""Code in the colours of its language: no character is lost or moved, whatever the text is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgym.portfolio import syntax
from perfgym.portfolio.syntax import Token


def test_words_of_the_language_strings_and_comments_are_told_apart() -> None:
    (line,) = syntax.lines("shop/queries.py", ["def books(): return 'all'  # of them"])
    assert [one for one in line if one.kind] == [
        Token("k", "def "), Token("f", "books"), Token("k", "return "), Token("s", "'all'  "), Token("c", "# of them"),
    ]  # fmt: skip


@pytest.mark.parametrize(("path", "text", "word"), [("a/schema.sql", "CREATE INDEX x ON y (z);", "CREATE")])
def test_the_name_of_the_file_says_which_language(path: str, text: str, word: str) -> None:
    (line,) = syntax.lines(path, [text])
    assert word in "".join(one.text for one in line if one.kind == "k")


def test_a_string_over_several_lines_is_one_in_each() -> None:
    found = syntax.lines("a.py", ['x = """one', "two", 'three"""'])
    assert found[1] == (Token("s", "two"),)


def test_what_has_no_language_or_is_too_long_stays_plain() -> None:
    assert syntax.lines("a.unknown", ["def x"]) == [(Token("", "def x"),)]
    assert syntax.lines("a.py", ["x" * (syntax.MOST + 1)]) == [(Token("", "x" * (syntax.MOST + 1)),)]


@given(st.sampled_from(["a.py", "a.sql", "a.html", "a.yaml", "a"]), st.lists(st.text(), min_size=1))
def test_every_line_is_still_itself(path: str, texts: list[str]) -> None:
    found = syntax.lines(path, texts)
    assert ["".join(one.text for one in line) for line in found] == texts
