"""Every line of a runner that cannot be a result is refused, with the reason bad_result; good ones pass."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgym.runs.arm import Answer
from perfgym.runs.lines import explored, strict
from perfgym.runs.lines.strict import BadResult
from perfgym.runs.outcome import Reason

FACTS = {"cpu": 0.2, "lag": 1.5, "due": 0, "begun": 0, "paced": 0.0}
SECOND = {
    "op": "second", "t": 3, "users": 5, "rps": 12.5, "fails": 0, "p50": 1.0, "p95": 2.0, "p99": 3.0,
    "intended_p95": 2.0, **FACTS, "by_name": [["GET /", 12, 0, 1.0, 2.0]],
}  # fmt: skip
SUMMARY = {
    "op": "summary", "count": 40, "fails": 1, "rps": 12.5, "p50": 1.0, "p95": 2.0, "p99": 3.0, "duration": 3.2,
    "users": 5,
    **FACTS, "processes": 1, "by_name": [["GET /", 40, 1, 1.0, 2.0, 3.0]], "raw_dropped": 0, "ended": "time",
    "complete": True,
}  # fmt: skip
TURN = {
    "op": "turn", "i": 7, "name": "GET /books", "start": 12.5, "ms": 3.25, "status": 200, "bytes": 900, "wire": 1100,
    "digest": "0123456789abcdef", "error": None, "write": False, "path": "/books?page=3",
}  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=9,
)


def line(found: dict[str, Any], **changed: Any) -> dict[str, Any]:
    """As it comes out of the strict reader."""
    return strict.parse(json.dumps({**found, **changed}).encode())


def without(found: dict[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in found.items() if key != name}


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        (b'{"a":NaN}', "NaN is not a number"),
        (b'{"a":-Infinity}', "-Infinity is not a number"),
        (b'{"a":1e400}', "too large"),
        (b'{"a":1', "not JSON"),
        (b"", "not JSON"),
        (b"not json", "not JSON"),
        (b"[]", "no object"),
        (b"null", "no object"),
        (b"7", "no object"),
        (b'{"a":1,"a":2}', "twice"),
        (b'{"a":{"b":[1,{"c":1,"c":1}]}}', "twice"),
        (b'{"a":' + b"9" * 100_000 + b"}", "100,000 digits"),
        (b'{"a":-' + b"9" * 21 + b"}", "22 digits"),
        (b'{"a":"\\u0000x"}', "NUL"),
        (b'{"a\\u0000":1}', "NUL"),
        (b'{"a":["\\ud800"]}', "half a character"),
        (b'{"a":"\xff\xfe"}', "not UTF-8"),
        (b'{"a":' * 2_000 + b"1" + b"}" * 2_000, "too deep"),
        (b'{"a":' * 8 + b"1" + b"}" * 8, "more than 6 deep"),
        (b"[" * 100_000, "too deep"),
        (b"{'a':1}", "not JSON"),
        (b'{"a":1}{"op":"summary"}', "not JSON"),
        (b'{"a":\x01}', "not JSON"),
        (b'\xef\xbb\xbf{"a":1}', "not JSON"),
    ],
)
def test_what_is_not_strictly_json_is_refused(bad: bytes, says: str) -> None:
    with pytest.raises(BadResult, match=says) as refused:
        strict.parse(bad)
    assert refused.value.reason is Reason.BAD_RESULT
    assert len(str(refused.value)) < 300


def test_ordinary_lines_pass_as_they_are() -> None:
    for found in (SECOND, SUMMARY, TURN, {"op": "name", "name": "GET /\U0001f600 café"}):
        assert line(found) == found


@given(st.binary(max_size=200))
def test_any_bytes_are_an_object_or_refused(data: bytes) -> None:
    try:
        found = strict.parse(data)
    except BadResult:
        return
    assert found == json.loads(data)


def test_a_second_is_kept_without_what_nobody_asked_for() -> None:
    kept = explored.second(line(SECOND, extra="<script>"), [], 10)
    assert kept == without(SECOND, "op")


@pytest.mark.parametrize(
    "changed",
    [
        {"t": -1}, {"t": 12}, {"t": 2.5}, {"t": "3"}, {"t": True}, {"users": 10_001}, {"rps": -1}, {"rps": "12"},
        {"fails": False}, {"p50": 9.0}, {"p95": 4.0}, {"p99": "3"}, {"cpu": -0.1}, {"lag": None}, {"paced": 2**60},
        {"by_name": [["x" * 201, 1, 0, 1.0, 2.0]]}, {"by_name": [["x", 1, 2, 1.0, 2.0]]},
        {"by_name": [["x", 1, 0, 3.0, 2.0]]}, {"by_name": [["x", 1, 0]]}, {"by_name": [[1, 1, 0, 1.0, 2.0]]},
        {"by_name": {"x": 1}}, {"by_name": SECOND["by_name"] * 21},
    ],
    ids=str,
)  # fmt: skip
def test_a_second_that_cannot_be_is_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(BadResult):
        explored.second(line(SECOND, **changed), [], 10)


@pytest.mark.parametrize("name", [name for name in SECOND if name != "op"])
def test_a_second_that_lacks_something_is_refused(name: str) -> None:
    with pytest.raises(BadResult, match=name):
        explored.second(without(SECOND, name), [], 10)


def test_seconds_go_forward_and_have_an_end() -> None:
    with pytest.raises(BadResult, match="second 3 comes after second 4"):
        explored.second(SECOND, [{"t": 4}], 10)
    assert explored.second(SECOND, [{"t": 3}], 10)["t"] == 3
    with pytest.raises(BadResult, match="more than 20 seconds"):
        explored.second(SECOND, [{"t": 3}] * 21, 10)


@pytest.mark.parametrize(
    "changed",
    [
        {"count": -1}, {"fails": 41}, {"rps": None}, {"p50": 2.5}, {"complete": False}, {"complete": 1},
        {"ended": "won"}, {"processes": 0}, {"raw_dropped": "0"}, {"duration": -1},
        {"by_name": [["GET /", 40, 1, 1.0, 3.0, 2.0]]},
        {"by_name": SUMMARY["by_name"] * 202},
    ],
    ids=str,
)  # fmt: skip
def test_a_summary_that_cannot_be_is_refused(changed: dict[str, Any]) -> None:
    assert explored.summary(SUMMARY)["ended"] == "time"
    with pytest.raises(BadResult):
        explored.summary(line(SUMMARY, **changed))


def test_names_come_in_order_and_at_most_200_and_other() -> None:
    assert explored.name({"index": 200, "name": "other"}, 200) == "other"
    for told, known in (
        ({"index": 1, "name": "x"}, 0),
        ({"index": 0, "name": "x"}, 1),
        ({"index": 201, "name": "x"}, 201),
    ):
        with pytest.raises(BadResult):
            explored.name(told, known)
    with pytest.raises(BadResult, match="200,000 characters; 200 is the most"):
        explored.name({"index": 0, "name": "x" * 200_000}, 0)


@pytest.mark.parametrize(
    "rows",
    [[["a", "b", -1]], [["a", "b", 1.5]], [["a", 7, 1]], [["a" * 201, "b", 1]], [["a", "b"]], [["a", "b", 1]] * 101],
)
def test_errors_that_cannot_be_are_refused(rows: list[Any]) -> None:
    assert explored.errors({"rows": [["GET /", "HTTP 500", 3]]}) == [["GET /", "HTTP 500", 3]]
    with pytest.raises(BadResult):
        explored.errors({"rows": rows})


@pytest.mark.parametrize("reason", ["too_noisy", "wrong_answers", "platform", None, 7])
def test_a_problem_claims_no_other_reason(reason: object) -> None:
    assert explored.problem({"reason": "locustfile_error", "message": "m"}).reason is Reason.LOCUSTFILE_ERROR
    with pytest.raises(BadResult):
        explored.problem({"reason": reason, "message": "m"})


@pytest.mark.parametrize(
    "changed",
    [
        {"i": -1}, {"i": "7"}, {"name": "x" * 201}, {"start": -1}, {"ms": -5}, {"ms": "12"}, {"ms": True}, {"ms": None},
        {"status": 65_536}, {"status": 200.0}, {"bytes": 2**54}, {"wire": -1}, {"digest": "0x12"}, {"digest": "g" * 16},
        {"digest": 12}, {"error": 7}, {"error": "x" * 2001}, {"path": ["/"]},
    ],
    ids=str,
)  # fmt: skip
def test_a_turn_that_cannot_be_is_refused(changed: dict[str, Any]) -> None:
    assert Answer.of(line(TURN)).ms == 3.25
    with pytest.raises(BadResult):
        Answer.of(line(TURN, **changed))


@given(st.dictionaries(st.sampled_from([*SECOND, *SUMMARY, *TURN, "rows", "index", "message", "reason"]), JSON))
def test_any_object_is_taken_or_refused(found: dict[str, Any]) -> None:
    """No reader of lines fails in any other way."""
    for read in (
        lambda: explored.second(found, [], 10), lambda: explored.name(found, 0), lambda: explored.raw(found),
        lambda: explored.errors(found), lambda: explored.summary(found), lambda: explored.note(found),
        lambda: explored.problem(found), lambda: Answer.of(found),
    ):  # fmt: skip
        try:
            read()
        except BadResult:
            continue
