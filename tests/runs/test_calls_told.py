"""Calls of functions are told by defect, a request, without shares; where nothing was counted nothing is told."""

from perfgym.catalog.manifest.lab import DefectManifest
from perfgym.measure.rule import Verdict
from perfgym.runs.attribution import in_words
from perfgym.runs.calls import Called
from perfgym.runs.counting import Counts
from perfgym.runs.profile import Profile, Profiling
from perfgym.runs.side import Side
from perfgym.runs.sidetable import lines, table

COUNTED = "names (books/matching.py:31) 64000\nnames (books/other.py:4) 500\nDecimal.quantize (<built-in>:1) 900\n"
PAIRS = r"^names \(books/matching\.py\)"


def defect(expression: str) -> DefectManifest:
    return DefectManifest.model_validate({"id": "pairs", "title": "Every pair", "probe": {"function": expression}})


def called(folded: str, requests: int = 10, problem: str = "") -> Called:
    return Called.of(Profile(Profiling.CALLS, folded=folded, samples=1, problem=problem), requests)


def side(after: Called) -> Side:
    made = Side()
    made.before, made.after = Counts(10, 5000, 2**28), Counts(10, 5000, 2**28)
    made.calls = {"before": called(COUNTED), "after": after}
    return made


def test_an_expression_finds_functions_by_name_and_path() -> None:
    found = called(COUNTED)
    assert found.a_request(PAIRS) == 6400
    assert found.a_request("^NAMES") == 6450
    assert found.a_request(r"^decimal\.quantize ") == 90
    assert found.a_request("^rounded") == 0


def test_a_defect_is_gone_when_its_function_is_hardly_called() -> None:
    rows = side(called("names (books/matching.py:31) 800\n")).stated([defect(PAIRS)], Verdict.FASTER)["defects"]
    assert [(row["id"], row["state"], row["before"], row["after"], row["share"]) for row in rows] == [
        ("pairs", "gone", 6400, 80, None)
    ]
    assert in_words(rows[0]) == "6,400 → 80 calls a request."


def test_the_same_code_has_the_same_calls() -> None:
    stated = side(called(COUNTED)).stated([defect(PAIRS)], Verdict.NO_MEASURABLE_CHANGE)
    assert table(stated)["defects"][0]["state"] == "still there"


def test_it_says_over_how_many_requests_calls_were_counted_apart_from_the_rest() -> None:
    stated = side(called(COUNTED, requests=7)).stated([defect(PAIRS)], Verdict.FASTER)
    assert (table(stated)["requests"], stated["called"]) == (10, {"before": 10, "after": 7})
    assert "over 7 requests" in table(stated)["called"]
    assert lines(stated)[-1] == table(stated)["called"]
    assert table({**stated, "called": {}})["called"] == ""


def test_where_calls_could_not_be_counted_nothing_is_said_of_them() -> None:
    for after in (called("", problem="The app had ended."), called(COUNTED, requests=0)):
        assert side(after).stated([defect(PAIRS)], Verdict.FASTER)["defects"] == []
    uncounted = side(called(COUNTED))
    uncounted.calls = {}
    assert uncounted.stated([defect(PAIRS)], Verdict.FASTER)["defects"] == []
