"""What a comparison has measured so far, and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from perfgym.errors import PlatformError
from perfgym.measure import bundle, gates, guards
from perfgym.measure.bundle import writes
from perfgym.measure.bundle.columns import Requests
from perfgym.measure.guards import Guarded
from perfgym.measure.look import Look, look
from perfgym.measure.rule import ALPHA, LOOKS, Judgement, Metric, Verdict
from perfgym.measure.samples import Segment
from perfgym.runs.outcome import Reason, RunFailed
from perfgym.runs.pairs import Measured
from perfgym.runs.side import Side

NOT_COUNTED = {
    gates.Reason.TOO_NOISY: (
        Reason.TOO_NOISY,
        "Too many half seconds had to be left out: other work on this machine came between.",
    ),
    gates.Reason.TOO_FEW: (Reason.TOO_NOISY, "Too few requests were answered in all the time to judge them."),
    gates.Reason.CPU_UNREADABLE: (
        Reason.TOO_NOISY,
        "In some half second no CPU time could be read of a version: this machine's CPU clock is too coarse for it.",
    ),
    gates.Reason.TOO_MANY_FAILURES: (
        Reason.TOO_MANY_FAILURES,
        "More than 0.5 % of the requests to your version failed.",
    ),
}


@dataclass
class Comparison:
    """What has been measured so far and what it says."""

    metric: Metric
    alpha: float = ALPHA
    most: int = LOOKS  # segments
    segments: list[Segment] = field(default_factory=list)
    look: Look | None = None
    applied: dict[str, Any] = field(default_factory=dict)
    side: Side = field(default_factory=Side)
    resources: list[dict[str, Any]] = field(default_factory=list)  # what both arms used, by second (resources.py)

    def add(self, slices: list[Measured]) -> None:
        """Take in a segment and look at everything so far. Raises RunFailed where the run cannot count any more."""
        pairs = tuple(pair for one in slices for pair in one.pairs)
        self.segments.append(Segment(pairs, tuple(one.slice for one in slices)))
        self._look()

    def resume(self, earlier: bundle.Content) -> None:
        """Go on from what is stored. After five looks there is nothing to add: the verdict is that of what is there."""
        self.segments = list(earlier.segments)
        self.side.index_bytes = earlier.index_bytes or {}
        if len(self.segments) >= LOOKS:
            self._look()

    def _look(self) -> None:
        self.look = look(self.segments, self.metric, alpha=self.alpha)
        if not self.look.final and len(self.segments) >= self.most:
            self.look = _ended(self.look)
        if self.look.final and self.look.reason:
            raise RunFailed(*NOT_COUNTED[self.look.reason])

    def dropped(self) -> set[tuple[int, int]]:
        """(segment, slice) of everything that the gates left out, as last looked at."""
        return {(drop.segment, drop.slice) for drop in self.look.gated.dropped} if self.look else set()

    def guarded(self, limits: Mapping[str, float], requests: Requests) -> list[Guarded]:
        """What the improvement must not cost, held against what was measured."""
        return guards.judge(limits, writes.of(requests), self.segments, self.side.index_bytes, self.alpha)

    @property
    def judgement(self) -> Judgement:
        """The last judgement. Only to be asked for once a look is final without a reason."""
        if self.look is None or self.look.judgement is None:
            raise PlatformError("A verdict was asked for before there was one.")
        return self.look.judgement


def _ended(seen: Look) -> Look:
    """A look after which nothing is measured any more, though the rule would: undecided stays without a verdict."""
    judgement = replace(seen.judgement, verdict=Verdict.INCONCLUSIVE) if seen.judgement else None
    return replace(
        seen, judgement=judgement, reason=seen.reason or (None if judgement else gates.Reason.TOO_FEW), final=True
    )
