"""Folded stacks from a pod: bad lines are counted and dropped, and what is drawn is ours, with every name as text."""

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgym.charts import flame, flame_graph, flame_table, folded

SVG = "{http://www.w3.org/2000/svg}"
GOOD = "main;search;query 60\nmain;search;render 30\nmain;log 10\n"
DRAWN = {"svg", "title", "desc", "g", "rect", "text"}
ATTRIBUTES = {
    "class", "fill", "font-family", "font-size", "height", "id", "role", "stroke", "text-anchor", "width", "x", "y",
    "aria-labelledby", "data-name", "data-label", "data-depth", "data-left", "data-width",
}  # fmt: skip


def boxes(text: str) -> dict[str, tuple[str, str, float]]:
    """Left edge, width and height above the ground of each frame, by the words of its tip."""
    root = ElementTree.fromstring(flame_graph("CPU", folded.read(text)))
    found = {}
    for group in root.iter(f"{SVG}g"):
        tip, rect = group.find(f"{SVG}title"), group.find(f"{SVG}rect")
        found[tip.text] = (rect.get("x"), rect.get("width"), float(root.get("height")) - float(rect.get("y")))
    return found


def test_frames_are_as_wide_as_their_share_and_stand_on_their_caller() -> None:
    assert boxes(GOOD) == {
        "all: 100 samples, 100.0 %": ("0%", "100%", 18),
        "main: 100 samples, 100.0 %": ("0%", "100%", 36),
        "log: 10 samples, 10.0 %": ("0%", "10%", 54),
        "search: 90 samples, 90.0 %": ("10%", "90%", 54),
        "query: 60 samples, 60.0 %": ("10%", "60%", 72),
        "render: 30 samples, 30.0 %": ("70%", "30%", 72),
    }


def test_the_table_ranks_by_what_a_function_used_itself() -> None:
    table = flame_table(folded.read(GOOD + "main;search 5\nmain;log;query 5\n"))
    assert table.rows == [
        ("query", "65", "59.1 %"), ("render", "30", "27.3 %"), ("log", "10", "9.1 %"), ("search", "5", "4.5 %")
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "f -5", "f 1.5", "f 1e3", "f NaN", "f 0x10", "f 99999999999999999999", f"f {2**53}", "f ٣", "f", "12", ";;;; 1",
        "a;;b 1", "f ", " 5", "f 1_000", "f +5",
    ],
)  # fmt: skip
def test_a_bad_line_is_counted_and_dropped(line: str) -> None:
    stacks = folded.read(f"main 3\n{line}\n")
    assert (stacks.root.count, stacks.lines, stacks.dropped) == (3, 2, 1)
    assert "1 of 2 lines could not be read" in flame.description(stacks)


def test_the_sum_stays_exact() -> None:
    stacks = folded.read(f"a {2**53 - 2}\nb 1\nc 1\n")
    assert (stacks.root.count, stacks.dropped) == (2**53 - 1, 1)


def test_depth_is_capped_and_said() -> None:
    stacks = folded.read(";".join(f"f{n}" for n in range(5_000)) + " 7\n")
    assert max(frame.depth for frame in stacks.frames_in_order()) == folded.MAX_DEPTH
    assert (stacks.root.count, stacks.cut) == (7, 1)
    assert "too deep" in flame.description(stacks)


def test_width_is_capped() -> None:
    stacks = folded.read("".join(f"f{n};g;h 1\n" for n in range(30_000)))
    assert stacks.frames == folded.MAX_FRAMES
    assert stacks.root.count == 30_000
    assert flame_graph("CPU", stacks).count("<rect") == 1
    wide = folded.read("".join(f"f{n % 900};g;h;i;j 1\n" for n in range(9_000)))
    assert flame_graph("CPU", wide).count("<rect") == flame.MAX_DRAWN


def test_lines_and_bytes_are_capped() -> None:
    assert folded.read("f 1\n" * (folded.MAX_LINES + 5)).dropped == 5
    assert folded.read(b"f" * (folded.MAX_BYTES + 10)).dropped == 2


@pytest.mark.parametrize("text", ["", "\n\n", "bad"])
def test_nothing_is_drawn_as_nothing(text: str) -> None:
    assert boxes(text) == {"all: 0 samples, 0.0 %": ("0%", "100%", 18)}


@pytest.mark.parametrize(
    "name",
    [
        "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</text></g></svg><script>alert(2)</script>",
        "]]>&amp;", "javascript:alert(3)", "=cmd|' /C calc'!A0", "a\x00b\x1b[31m", "\ud800", "\ufffe", "\u202eevil",
        "a\tb",
    ],
)  # fmt: skip
def test_a_name_is_text_whatever_it_is(name: str) -> None:
    drawn = flame_graph("CPU", folded.read(f"main;{name} 10"))
    root = ElementTree.fromstring(drawn.encode())
    assert {each.tag.removeprefix(SVG) for each in root.iter()} <= DRAWN
    assert {key for each in root.iter() for key in each.attrib} <= ATTRIBUTES


@given(st.binary(max_size=300))
def test_any_bytes_give_well_formed_svg(data: bytes) -> None:
    stacks = folded.read(data)
    ElementTree.fromstring(flame_graph("CPU", stacks))
    assert 0 <= stacks.dropped <= stacks.lines + 1
