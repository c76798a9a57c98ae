"""In which order waiting runs will start, and when: the rule of `claim.claim_next`, played forward."""

import heapq
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

NEVER = float("-inf")  # the last start of a learner who has had none


@dataclass(frozen=True)
class Waiting:
    """A run that waits. Times are seconds from now, so what has been is negative."""

    run: str
    owner: int
    kind: str
    asked: float
    seconds: float  # that it will take


@dataclass(frozen=True)
class Station:
    """A worker: in how many seconds it is free, and what it takes."""

    free: float
    kinds: Collection[str]


@dataclass
class Learner:
    """When they last had a start, and until when a run of theirs is at work: one at a time."""

    served: float = NEVER
    busy: float = 0.0


def starts(
    waiting: Iterable[Waiting], learners: Mapping[int, Learner], stations: Iterable[Station]
) -> dict[str, float]:
    """Seconds until each run starts, in the order of starting. A run that no station takes is not in it."""
    left = sorted(waiting, key=lambda run: run.asked)
    known = defaultdict(Learner, {owner: Learner(one.served, one.busy) for owner, one in learners.items()})
    free = [(station.free, at, station) for at, station in enumerate(stations)]
    heapq.heapify(free)
    found: dict[str, float] = {}
    while free and left:
        now, at, station = heapq.heappop(free)
        fitting = [run for run in left if run.kind in station.kinds]
        ready = [run for run in fitting if known[run.owner].busy <= now]
        if ready:
            run = min(ready, key=lambda run: (known[run.owner].served, run.asked))
            left.remove(run)
            found[run.run] = now
            known[run.owner] = Learner(now, now + run.seconds)
            heapq.heappush(free, (now + run.seconds, at, station))
        elif fitting:  # all of them wait for a run of the same learner to end
            heapq.heappush(free, (min(known[run.owner].busy for run in fitting), at, station))
    return found
