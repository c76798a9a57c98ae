"""Rows of a learner's load test: what their runner may tell, and what is made of it."""

import base64
import io
import math

import numpy as np
import pytest

from perfgym.runs import loaded, rawrows
from perfgym.runs.exploration import Explored
from perfgym.runs.lines.strict import BadResult
from perfgym.runs.rawrows import RawRows

ROW = (0.5, 0, 12.5, 1, 200, 512.5)


def told(*rows: tuple[float, ...]) -> str:
    return base64.b64encode(np.array(rows, dtype="<f8").tobytes()).decode()


def test_rows_come_as_they_were_told() -> None:
    rows = RawRows()
    assert rows.columns().shape == (0, 6)
    rows.add(told(ROW))
    rows.add(told(ROW, ROW))
    assert len(rows) == 3
    assert rows.columns().tolist() == [list(ROW)] * 3


@pytest.mark.parametrize("text", ["no rows!", told((1.0, 2.0)), "AAAA", "\u00e9"])
def test_what_is_no_row_ends_the_run(text: str) -> None:
    with pytest.raises(BadResult, match="rows cannot be read"):
        RawRows().add(text)


@pytest.mark.parametrize("value", [math.nan, math.inf, -1.0, 1e300])
@pytest.mark.parametrize("column", range(6))
def test_values_that_no_generator_writes_end_the_run(column: int, value: float) -> None:
    odd = list(ROW)
    odd[column] = value
    with pytest.raises(BadResult, match="a row has a value"):
        RawRows().add(told(ROW, tuple(odd), ROW))


@pytest.mark.parametrize(("column", "value"), [(1, 1.0), (1, 0.5), (3, 2.0), (3, 0.5)])
def test_a_row_without_a_name_or_a_proper_outcome_ends_the_run(column: int, value: float) -> None:
    odd = list(ROW)
    odd[column] = value
    with pytest.raises(BadResult, match="has no name"):
        RawRows().add(told(tuple(odd)), 1)


def test_there_is_an_end_to_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rawrows, "MAX_ROWS", 3)
    rows = RawRows()
    for _ in range(3):
        rows.add(told(ROW, ROW))
    assert rows.columns().shape == (3, 6)
    assert rows.left_out == 3


def test_both_latencies_are_in_the_figures_and_in_the_bundle() -> None:
    found = Explored(names={0: "GET /books"})
    found.rows.add(told(ROW, (0.6, 0, 10.0, 0, 100, 10.0)))
    figures = loaded._figures(found.rows.columns())
    assert (figures["count"], figures["fails"]) == (2, 1)
    assert (figures["p95"], figures["intended_p95"]) == (12.5, 512.5)
    with np.load(io.BytesIO(loaded._pack(found))) as columns:
        assert columns["latency_ms"].tolist() == [12.5, 10.0]
        assert columns["intended_ms"].tolist() == [512.5, 10.0]
        assert columns["names"].tolist() == ["GET /books"]
