"""perfgym verdict: what it says of recordings and the code it ends with."""

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from perfgym.console.management.commands.verdict import Command
from perfgym.measure.errors import BadSamples

RECORDINGS = Path(__file__).parent / "recordings"
QUIET = ["D4_n0_s1", "D4_n0_s2", "D4_n0_s3", "D4_n0_s4", "D4_n0_s12"]
NOISY = ["D4_n1_s1", "D4_n1_s2", "D4_n1_s3", "D4_n1_s4", "D4_n1_s12"]
SAME = {"no_measurable_change", "inconclusive"}
every_metric = pytest.mark.parametrize("metric", ["cpu", "wall", "both"])
either_noise = pytest.mark.parametrize("names", [QUIET, NOISY], ids=["n0", "n1"])


def judge(names: list[str], before: str, after: str, *options: str, folder: Path = RECORDINGS) -> tuple[int, str]:
    """The exit code and standard output."""
    out = io.StringIO()
    arguments = [*(str(folder / name) for name in names), "--before", before, "--after", after, *options]
    try:
        call_command(Command(), *arguments, stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def document(names: list[str], before: str, after: str, metric: str, folder: Path = RECORDINGS) -> tuple[int, dict]:
    code, said = judge(names, before, after, "--metric", metric, "--json", folder=folder)
    return code, json.loads(said)


@every_metric
@either_noise
def test_identical_code_is_never_faster_or_slower(names, metric):
    for before, after in (("A1", "A2"), ("A2", "A1")):
        for taken in (names, names[:1]):
            code, found = document(taken, before, after, metric)
            assert code == 1
            assert found["verdict"] in SAME or found["reason"] == "too_noisy"


@every_metric
@either_noise
def test_a_tenth_less_work_is_faster_and_swapped_slower(names, metric):
    code, found = document(names, "A1", "F10", metric)
    assert (code, found["verdict"], found["segments"]) == (0, "faster", 5)
    assert found["interval"][0] < 0.907 < found["interval"][1]
    code, found = document(names, "F10", "A1", metric)
    assert (code, found["verdict"]) == (1, "slower")


@every_metric
def test_half_the_work_is_certain_within_one_segment(metric):
    assert document(["F2_D4_n1"], "A1", "F2", metric)[1]["verdict"] == "faster"
    assert document(["F2_D4_n1"], "F2", "A1", metric)[1]["verdict"] == "slower"


def test_the_document_has_the_numbers_and_where_they_are_from():
    code, found = document(QUIET[:2], "A1", "F10", "both")
    assert code == 0
    assert found["recordings"] == QUIET[:2]
    assert (found["before"], found["after"], found["metric"], found["alpha"]) == ("A1", "F10", "both", 0.01)
    assert [part["metric"] for part in found["parts"]] == ["wall", "cpu"]
    assert found["decided_by"] in ("wall", "cpu")
    assert found["slices_dropped"] == found["gates"]["steal"] > 0
    for number in (found["ratio"], *found["interval"], found["estimate"], found["half"]):
        assert number == float(f"{number:.12g}")


def test_words():
    code, said = judge(QUIET, "A1", "F10", "--metric", "cpu")
    assert code == 0
    assert said.startswith("F10 against A1, cpu: 1.09x faster, certain between ")
    assert "samples in 5 segments; " in said


def test_less_alpha_makes_a_wider_interval():
    halves = [
        json.loads(judge(QUIET, "A1", "F10", "--metric", "cpu", "--json", "--alpha", alpha)[1])["half"]
        for alpha in ("0.01", "0.001")
    ]
    assert halves[0] < halves[1]


@pytest.mark.parametrize("metric", ["throughput", "p95", "cpu_per_request"])
def test_blocks_never_call_a_small_change(metric):
    for before, after in (("A1", "A2"), ("A2", "A1"), ("A1", "F10"), ("F10", "A1")):
        code, found = document(["D2_n0_s3"], before, after, metric)
        assert (code, found["verdict"]) == (1, "inconclusive")


def test_a_reason_instead_of_a_number():
    code, found = document(["D2_n0_s3"], "A1", "A2", "p99")
    assert (code, found["verdict"], found["reason"]) == (1, None, "too_few_requests")
    assert "ratio" not in found
    code, said = judge(["D2_n0_s3"], "A1", "A2", "--metric", "p99")
    assert (code, said.split(".")[0]) == (1, "No verdict: too_few_requests")


@pytest.mark.parametrize(
    ("names", "before", "after", "metric", "match"),
    [
        (["nothing"], "A1", "A2", "cpu", "cannot be read: No such file"),
        (["D4_n0_s1"], "A1", "F2", "cpu", "has the arms A1, A2, F10, not A1 and F2"),
        (["D4_n0_s1"], "A1", "A1", "cpu", "Name two arms"),
        (["D4_n0_s1"] * 2, "A1", "A2", "cpu", "is given twice"),
        (["D2_n0_s3"], "A1", "A2", "wall", "its requests form no pairs"),
        (["D4_n0_s1"], "A1", "A2", "p95", "it has no blocks"),
    ],
)
def test_what_cannot_be_judged(names, before, after, metric, match):
    code, found = document(names, before, after, metric)
    assert code == 2
    assert match in found["error"]
    assert found["verdict"] is None
    assert "ratio" not in found
    with pytest.raises(BadSamples, match=match):
        judge(names, before, after, "--metric", metric)


def test_a_cut_recording_is_refused_with_file_and_line(tmp_path):
    for kind in ("requests", "slices"):
        shutil.copy(RECORDINGS / f"F2_D4_n1.{kind}.csv", tmp_path)
    cut = tmp_path / "F2_D4_n1.requests.csv"
    cut.write_bytes(cut.read_bytes()[:5000])
    code, found = document(["F2_D4_n1"], "A1", "F2", "cpu", folder=tmp_path)
    assert code == 2
    assert found["error"].startswith("F2_D4_n1.requests.csv, line 269 is cut")


@pytest.mark.parametrize("option", [["--alpha", "0"], ["--alpha", "nan"], ["--alpha", "x"], ["--metric", "beauty"]])
def test_options_that_cannot_be(option):
    with pytest.raises(CommandError):
        judge(QUIET, "A1", "A2", *option)


def test_from_the_shell_one_document_and_the_exit_code():
    """No database, no settings: the whole process, as a script would call it."""
    base = str(RECORDINGS / "F2_D4_n1")
    command = [sys.executable, "-m", "perfgym.console.entry", "verdict", base, "--before", "A1", "--after"]
    faster = subprocess.run([*command, "F2", "--json"], capture_output=True, text=True, check=False)
    assert (faster.returncode, faster.stderr) == (0, "")
    assert json.loads(faster.stdout)["verdict"] == "faster"
    refused = subprocess.run([*command, "F10"], capture_output=True, text=True, check=False)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "has the arms A1, A2, F2, not A1 and F10" in refused.stderr
    assert subprocess.run([*command, "A2"], capture_output=True, check=False).returncode == 1
