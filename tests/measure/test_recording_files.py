"""A recording that was cut, reordered or damaged is refused with file and line."""

import json
import math
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from perfgym.measure.errors import BadRecording, BadSamples
from perfgym.measure.gates import Gate, apply
from perfgym.measure.recording_files import read

FOLDER = Path(__file__).parent / "recordings"
NAME = "F2_D4_n1"
REQUESTS, SLICES = f"{NAME}.requests.csv", f"{NAME}.slices.csv"


@pytest.fixture
def copied(tmp_path):
    """Base name of a copy of a recording, without a manifest."""
    for name in (REQUESTS, SLICES):
        shutil.copy(FOLDER / name, tmp_path / name)
    return tmp_path / NAME


def with_manifest(copied: Path, **changes: object) -> Path:
    entries = json.loads((FOLDER / "manifest.json").read_text())
    entry = next(entry for entry in entries if entry["file"] == NAME)
    (copied.parent / "manifest.json").write_text(json.dumps([{**entry, **changes}]))
    return copied


def lines(copied: Path, name: str) -> list[str]:
    return (copied.parent / name).read_text().splitlines(keepends=True)


def rewrite(copied: Path, name: str, new: list[str]) -> Path:
    (copied.parent / name).write_text("".join(new))
    return copied


@pytest.mark.parametrize("name", ["D4_n0_s1", "D4c4_n1_s1", "D2_n0_s3", NAME])
def test_without_a_manifest_the_same_is_read(tmp_path, name):
    for file in (f"{name}.requests.csv", f"{name}.slices.csv"):
        shutil.copy(FOLDER / file, tmp_path / file)
    assert read(tmp_path / name) == read(FOLDER / name)


@pytest.mark.parametrize("keep", [0, 1, 300, 640, 645])
def test_requests_cut_at_the_end_of_a_line(copied, keep):
    rewrite(copied, REQUESTS, lines(copied, REQUESTS)[: 1 + keep])
    if keep < 645:
        with pytest.raises(BadRecording, match=rf"{REQUESTS}, line {1 + keep} "):
            read(copied)
    else:
        assert read(copied)


@given(at=st.integers(0, 12_000))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_requests_cut_anywhere(copied, at):
    whole = (FOLDER / REQUESTS).read_bytes()
    (copied.parent / REQUESTS).write_bytes(whole[: min(at, len(whole) - 1)])
    with pytest.raises(BadRecording, match=rf"{REQUESTS}, line \d+"):
        read(copied)


@given(st.integers(1, 645), st.integers(1, 645))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_requests_in_another_order(copied, one, other):
    rows = (FOLDER / REQUESTS).read_text().splitlines(keepends=True)
    if one == other:
        return
    rows[one], rows[other] = rows[other], rows[one]
    with pytest.raises(BadRecording, match=rf"{REQUESTS}, line \d+"):
        read(rewrite(copied, REQUESTS, rows))


@given(st.integers(1, 645))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_request_lost_or_doubled(copied, at):
    rows = (FOLDER / REQUESTS).read_text().splitlines(keepends=True)
    for changed in (rows[:at] + rows[at + 1 :], rows[: at + 1] + rows[at:]):
        with pytest.raises(BadRecording, match=rf"{REQUESTS}, line \d+"):
            read(rewrite(copied, REQUESTS, changed))


def test_a_whole_slice_lost(copied):
    rows = [row for row in lines(copied, REQUESTS) if not row.startswith("7,")]
    with pytest.raises(BadRecording, match=r"line \d+ has slice 8, which cannot follow slice 6"):
        read(rewrite(copied, REQUESTS, rows))


def test_slices_of_two_designs_in_one_file(copied):
    rows = lines(copied, SLICES)
    with pytest.raises(BadRecording, match=rf"{SLICES}, line 9 mixes slices that alternate with blocks"):
        read(rewrite(copied, SLICES, [*rows[:8], rows[8].replace("alternating", "A1"), *rows[9:]]))


def test_slices_cut_or_out_of_order(copied):
    rows = lines(copied, SLICES)
    with pytest.raises(BadRecording, match=rf"{SLICES}, line 4 has slice 3 where slice 2 should follow"):
        read(rewrite(copied, SLICES, [*rows[:3], rows[4], rows[3], *rows[5:]]))
    with pytest.raises(BadRecording, match=rf"{REQUESTS}, line \d+ has slice 20, which cannot follow"):
        read(rewrite(copied, SLICES, rows[:21]))
    rows[-1] = rows[-1][:20]
    with pytest.raises(BadRecording, match=rf"{SLICES}, line 25 is cut: a line end is missing"):
        read(rewrite(copied, SLICES, rows))


