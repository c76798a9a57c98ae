"""The rule on raw measurements of a small, shared, noisy machine: see recordings/manifest.json for what each is.

Each recording is one fresh start with two identical arms (A1, A2) and one that does about 9.3 % less work (F10) or
half (F2). Its first 24 slices are a segment; consecutive recordings of one kind of noise are the segments of a
comparison.
"""

from pathlib import Path

import pytest

from perfgym.measure.errors import BadSamples
from perfgym.measure.look import Look, look
from perfgym.measure.recording_files import read_all
from perfgym.measure.rule import LOOKS, Metric, Verdict, judge
from perfgym.measure.samples import SLICES_PER_SEGMENT

RECORDINGS = read_all(Path(__file__).parent / "recordings")
QUIET = [name for name in RECORDINGS if name.startswith("D4_n0")]
NOISY = [name for name in RECORDINGS if name.startswith("D4_n1")]
COMPARISONS = [
    pytest.param([kind[(start + k) % len(kind)] for k in range(LOOKS)], id=f"{kind[start]}-on")
    for kind in (QUIET, NOISY)
    for start in range(len(kind))
]
every_metric = pytest.mark.parametrize("metric", list(Metric))
every_comparison = pytest.mark.parametrize("names", COMPARISONS)


def compare(names: list[str], before: str, after: str, metric: Metric) -> Look:
    """Look after each segment until it is final, as a run does."""
    taken = [RECORDINGS[name].segment(before, after, SLICES_PER_SEGMENT) for name in names]
    looks = (look(taken[: count + 1], metric) for count in range(len(taken)))
    return next(one for one in looks if one.final)


def verdict(names: list[str], before: str, after: str, metric: Metric) -> Verdict:
    """The verdict that the comparison ends with."""
    judgement = compare(names, before, after, metric).judgement
    assert judgement is not None
    return judgement.verdict


@every_metric
@every_comparison
def test_identical_code_is_never_called_faster_or_slower(names, metric):
    for before, after in (("A1", "A2"), ("A2", "A1")):
        assert verdict(names, before, after, metric) in (Verdict.NO_MEASURABLE_CHANGE, Verdict.INCONCLUSIVE)


@pytest.mark.parametrize("metric", [Metric.WALL, Metric.CPU])
@pytest.mark.parametrize("names", [[name] for name in QUIET + NOISY])
def test_a_single_start_of_identical_code_is_never_called_faster_or_slower(names, metric):
    segment = RECORDINGS[names[0]].segment("A1", "A2", SLICES_PER_SEGMENT)
    assert judge([segment], metric, looks_left=0).verdict in (Verdict.NO_MEASURABLE_CHANGE, Verdict.INCONCLUSIVE)


@every_metric
@pytest.mark.parametrize("names", COMPARISONS[: len(QUIET)])
def test_on_the_quieter_machine_identical_code_is_called_the_same(names, metric):
    assert verdict(names, "A1", "A2", metric) is Verdict.NO_MEASURABLE_CHANGE


@every_metric
@every_comparison
def test_a_tenth_less_work_is_called_faster(names, metric):
    found = compare(names, "A1", "F10", metric).judgement
    assert found is not None
    assert found.verdict is Verdict.FASTER
    assert found.low < 0.907 < found.high  # the true effect


@every_metric
@every_comparison
def test_a_tenth_more_work_is_called_slower(names, metric):
    assert verdict(names, "F10", "A1", metric) is Verdict.SLOWER


@every_metric
def test_half_the_work_is_certain_in_one_segment(metric):
    assert verdict(["F2_D4_n1"], "A1", "F2", metric) is Verdict.FASTER
    assert verdict(["F2_D4_n1"], "F2", "A1", metric) is Verdict.SLOWER


@pytest.mark.parametrize("name", ["D4c4_n0_s1", "D4c4_n1_s1"])
def test_four_users_leave_cpu_sharp_and_make_latency_blunt(name):
    segment = RECORDINGS[name].segment("A1", "F10", SLICES_PER_SEGMENT)
    cpu, wall = judge([segment], Metric.CPU), judge([segment], Metric.WALL)
    assert cpu.half < 0.08 < wall.half
    assert cpu.low < 0.907 < cpu.high


def test_every_recording_of_the_manifest_is_read_whole():
    assert len(RECORDINGS) == 27
    for recording in RECORDINGS.values():
        assert set(recording.latencies) == {row.index for row in recording.slices}


def test_blocks_and_unknown_arms_form_no_pairs():
    with pytest.raises(BadSamples, match="form no pairs"):
        RECORDINGS["D2_n0_s3"].segment("A1", "A2")
    with pytest.raises(BadSamples, match="has the arms A1, A2, F2"):
        RECORDINGS["F2_D4_n1"].segment("A1", "F10")


def test_a_broken_recording_is_named(tmp_path):
    (tmp_path / "manifest.json").write_text('[{"file": "x"')
    with pytest.raises(BadSamples, match="cannot be read"):
        read_all(tmp_path)
