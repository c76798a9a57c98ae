"""Two profiles in one picture: brought to one measure, nothing lost that is gone, each difference with its sign."""

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from perfgym.charts import folded
from perfgym.charts.differential import Side, changes, differential, signed

SVG = "{http://www.w3.org/2000/svg}"
BEFORE = Side(folded.read("a (x.py:1);slow (x.py:5) 80\na (x.py:1);b (x.py:9) 20\n"), 1.0)
AFTER = Side(folded.read("a (x.py:1);fast (x.py:7) 20\na (x.py:1);b (x.py:9) 40\n"), 0.5)


def drawn(text: str) -> dict[str, tuple[str, str]]:
    """Width and tone by the words of each frame's tip."""
    root = ElementTree.fromstring(text)
    found = {}
    for group in root.iter(f"{SVG}g"):
        rect = group.find(f"{SVG}rect")
        assert rect is not None
        found[group.get("data-name") or ""] = (rect.get("width") or "", (rect.get("class") or "").split("-")[-1])
    return found


def test_each_frame_is_as_wide_as_the_larger_amount_and_says_which_it_is() -> None:
    found = drawn(differential("CPU", BEFORE, AFTER, "ms"))
    assert found == {
        "all": ("100%", "less"),
        "a (x.py:1)": ("100%", "less"),
        "slow (x.py:5)": ("72.73%", "less"),
        "b (x.py:9)": ("18.18%", "same"),
        "fast (x.py:7)": ("9.09%", "more"),
    }


def test_the_words_have_both_amounts_and_the_sign() -> None:
    text = differential("CPU", BEFORE, AFTER, "ms")
    assert "slow (x.py:5): before 80 ms, after 0 ms, −80 ms" in text  # noqa: RUF001
    assert "fast (x.py:7): before 0 ms, after 10 ms, +10 ms" in text
    assert "b (x.py:9): before 20 ms, after 20 ms, as before" in text
    assert "Before 100 ms, after 30 ms." in text


def test_functions_are_ranked_by_how_much_they_differ() -> None:
    found = [(one.function.name, one.before, one.after) for one in changes(BEFORE, AFTER)]
    assert found == [("slow", 80.0, 0.0), ("fast", 0.0, 10.0)]


def test_a_difference_always_has_a_sign() -> None:
    assert [signed(value, "bytes") for value in (1500.0, -2e6, 0.0)] == ["+1.5 kB", "−2 MB", "±0 bytes"]  # noqa: RUF001


def test_nothing_against_nothing_is_drawn_as_nothing() -> None:
    nothing = Side(folded.read(""), 1.0)
    assert drawn(differential("CPU", nothing, nothing, "ms")) == {"all": ("100%", "same")}


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_any_bytes_give_well_formed_svg(before: bytes, after: bytes) -> None:
    sides = Side(folded.read(before), 0.25), Side(folded.read(after), 4.0)
    ElementTree.fromstring(differential("CPU", *sides, "ms"))
