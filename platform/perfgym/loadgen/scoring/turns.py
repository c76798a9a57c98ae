"""Turns: the one user waits before each request until the worker says that it may go on."""

import time

from gevent.event import Event

from perfgym.loadgen.locustfile import describe
from perfgym.loadgen.scoring.answer import Answer

TRIES = 20  # exceptions in a row without one request, before a turn is given up


class NoAnswer(Exception):
    """The workload made no request in its turn; the message says why."""


class Turns:
    """Handed between two greenlets: the user's (take, done, raised, end) and the worker's (give)."""

    def __init__(self) -> None:
        self._go = Event()
        self._resting = Event()
        self._unused = False  # a turn was given and no request has used it yet
        self._answer: Answer | None = None
        self._trouble = ""
        self._raised = 0
        self.ended = False

    def take(self) -> None:
        """Before a request: wait for the turn."""
        if not self._unused:
            self._rest()
        self._unused = False
        self._raised = 0

    def done(self, answer: Answer) -> None:
        self._answer = answer

    def raised(self, error: BaseException) -> None:
        """The workload's own code failed. Locust starts its task again, but not for ever."""
        self._raised += 1
        self._trouble = f"the workload raised {describe(error)}"
        if self._raised >= TRIES:
            self._raised = 0
            self._rest()

    def end(self, why: str) -> None:
        """The user is gone."""
        self._trouble = why
        self.ended = True
        self._resting.set()

    def revive(self) -> None:
        """A new user has been started."""
        self.ended = False
        self._resting.clear()

    def give(self, patience: float) -> Answer:
        """Let exactly one request happen and wait until the user rests before the next one.

        The user's own work after the request is over by then and disturbs no other measurement.
        Raises NoAnswer when no request was made within `patience` seconds.
        """
        none = f"the workload made no request within {patience:g} s"
        until = time.monotonic() + patience
        if not self._resting.wait(patience) or self.ended:
            raise NoAnswer(self._trouble or none)
        self._answer, self._trouble, self._unused = None, "", True
        self._resting.clear()
        self._go.set()
        self._resting.wait(max(0.0, until - time.monotonic()))
        if self._answer is None:
            raise NoAnswer(self._trouble or none)
        return self._answer

    def _rest(self) -> None:
        self._resting.set()
        self._go.wait()
        self._go.clear()
