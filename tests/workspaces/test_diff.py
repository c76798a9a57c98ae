"""What changed between two sets of files, as lines to show."""

from difflib import unified_diff

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgym.workspaces import diff
from perfgym.workspaces.diff import FileDiff, unified

LINES = st.lists(st.sampled_from(["a", "b", "c", ""]), max_size=40)


def one(before: bytes | None, after: bytes | None) -> FileDiff:
    found = unified({} if before is None else {"f.py": before}, {} if after is None else {"f.py": after})
    assert len(found) == 1
    return found[0]


def shown(found: FileDiff) -> list[str]:
    return [f"{line.kind}{line.text}" for hunk in found.hunks for line in hunk.lines]


def test_equal_files_are_left_out() -> None:
    assert unified({"a": b"x\n", "b": b"y\n"}, {"a": b"x\n", "b": b"y\n"}) == ()


def test_a_changed_line_has_its_numbers_on_both_sides() -> None:
    found = one(b"one\ntwo\nthree\n", b"one\n2\nthree\n")
    lines = [(line.kind, line.old_no, line.new_no, line.text) for line in found.hunks[0].lines]
    assert lines == [(" ", 1, 1, "one"), ("-", 2, None, "two"), ("+", None, 2, "2"), (" ", 3, 3, "three")]
    assert (found.status, found.added, found.removed, found.cut) == ("changed", 1, 1, False)


def test_files_come_by_path_with_their_status() -> None:
    found = unified({"b": b"x\n", "c": b"x\n"}, {"a": b"x\n", "c": b"y\n"})
    assert [(one.path, one.status) for one in found] == [("a", "added"), ("b", "deleted"), ("c", "changed")]


def test_changes_far_apart_are_two_hunks() -> None:
    before = [str(n) for n in range(40)]
    after = ["x" if n in (5, 30) else str(n) for n in range(40)]
    found = one("\n".join(before).encode(), "\n".join(after).encode())
    assert [(hunk.lines[0].old_no, hunk.lines[-1].old_no) for hunk in found.hunks] == [(3, 9), (28, 34)]


def test_a_missing_last_newline_is_said() -> None:
    assert shown(one(b"a\n", b"a")) == ["-a", "+a\n\\ No newline at end of file"]


@pytest.mark.parametrize("content", [b"\x00\x01", b"\xff\xfe", b"text\x00more"])
def test_what_is_not_text_has_no_lines(content: bytes) -> None:
    assert one(b"text\n", content) == FileDiff("f.py", "changed", (), binary=True)


def test_carriage_returns_and_odd_separators_stay_in_their_line() -> None:
    assert shown(one(b"", "a\u2028b\rc\r\n".encode())) == ["+a\u2028b\rc\r"]


def test_all_files_share_one_cap() -> None:
    after = dict.fromkeys("abc", b"x\n" * (diff.MAX_LINES - 10))
    found = unified({}, after)
    assert [sum(len(hunk.lines) for hunk in one.hunks) for one in found] == [diff.MAX_LINES - 10, 10, 0]
    assert [one.cut for one in found] == [False, True, True]


def test_a_long_line_is_cut() -> None:
    assert len(shown(one(b"", b"x" * 100_000 + b"\n"))[0]) < diff.MAX_WIDTH + 10


def test_what_would_take_long_to_compare_is_shown_as_replaced() -> None:
    many = [f"line {n % 40}" for n in range(diff.MAX_COMPARED)]
    found = one("\n".join([*many, "end"]).encode(), "\n".join(["start", *reversed(many)]).encode())
    kinds = [line.kind for hunk in found.hunks for line in hunk.lines]
    assert found.cut
    assert kinds == sorted(kinds, reverse=True)


@given(LINES, LINES)
def test_it_says_what_difflib_says(a: list[str], b: list[str]) -> None:
    """The trimmed comparison leads from `a` to `b`: applying it to `a` gives `b`."""
    before, after = ("".join(f"{line}\n" for line in lines).encode() for lines in (a, b))
    found = unified({"f": before}, {"f": after})
    lines = [line for one in found for hunk in one.hunks for line in hunk.lines]
    removed = {line.old_no for line in lines if line.kind == "-"}
    kept = [text for number, text in enumerate(a, start=1) if number not in removed]
    added = {line.new_no: line.text for line in lines if line.kind == "+"}
    rest = iter(kept)
    assert [added[n] if n in added else next(rest) for n in range(1, len(b) + 1)] == b
    assert next(rest, None) is None
    assert bool(found) == bool(list(unified_diff(a, b)))
