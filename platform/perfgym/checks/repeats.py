"""Repeats of one load test of what was there before: the runs that a baseline rests on."""

from collections.abc import Sequence

from perfgym.checks.evidence import Evidence, LoadTest
from perfgym.checks.loadtests import AsksLoadTest, fitting, missing

NEWEST = 8  # that are looked at


def of(asked: AsksLoadTest, evidence: Evidence) -> tuple[LoadTest, ...]:
    """The newest tests that count, of one kind: same settings, neither the app nor the locustfile changed."""
    found = [test for test in fitting(asked, evidence) if test.as_found and test.test_as_found]
    return tuple(test for test in found if test.like == found[0].like)[:NEWEST]


def too_few(asked: AsksLoadTest, found: Sequence[LoadTest], times: int, evidence: Evidence) -> str:
    """What is missing, and what to do."""
    if found:
        return (
            f"Of your load tests {len(found)} {'counts' if len(found) == 1 else 'count'}: only those with the settings "
            f"of the newest one do. {times} are asked for. Run the same test again, with the same users and seconds."
        )
    if fits := fitting(asked, evidence):
        changed = "the app" if not fits[0].as_found else "the locustfile"
        return (
            f"Your last load test ran with {changed} changed. A baseline is of what is there before: put the file back "
            "to how the lab gave it, and run again."
        )
    return missing(asked, evidence)
