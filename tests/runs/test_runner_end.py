"""A runner's output ends a moment before the runner does: how it ended is waited for, and not for long."""

import pytest

from perfgym.runs import runner
from perfgym.runs.outcome import Reason
from perfgym.runs.runner import Runner
from perfgym.sandbox.protocol import End, EndReason


class Ending:
    """A process whose output is over, and whose end is known at the `looks`-th look."""

    def __init__(self, looks: int, end: End) -> None:
        self.looks, self._end = looks, end

    def end(self) -> End | None:
        self.looks -= 1
        return self._end if self.looks <= 0 else None

    def tail(self) -> str:
        return "its last words"


def test_an_end_that_comes_later_is_told() -> None:
    failed = Runner(Ending(3, End.exited(7))).broken_off()  # type: ignore[arg-type]
    assert "exit code 7" in str(failed)


def test_a_limit_is_not_taken_for_an_exit() -> None:
    failed = Runner(Ending(3, End(EndReason.MEMORY, -9))).broken_off()  # type: ignore[arg-type]
    assert failed.reason is Reason.LIMIT


def test_one_that_closes_its_output_and_stays_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "END_SECONDS", 0.1)
    assert "exit code unknown" in str(Runner(Ending(10**6, End.exited(0))).broken_off())  # type: ignore[arg-type]
