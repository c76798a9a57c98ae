"""From what was recorded to what is shown and kept: the figures, and the bundle they can be computed from again."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any

import perfgym
from perfgym.catalog.judged import judged as digest_of_judged
from perfgym.measure import bundle
from perfgym.measure.bundle.columns import Request, Requests
from perfgym.measure.percentiles import p50_p95_p99
from perfgym.measure.points import points
from perfgym.measure.samples import SLICE_SECONDS, Segment
from perfgym.runs import machine, sources
from perfgym.runs.comparison import Comparison
from perfgym.runs.job import Job
from perfgym.runs.outcome import REFUSED, Outcome, Reason, RunFailed
from perfgym.runs.pairs import Tally
from perfgym.runs.statements import document
from perfgym.workspaces.diff import as_text, unified

Stages = Mapping[str, float]


def judged(job: Job, measured: Comparison, tally: Tally, stages: Stages) -> Outcome:
    """The outcome of a comparison that has a verdict."""
    judgement, reference = measured.judgement, job.host.reference_ratio(job.lab)
    requests, limits = _requests(measured, tally), job.lab.score.guard.limits()
    guarded = measured.guarded(limits, requests)
    earned = 0 if any(one.broken for one in guarded) else points(judgement, reference)
    numbers = _numbers(job, measured.segments, tally, stages)
    verdict = bundle.stated(
        judgement,
        asked=measured.metric,
        reference_ratio=reference,
        points=earned,
        reason=None,
        state="finished",
        **({"guard_limits": limits, "guards": [one.stated() for one in guarded]} if limits else {}),
        side=measured.side.stated(job.lab.defects, judgement.verdict),
        **numbers,
    )
    fingerprint = fingerprint_of(job, measured.applied)
    return Outcome(
        result={
            **verdict,
            "reason": None,
            "dropped_slices": len(measured.dropped()),
            "resources": measured.resources,
        },
        fingerprint=fingerprint,
        points=earned,
        bundle=_pack(job, verdict, fingerprint, measured, requests),
        stages=stages,
    )


def refused(job: Job, failed: RunFailed, measured: Comparison, tally: Tally, stages: Stages) -> Outcome:
    """The outcome of a comparison that has none; what was recorded is kept, and shown, and earns nothing.

    Where a runner wrote what cannot be a result, nothing of it is kept.
    """
    if failed.reason is Reason.BAD_RESULT:
        measured, tally = Comparison(measured.metric, measured.alpha, applied=measured.applied), Tally()
    numbers = _numbers(job, measured.segments, tally, stages)
    verdict = {
        **bundle.stated(None, asked=measured.metric, reference_ratio=job.host.reference_ratio(job.lab), points=0),
        **numbers,
        "state": "failed",
        "reason": failed.reason,
        "verdict": failed.reason if failed.reason in REFUSED else None,
        "answers_wrong": int(failed.reason == "wrong_answers"),
        "message": str(failed),
    }
    fingerprint = fingerprint_of(job, measured.applied)
    return Outcome(
        result={**verdict, "resources": measured.resources},
        fingerprint=fingerprint,
        bundle=_pack(job, verdict, fingerprint, measured, _requests(measured, tally)) if measured.segments else b"",
        reason=failed.reason,
        message=str(failed),
        tail=failed.tail,
        stages=stages,
    )


def _numbers(job: Job, segments: Sequence[Segment], tally: Tally, stages: Stages) -> dict[str, Any]:
    slices = [one for segment in segments for one in segment.slices]
    pairs = [pair for segment in segments for pair in segment.pairs]
    n = sum(one.n_before for one in slices)
    latency = (
        {
            "before": percentiles([pair.before_ms for pair in pairs]),
            "after": percentiles([pair.after_ms for pair in pairs]),
            "by_name": _by_name(tally.requests),
            "cpu_ms_before": 1000 * sum(one.cpu_before_s for one in slices) / n,
            "cpu_ms_after": 1000 * sum(one.cpu_after_s for one in slices) / n,
        }
        if pairs
        else {}
    )
    return {
        "lab": job.lab.slug,
        "lab_digest": job.lab.digest,
        "lab_judged": digest_of_judged(job.lab),
        "level": str(job.driver.level),
        "driver": job.driver.name,
        "seed": job.seed,
        "alpha": job.alpha,
        "added_to": len(job.earlier.segments) if job.earlier else 0,
        "pairs": len(pairs),
        "answers_checked": 2 * tally.checked,
        "answers_wrong": 0,
        "failures": tally.failures,
        "measured_seconds": len(slices) * SLICE_SECONDS,
        "elapsed_seconds": round(sum(stages.values()), 3),
        "stages": {name: round(seconds, 3) for name, seconds in stages.items()},
        **latency,
    }


def percentiles(values: Sequence[float]) -> dict[str, float]:
    """Median, 95th and 99th percentile by their names, in the unit of the values."""
    return dict(zip(("p50", "p95", "p99"), p50_p95_p99(values), strict=True))


def _by_name(requests: Iterable[Request]) -> list[dict[str, Any]]:
    """Count and median latency of both arms by request name, the most frequent first."""
    found: dict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for request in requests:
        if request.kept:
            found[request.name][request.arm].append(request.latency_ms)
    rows = [
        {"name": name, "pairs": len(after), "before": median(before), "after": median(after)}
        for name, (before, after) in found.items()
        if before and after
    ]
    return sorted(rows, key=lambda row: -int(row["pairs"]))


def _pack(
    job: Job, verdict: Mapping[str, Any], fingerprint: Mapping[str, Any], measured: Comparison, requests: Requests
) -> bytes:
    """The bundle."""
    return bundle.write(
        verdict=verdict,
        fingerprint=fingerprint,
        requests=requests,
        segments=measured.segments,
        files=_diffs(job),
        index_bytes=measured.side.index_bytes,
        more=_more(job, measured),
    )


def _requests(measured: Comparison, tally: Tally) -> Requests:
    """Those of whole segments, with those kept that no gate dropped."""
    dropped, whole = measured.dropped(), len(measured.segments)
    return Requests.of(
        row._replace(kept=row.kept and (row.segment, row.slice) not in dropped)
        for row in tally.requests
        if row.segment < whole
    )


def _diffs(job: Job) -> dict[str, str]:
    """Path -> unified diff of every file that the learner changed."""
    before = job.lab.editable_files()
    changed = unified(before, {**before, **job.edits})
    return as_text(one for one in changed if one.path != job.lab.own_test)


def _more(job: Job, measured: Comparison) -> dict[str, bytes]:
    """Members that nothing is computed from: the changed files whole, and what the databases counted."""
    whole = sources.of(job.lab.editable_files(), job.edits, job.lab.own_test)
    statements = measured.side.statements()
    return {
        sources.NAME: bundle.dump(whole),
        **({document.NAME: document.dump(statements)} if statements else {}),
    }


def fingerprint_of(job: Job, applied: Mapping[str, Any]) -> dict[str, Any]:
    """Everything that two comparable measurements have in common: host, engine, limits, versions, seed."""
    return {
        "perfgym": perfgym.__version__,
        "lab": job.lab.slug,
        "lab_digest": job.lab.digest,
        "seed": job.seed,
        "host": dict(machine.facts()),
        "host_key": job.host.key,
        "sandbox": {
            "driver": job.driver.name,
            "level": str(job.driver.level),
            "isolation": job.host.isolation_told(),
            **job.driver.describe(),
        },
        "cores": {"app": list(job.slot.app_cores), "runner": list(job.slot.runner_cores)},
        "limits": dict(applied),
    }
