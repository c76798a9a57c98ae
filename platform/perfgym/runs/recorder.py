"""Records a profile of the app while a learner's own load test runs; never while something is measured for a score."""

import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import perfgym
from perfgym.runs.lines import profiled as lines
from perfgym.runs.lines import strict
from perfgym.runs.lines.strict import BadResult
from perfgym.runs.profile import RATE, Profile, Profiling
from perfgym.sandbox.protocol import Closed, Part, Process

SCRIPTS = Path(perfgym.__file__).parent / "profiles/inside"
MORE_MEMORY = {  # what the profiler itself takes
    Profiling.CPU: 128 * 2**20,
    Profiling.MEMORY: 512 * 2**20,
    Profiling.CALLS: 64 * 2**20,
}
MORE_PIDS = 24
MORE_SCRATCH = 32 * 2**20
TAKE_SECONDS = 60.0
BEGIN_SECONDS = 15.0


def watched(part: Part, profiling: Profiling) -> Part:
    """The same app, started by a profiler."""
    if profiling is Profiling.NONE:
        return part
    limits = replace(
        part.limits,
        memory_bytes=part.limits.memory_bytes + MORE_MEMORY[profiling],
        pids=part.limits.pids + MORE_PIDS,
        scratch_bytes=part.limits.scratch_bytes + MORE_SCRATCH,
    )
    scripts = {path.name: path.read_bytes() for path in sorted(SCRIPTS.glob("perfgym_*.py"))}
    command = ("python", "perfgym_watch.py", profiling.value, str(RATE), "--", *part.command)
    return replace(part, command=command, limits=limits, files={**part.files, **scripts}, profiled=True)


class Recorder:
    """The profiler beside an app. What goes wrong with it leaves the load test as it is: the profile says so."""

    def __init__(self, process: Process, profiling: Profiling) -> None:
        self._process, self._profiling = process, profiling
        self._begun = False
        self._problem = ""

    def begin(self) -> None:
        """Start to record, once. Where calls are counted, wait until they are."""
        if not self._begun and self._profiling is not Profiling.NONE:
            self._begun = True
            self._tell("begin")
            if self._profiling is Profiling.CALLS and not self._problem:
                self._await_begun()

    def take(self, check: Callable[[], None]) -> Profile | None:
        """The profile, or one that says why there is none; None where none was asked for. `check` is called often."""
        if self._profiling is Profiling.NONE:
            return None
        if not self._begun:
            return self._none("No traffic came, so nothing was recorded.")
        try:
            self._tell("end")
            return self._none(self._problem) if self._problem else self._read(check)
        except BadResult as bad:
            return self._none(str(bad))
        except Closed:
            return self._none("The app had ended, and the profiler with it, before the profile was taken.")

    def _await_begun(self) -> None:
        try:
            line = self._process.receive(BEGIN_SECONDS)
            if line is None or strict.parse(line).get("op") != "begun":
                self._problem = "The app did not begin to count its calls."
        except BadResult as bad:
            self._problem = str(bad)
        except Closed:
            self._problem = "The app had ended before its calls were counted."

    def _read(self, check: Callable[[], None]) -> Profile:
        made, pieces, size = self._none(""), list[str](), 0
        deadline = time.monotonic() + TAKE_SECONDS
        while time.monotonic() < deadline:
            check()
            line = self._process.receive(1.0)
            if line is None:
                continue
            told = strict.parse(line)
            match told.get("op"):
                case "profile" if not made.samples:
                    made = replace(made, **lines.facts(told))
                case "stacks" if made.samples:
                    pieces.append(lines.stacks(told, size))
                    size += len(pieces[-1])
                case "done" if pieces:
                    return replace(made, folded="".join(pieces))
                case "failed":
                    return self._none(lines.message(told))
                case _:
                    raise BadResult("it is not what a profiler says next")
        return self._none(f"The profiler did not tell its profile within {TAKE_SECONDS:.0f} s.")

    def _tell(self, op: str) -> None:
        try:
            self._process.send(json.dumps({"op": op}).encode())
        except Closed:
            self._problem = "The app had ended before the profiler could be told to record."

    def _none(self, problem: str) -> Profile:
        return Profile(self._profiling, problem=problem)
