"""What an improvement must not cost: certainly slower writes and more bytes are found, chance is not."""

import json
import random

import pytest

from perfgym.measure import bundle, guards
from perfgym.measure.bundle import again, writes
from perfgym.measure.bundle.columns import AFTER, BEFORE
from perfgym.measure.errors import BadSamples
from perfgym.measure.guards import ALL, Guard, Guarded, Pairs
from perfgym.measure.samples import Segment, Slice
from tests.measure import bundle_factory
from tests.measure.measure_factories import segments

LATENCIES = [Guard.WRITE_LATENCY, Guard.WRITE_LATENCY_P95]


def pairs(count: int, ratio: float = 1.0, seed: int = 1, spread: float = 0.35) -> Pairs:
    """Writes whose latencies scatter as those of a disk do."""
    rng = random.Random(seed)
    return [(4 * rng.lognormvariate(0, spread), 4 * ratio * rng.lognormvariate(0, spread)) for _ in range(count)]


def judged(guard: str, limit: float, found: Pairs = (), index_bytes: dict[str, int] | None = None) -> Guarded:
    return guards.judge({guard: limit}, {ALL: found, "POST /orders": found}, segments(1), index_bytes)[0]


@pytest.mark.parametrize("guard", LATENCIES)
def test_identical_writes_are_never_called_slower(guard: Guard) -> None:
    assert not any(judged(guard, 1.2, pairs(count, seed=seed)).broken for count in (60, 200) for seed in range(150))


@pytest.mark.parametrize(("guard", "ratio"), [(Guard.WRITE_LATENCY, 1.6), (Guard.WRITE_LATENCY_P95, 2.6)])
def test_writes_that_are_certainly_slower_break_it(guard: Guard, ratio: float) -> None:
    found = [judged(guard, 1.2, pairs(240, ratio, seed)) for seed in range(40)]
    assert sum(one.broken for one in found) >= 38
    assert all((one.low or 0) < (one.ratio or 0) < (one.high or 0) for one in found)


def test_slower_writes_of_one_kind_do_not_hide_among_the_others() -> None:
    slow, usual = pairs(120, 2.0), pairs(600, seed=2)
    rows = {ALL: [*slow, *usual], "POST /orders": slow, "POST /reviews": usual}
    found = guards.judge({"write_latency": 1.2}, rows, segments(1), None)[0]
    assert (found.broken, found.of, found.count) == (True, "POST /orders", 120)


@pytest.mark.parametrize("guard", LATENCIES)
def test_few_writes_say_nothing(guard: Guard) -> None:
    found = judged(guard, 1.2, pairs(59, 9.0))
    assert (found.broken, found.ratio, found.count) == (False, None, 59)


@pytest.mark.parametrize(("after", "broken"), [(1400, False), (1401, True), (900, False)])
def test_bytes_are_exact(after: int, broken: bool) -> None:
    found = judged("index_bytes", 1.4, index_bytes={"before": 1000, "after": after})
    assert (found.broken, found.ratio) == (broken, after / 1000)
    assert not judged("index_bytes", 1.4).broken


@pytest.mark.parametrize(("failed", "broken"), [(0, False), (2, False), (3, True)])
def test_a_share_of_failures_is_told_from_three_on(failed: int, broken: bool) -> None:
    part = Segment((), (Slice(0, 0.1, 0.1, 600, 600, errors_after=failed),))
    assert guards.judge({"error_rate": 0.001}, {}, [part], None)[0].broken is broken


@pytest.mark.parametrize("limits", [{"colour": 1.2}, {"index_bytes": 0.0}, {"write_latency": float("nan")}])
def test_what_is_no_limit_is_refused(limits: dict[str, float]) -> None:
    with pytest.raises(BadSamples):
        guards.judge(limits, {}, segments(1), None)


def bundled(*, slower: float = 1.0, **claims: object) -> bytes:
    """A bundle in which every third request writes, with the guards that its data truly have."""
    taken = segments(2, 0.4, pairs=12)
    rows = bundle_factory.request_rows(taken, set())
    rows = [
        row._replace(name="POST /orders", latency_ms=row.latency_ms * (2.5 * slower if row.arm == AFTER else 1))
        if row.pair % 3 == 0 and row.arm in (BEFORE, AFTER)
        else row
        for row in rows
    ]
    requests = bundle.Requests.of(rows)
    plain = bundle.read(bundle_factory.make(taken))
    limits, size = {"write_latency": 1.2, "index_bytes": 1.5}, {"before": 1000, "after": 1200}
    segments_of = bundle.segments_of(requests, [(n, one) for n, each in enumerate(taken) for one in each.slices])
    told = [one.stated() for one in guards.judge(limits, writes.of(requests), segments_of, size)]
    verdict = {**plain.verdict, **again.verdict(plain), "guard_limits": limits, "guards": told}
    made = {"fingerprint": bundle_factory.FINGERPRINT, "requests": requests, "segments": taken, "index_bytes": size}
    first = bundle.write(verdict=verdict, **made)
    computed = again.verdict(bundle.read(first))
    return bundle.write(verdict={**verdict, **computed, **claims}, **made)


def test_a_bundle_with_guards_holds_and_a_broken_one_takes_the_points() -> None:
    kept, broken = bundled(), bundled(slower=2.0)
    assert (bundle.verify(kept), bundle.verify(broken)) == ([], [])
    assert bundle.read(kept).verdict["points"] > 0
    assert [one["broken"] for one in bundle.read(broken).verdict["guards"]] == [True, False]
    assert bundle.read(broken).verdict["points"] == 0
    for data in (kept, broken):
        assert again.said(bundle.read(data)) == again.verdict(bundle.read(data))


@pytest.mark.parametrize(
    ("claims", "said"),
    [
        ({"points": 100}, "points"),
        ({"guards": []}, "guards"),
        ({"guards": "none"}, "guards"),
        ({"guard_limits": {"write_latency": "1.2x", "index_bytes": 1.5}}, "limit"),
    ],
)
def test_a_forged_guard_is_found(claims: dict[str, object], said: str) -> None:
    assert any(said in problem for problem in bundle.verify(bundled(slower=2.0, **claims)))


def test_a_guard_that_claims_another_number_is_found() -> None:
    def mended(member: bytes) -> bytes:
        verdict = json.loads(member)
        verdict["guards"][1]["after"] = 1.0
        return json.dumps(verdict).encode()

    data = bundle_factory.tampered(bundled(), "verdict.json", mended)
    assert any("index_bytes says after" in problem for problem in bundle.verify(data))
