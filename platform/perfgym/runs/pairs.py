"""Alternating request by request: the same request to both arms, one right after the other, every answer compared."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from perfgym.errors import PlatformError
from perfgym.measure.bundle.columns import WARM_UP, Request, Requests
from perfgym.measure.samples import SLICE_SECONDS, Pair, Slice
from perfgym.runs.arm import Answer, Arm
from perfgym.runs.clocks import Clocks
from perfgym.runs.machine import CpuTimes
from perfgym.runs.outcome import Reason, RunFailed

WARM_UP_PAIRS = 30
FAILURES_ALLOWED = 0.005  # share of requests
FAILURES_TO_JUDGE = 3  # fewer say nothing about a share
EXCERPT = 160
SHED = 429  # Too Many Requests: a load that is turned away, as 503 is
LAST_WRITES = 5
LAST_PAIRS = 200
MORE_PAIRS = 60


@dataclass
class Tally:
    """What has been counted over the whole run."""

    requests: list[Request] = field(default_factory=list)
    checked: int = 0
    failures: int = 0
    last_failure: Answer | None = None

    def resume(self, earlier: Requests) -> None:
        """Go on after the requests of earlier runs of the same version: pairs are numbered on."""
        self.requests = [row._replace(kept=row.segment != WARM_UP) for row in earlier.rows()]
        self.checked = 1 + max((row.pair for row in self.requests), default=-1)


@dataclass(frozen=True)
class Measured:
    """One slice as recorded."""

    slice: Slice
    pairs: tuple[Pair, ...]


class Alternation:
    """Hands out turns to two arms. Which arm goes first is drawn for each pair from the run's seed."""

    def __init__(self, before: Arm, after: Arm, segment: int, seed: int, cores: tuple[int, ...], tally: Tally) -> None:
        self._arms = (before, after)
        self._segment, self._cores, self._tally = segment, cores, tally
        self._random = random.Random(seed)  # noqa: S311 - an order of requests, not a secret
        self._i = 0
        self._generated = 0.0
        self._clocks = (Clocks(), Clocks())
        self._wrote = False
        self.wrong: Answer | None = None  # the first answer of "after" that differs

    def warm_up(self, check: Callable[[], None]) -> None:
        """At least 30 pairs and half a second, checked but not counted."""
        until = time.monotonic() + SLICE_SECONDS
        while self._i < WARM_UP_PAIRS or time.monotonic() < until:
            check()
            self._pair(WARM_UP)
        self.settle()

    def write_last(self, check: Callable[[], None]) -> None:
        """Pairs until some writes have been acknowledged, "after" last: checked like all, and not counted."""
        written = pairs = 0
        while written < LAST_WRITES and pairs < LAST_PAIRS:
            check()
            self._pair(WARM_UP, first=0)
            written, pairs = written + self._wrote, pairs + 1

    def go_on(self, check: Callable[[], None], seconds: float) -> None:
        """Some pairs more, for at most so many seconds: checked like all, and not counted."""
        until, last = time.monotonic() + seconds, self._i + MORE_PAIRS
        while self._i < last and time.monotonic() < until:
            check()
            self._pair(WARM_UP)

    def settle(self) -> None:
        """Forget what the generators did so far: it is no part of what is measured from here on."""
        self._generated = sum(cpu for _, cpu in (arm.lag() for arm in self._arms))

    def measure(self, index: int) -> Measured:
        """One slice: pairs for half a second, then what the machine and both arms used meanwhile."""
        times, used, generated = CpuTimes.now(self._cores), [arm.cpu() for arm in self._arms], self._generated
        failures, start, pairs = self._tally.failures, time.monotonic(), []
        while (now := time.monotonic()) < start + SLICE_SECONDS:
            pairs.append(self._pair(index))
        now = time.monotonic()
        spent = [arm.cpu() for arm in self._arms]
        machine = CpuTimes.now(self._cores).since(times)
        lags = [arm.lag() for arm in self._arms]
        self._generated = sum(cpu for _, cpu in lags)
        total = machine.busy + machine.idle + machine.steal
        return Measured(
            Slice(
                index=index,
                cpu_before_s=spent[0].cpu_seconds - used[0].cpu_seconds,
                cpu_after_s=spent[1].cpu_seconds - used[1].cpu_seconds,
                n_before=len(pairs),
                n_after=len(pairs),
                seconds=now - start,
                lag_ms=max(lag for lag, _ in lags),
                generator_cpu_s=self._generated - generated,
                steal=machine.steal_share,
                busy=machine.busy / total if total else 0.0,
                throttled_before=spent[0].throttled - used[0].throttled,
                throttled_after=spent[1].throttled - used[1].throttled,
                errors_after=self._tally.failures - failures,
            ),
            tuple(pairs),
        )

    def _pair(self, slice_: int, first: int | None = None) -> Pair:
        first = self._random.getrandbits(1) if first is None else first
        answers: dict[int, Answer] = {}
        for arm in (first, 1 - first):
            answers[arm] = self._clocks[arm].timed(self._arms[arm], self._i)
            self._tally.requests.append(self._recorded(slice_, arm, answers[arm]))
        self._tally.checked += 1
        self._compare(answers[0], answers[1])
        self._wrote = answers[1].write
        self._i += 1
        return Pair(slice_, answers[0].ms, answers[1].ms)

    def _recorded(self, slice_: int, arm: int, answer: Answer) -> Request:
        warm_up = slice_ == WARM_UP
        return Request(
            arm=arm,
            segment=WARM_UP if warm_up else self._segment,
            slice=slice_,
            pair=self._tally.checked,
            name=answer.name,
            start_s=answer.start,
            latency_ms=answer.ms,
            status=answer.status,
            bytes=answer.bytes,
            digest=int(answer.digest, 16),
            kept=not warm_up,
        )

    def _compare(self, before: Answer, after: Answer) -> None:
        """Raise RunFailed when "after" did not do what "before" did; PlatformError when "before" itself failed."""
        if before.error:
            raise PlatformError(f"The lab's own version failed at {before.name} {before.path}: {before.error}")
        if after.error or after.status == SHED != before.status:
            self._tally.failures, self._tally.last_failure = self._tally.failures + 1, after
            allowed = max(FAILURES_TO_JUDGE, FAILURES_ALLOWED * self._tally.checked)
            if self._tally.failures >= allowed:
                raise self._too_many()
        elif (before.path, before.status, before.digest) != (after.path, after.status, after.digest):
            self.wrong = after
            raise self._too_many() if self._tally.last_failure else self._wrong(before, after)

    def _too_many(self) -> RunFailed:
        """What failed last is named, not what the traffic then did differently because of it."""
        last = self._tally.last_failure
        how = f"; last {last.name} {last.path}: {last.error or f'HTTP {SHED}'}" if last else ""
        text = f"{self._tally.failures} of {self._tally.checked} requests failed{how}"
        return RunFailed(Reason.TOO_MANY_FAILURES, text, self._arms[1].process.tail())

    def _wrong(self, before: Answer, after: Answer) -> RunFailed:
        where = f"{after.name} {after.path} (request {self._i + 1})"
        if before.path != after.path:
            return RunFailed(
                Reason.WRONG_ANSWERS,
                f"After a different answer the traffic went different ways: {before.path} and {after.path}.",
            )
        if before.status != after.status:
            return RunFailed(
                Reason.WRONG_ANSWERS, f"{where} answered {after.status}; the original answers {before.status}."
            )
        expected, got = first_difference(self._arms[0].show(self._i), self._arms[1].show(self._i))
        return RunFailed(
            Reason.WRONG_ANSWERS, f"{where} answered differently.\nThe original: …{expected}…\nYours:        …{got}…"
        )


def first_difference(expected: str, got: str) -> tuple[str, str]:
    """The two texts around the first character in which they differ."""
    at = next((i for i, (a, b) in enumerate(zip(expected, got, strict=False)) if a != b), min(len(expected), len(got)))
    start = max(0, at - EXCERPT // 3)
    return expected[start : start + EXCERPT], got[start : start + EXCERPT]
