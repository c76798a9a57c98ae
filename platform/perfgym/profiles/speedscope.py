"""A profile in the file format of speedscope (https://www.speedscope.app/file-format-schema.json), a full viewer."""

from typing import Any

from perfgym.charts.folded import Stacks
from perfgym.charts.functions import Function, walk
from perfgym.runs.profile import Profile, Profiling

SCHEMA = "https://www.speedscope.app/file-format-schema.json"


def document(name: str, profile: Profile, stacks: Stacks) -> dict[str, Any]:
    """Samples with their weights: seconds of CPU, or bytes."""
    numbers: dict[str, int] = {}
    samples, weights = [], []
    for frame, above in walk(stacks):
        stack = [numbers.setdefault(one.name, len(numbers)) for one in (*above, frame)]
        if frame.own:
            samples.append(stack)
            weights.append(frame.own if profile.profiling is Profiling.MEMORY else frame.own / profile.rate)
    return {
        "$schema": SCHEMA,
        "shared": {"frames": [_frame(name) for name in numbers]},
        "profiles": [
            {
                "type": "sampled",
                "name": name,
                "unit": "bytes" if profile.profiling is Profiling.MEMORY else "seconds",
                "startValue": 0,
                "endValue": sum(weights),
                "samples": samples,
                "weights": weights,
            }
        ],
        "name": name,
        "activeProfileIndex": 0,
        "exporter": "PerfGym",
    }


def _frame(name: str) -> dict[str, Any]:
    function = Function.of(name)
    place = {"file": function.path} | ({"line": function.line} if function.line else {}) if function.path else {}
    return {"name": function.name, **place}
