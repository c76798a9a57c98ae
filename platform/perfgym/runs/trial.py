"""A load test that the platform makes itself to judge an answer: of the lab's app, never of the learner's version.

It runs as a learner's own does, in the same queue and the same pods, and only its stages are told while it goes on.
Its numbers are for the check that asked; what the app or the locustfile printed is not kept.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from perfgym.catalog.lab import Lab
from perfgym.checks.trial import OWN, TrialSpec
from perfgym.runs.loadsettings import settings_of

OURS = "This was measured for an answer in the guide. What it means for the answer is said there."


@dataclass(frozen=True)
class Laid:
    """What the platform puts in place of a learner's version: files over the lab's app, and a locustfile."""

    over: Mapping[str, bytes]
    locustfile: bytes
    says: str  # what is measured, for who waits


@dataclass(frozen=True)
class Wanted:
    """What a run keeps of its spec beside the settings of a load test; its runner is told nothing of it.

    `batch` is the same for all trials of one answer.
    """

    batch: str
    locustfile: str
    fault: str
    says: str

    def laid(self, lab: Lab, mine: Mapping[str, bytes]) -> Laid:
        """What is laid over the lab's app; `mine` are the learner's changed files. Raises PlatformError."""
        over = lab.fault(self.fault) if self.fault else {}
        if self.locustfile != OWN:
            return Laid(over, lab.file(self.locustfile), self.says)
        own = lab.own_test or ""
        return Laid(over, mine.get(own) or lab.editable_files().get(own, b""), self.says)


def wanted(spec: TrialSpec, batch: str) -> Wanted:
    return Wanted(batch, spec.locustfile, spec.fault, spec.says)


def settings(spec: TrialSpec) -> dict[str, Any]:
    """Those of a load test. Raises LearnerError where the spec asks for more than a load test may have."""
    asked = {"users": spec.users, "spawn_rate": spec.spawn_rate, "seconds": spec.seconds, "tags": list(spec.tags)}
    return settings_of(asked)
