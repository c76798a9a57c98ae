"""How long a run may take, stage by stage, and how much is measured at most."""

from dataclasses import dataclass

from perfgym.measure.rule import LOOKS
from perfgym.measure.samples import SLICES_PER_SEGMENT


@dataclass(frozen=True)
class Pace:
    """Seconds, slices and segments. A shorter pace ends a run earlier; the rule that judges it stays the same."""

    ready: float = 20.0  # until the app answers its health check
    request: float = 10.0  # for one whole request, answer read
    load: float = 15.0  # for a learner's locustfile to be imported
    grace: float = 20.0  # past a load test's duration, for users to finish and results to be written
    warm_up: float = 60.0  # of one fresh start of both versions
    measure: float = 180.0  # for the slices of one fresh start, which are 12 s of requests
    plans: float = 60.0  # for statements and their plans, after what is measured
    planning: float = 3.0  # of these, for requests whose plans are taken
    counting: float = 4.0  # for requests whose calls are counted
    checks: float = 120.0  # for invariants, and for asking again after a restart
    teardown: float = 10.0  # what is not gone by then is left to the reaper
    wall: float = 1500.0  # for a whole comparison once it has its measuring slot
    slices: int = SLICES_PER_SEGMENT
    segments: int = LOOKS  # fresh starts at most; a comparison that is still undecided then is inconclusive
