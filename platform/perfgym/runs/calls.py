"""How often both versions call their functions: counted after all that is timed, for defects that no database shows.

Both apps are started once more with their calls counted, get some requests to fill what they remember, and then some
that count. The app counts in its own process, so a version could lie about it: counts are shown, never scored.
"""

import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from perfgym.charts import folded
from perfgym.charts.functions import Function
from perfgym.runs.arm import Arm
from perfgym.runs.pairs import Alternation
from perfgym.runs.profile import Profile, Profiling
from perfgym.runs.recorder import Recorder

WARM_SECONDS = 5.0


@dataclass(frozen=True)
class Called:
    """Calls by `name (path)` of the function while so many requests were answered; `why` where there are none."""

    requests: int = 0
    functions: Mapping[str, int] = field(default_factory=dict)
    why: str = ""

    @classmethod
    def of(cls, profile: Profile, requests: int) -> "Called":
        found: dict[str, int] = {}
        for frame in folded.read(profile.folded).root.called.values():
            function = Function.of(frame.name)
            name = f"{function.name} ({function.path})"
            found[name] = found.get(name, 0) + frame.count
        return cls(requests, found, profile.problem)

    def a_request(self, expression: str) -> float:
        """Calls a request of the functions in which an expression is found."""
        pattern = re.compile(expression, re.IGNORECASE)
        return sum(count for name, count in self.functions.items() if pattern.search(name)) / max(1, self.requests)


def count(
    arms: Mapping[str, Arm],
    files: Mapping[str, Mapping[str, bytes]],
    seed: int,
    turns: Alternation,
    seconds: float,
    stop: Callable[[], None],
) -> dict[str, Called]:
    """Calls of both arms over the same requests. What they had in memory is gone afterwards.

    Raises what turns raise: with their calls counted, versions are several times slower.
    """
    with ThreadPoolExecutor(len(arms)) as pool:
        for each in [pool.submit(_again, arm, files[name], seed) for name, arm in arms.items()]:
            each.result()
    turns.go_on(stop, WARM_SECONDS)
    recorders = {name: Recorder(arm.process, Profiling.CALLS) for name, arm in arms.items()}
    for recorder in recorders.values():
        recorder.begin()
    first = {name: arm.turns for name, arm in arms.items()}
    turns.go_on(stop, seconds)
    profiles = {name: recorder.take(stop) or Profile(Profiling.CALLS) for name, recorder in recorders.items()}
    return {name: Called.of(profile, arms[name].turns - first[name]) for name, profile in profiles.items()}


def _again(arm: Arm, files: Mapping[str, bytes], seed: int) -> None:
    """Start an arm's app once more, with its calls counted."""
    arm.profiling = Profiling.CALLS
    arm.kill()
    arm.restart(files, seed)