@pytest.mark.parametrize(
    "value", ["nan", "inf", "-inf", "0", "-3.1", "1e300", "1e12", "", "abc", "1_0", "0x1", "15.", " 7"]
)
def test_an_impossible_latency_is_named_with_its_line(copied, value):
    rows = lines(copied, REQUESTS)
    rows[9] = ",".join((*rows[9].split(",")[:3], value)) + "\n"
    with pytest.raises(BadRecording, match=rf"{REQUESTS}, line 10 has "):
        read(rewrite(copied, REQUESTS, rows))


@pytest.mark.parametrize(
    ("line", "match"),
    [
        ("0,A1,0.2\n", "has 3 values where 4 are needed"),
        ("0,Z9,0.0500,5.0\n", "has a request to 'Z9', which is no arm of slice 0"),
        ("x,A1,0.0500,5.0\n", "has 'x' where a whole number should be"),
        ('0,"A1",0.0500,5.0\n', "has a request to .* which is no arm"),
        ("\n", "has 1 values where 4 are needed"),
    ],
)
def test_a_damaged_line(copied, line, match):
    rows = lines(copied, REQUESTS)
    with pytest.raises(BadRecording, match=f"line 4 {match}"):
        read(rewrite(copied, REQUESTS, [*rows[:3], line, *rows[3:]]))


@pytest.mark.parametrize("value", ["nan", "1e20", "x"])
def test_a_damaged_fact(copied, value):
    rows = lines(copied, SLICES)
    cells = rows[5].split(",")
    rows[5] = ",".join((*cells[:2], value, *cells[3:]))
    with pytest.raises(BadRecording, match=rf"{SLICES}, line 6 has '{value}' where a plain number should be"):
        read(rewrite(copied, SLICES, rows))


@pytest.mark.parametrize("seconds", ["-0.5", "0", "3600"])
def test_a_clock_that_jumped_is_read_and_left_to_the_gate(copied, seconds):
    rows = lines(copied, SLICES)
    cells = rows[5].split(",")
    rows[5] = ",".join((*cells[:2], seconds, *cells[3:]))
    segment = read(rewrite(copied, SLICES, rows)).segment("A1", "F2")
    assert [drop.slice for drop in apply([segment]).dropped if Gate.CLOCK in drop.gates] == [4]


def test_a_machine_that_counted_no_time_is_left_to_the_gate(copied):
    rows = lines(copied, SLICES)
    cells = rows[5].split(",")
    rows[5] = ",".join((*cells[:4], "0", "0", "0", *cells[7:]))
    segment = read(rewrite(copied, SLICES, rows)).segment("A1", "F2")
    assert math.isnan(segment.slices[4].steal)
    assert [drop.slice for drop in apply([segment]).dropped if Gate.CLOCK in drop.gates] == [4]


def test_what_is_no_such_file(copied, tmp_path):
    with pytest.raises(BadSamples, match=r"none\.slices\.csv cannot be read: No such file or directory"):
        read(tmp_path / "none")
    (tmp_path / REQUESTS).write_bytes(b"\xff\xfe\n")
    with pytest.raises(BadRecording, match="line 1 is not text"):
        read(copied)
    for content, match in (("", "the file is empty"), ("slice,arm\n", "lacks the column offset_s")):
        (tmp_path / REQUESTS).write_text(content)
        with pytest.raises(BadRecording, match=match):
            read(copied)
    rewrite(copied, SLICES, lines(copied, SLICES)[:1])
    with pytest.raises(BadRecording, match="is the end after 0 slices"):
        read(copied)


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"requests": 900}, "is the end after 645 requests; 900 were recorded"),
        ({"slices": 30}, "is the end after 24 slices; 30 are needed"),
        ({"arms": {"A1": 1, "B": 1}}, "has no CPU column of every arm"),
        ({"arms": ["A1", "B"]}, "has no CPU column of every arm"),
        ({"design": "inter"}, "is of design inter; its slices say otherwise"),
        ({"slice_s": "long"}, "lasts 'long' s; that cannot be"),
    ],
)
def test_a_manifest_that_says_otherwise(copied, changes, match):
    with pytest.raises(BadSamples, match=match):
        read(with_manifest(copied, **changes))


def test_lines_that_end_as_on_windows_are_read(copied):
    for name in (REQUESTS, SLICES):
        path = copied.parent / name
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert read(copied).segment("A1", "F2") == read(FOLDER / NAME).segment("A1", "F2")
