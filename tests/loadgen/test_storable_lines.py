"""What an honest runner writes can always be stored, whatever names and messages its locustfile makes up."""

import json

import pytest

from perfgym.loadgen.lines import written


@pytest.mark.parametrize(
    ("found", "storable"),
    [
        ("plain", "plain"),
        ("café \U0001f600", "café \U0001f600"),
        ("a\0b", "a\N{REPLACEMENT CHARACTER}b"),
        ("\ud800x", "\N{REPLACEMENT CHARACTER}x"),
        ("\\u0000", "\\u0000"),
        ([["x\0", 1, None]], [["x\N{REPLACEMENT CHARACTER}", 1, None]]),
        ({"deep": ["\udfff"]}, {"deep": ["\N{REPLACEMENT CHARACTER}"]}),
    ],
)
def test_odd_characters_are_replaced(found: object, storable: object) -> None:
    assert json.loads(written({"op": "name", "name": found})) == {"op": "name", "name": storable}


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_is_no_number_is_not_written(value: float) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        written({"op": "lag", "p95_ms": value, "name": "\0"})
