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
    slices: int = SLICES_PER_SEGMENT
    segments: int = LOOKS  # fresh starts at most; a comparison that is still undecided then is inconclusive
