"""The app's workload.py under Locust: its one user, seeded, spawned and asked for one request at a time."""

import random
import time
from typing import Any

import gevent
import locust
from locust import FastHttpUser, TaskSet
from locust.env import Environment
from locust.runners import LocalRunner

from perfgym.loadgen.locustfile import LocustfileError, describe, load
from perfgym.loadgen.scoring.again import recall
from perfgym.loadgen.scoring.answer import Answer, missing
from perfgym.loadgen.scoring.contract import Contract
from perfgym.loadgen.scoring.session import TurnSession
from perfgym.loadgen.scoring.turns import NoAnswer, Turns

PATIENCE = 1.2  # deadlines for a turn: the request and the workload's own work around it


class Workload:
    """One user. The same seed and the same answers give the same requests in the same order."""

    def __init__(self, path: str, target: str, seed: int, contract: Contract, deadline: float) -> None:
        """Load the file; `deadline` is in seconds for one whole request. Raises LocustfileError."""
        random.seed(seed)
        self._turns = Turns()
        self._contract, self._deadline = contract, deadline
        self._patience = deadline * PATIENCE
        self._sessions: list[TurnSession] = []
        self._user = seat(only_user(path), target, self._turns, contract, deadline, self._sessions)
        self._runner = self._start()

    def turn(self) -> Answer:
        """Perform exactly the next request; never raises for what the app or the workload does."""
        start = time.monotonic()
        if self._turns.ended:
            self._turns.revive()
            self._runner.spawn_users({self._user.__name__: 1})
        try:
            return self._turns.give(self._patience)
        except NoAnswer as error:
            return missing(start, str(error))

    def again(self) -> list[dict[str, object]]:
        """What was written, asked for once more and out of turn, after a first turn. Raises ContractError."""
        return recall(self._sessions[-1], self._contract, self._deadline)

    def _start(self) -> LocalRunner:
        environment = Environment(user_classes=[self._user], events=locust.events, host=self._user.host)
        environment.events.user_error.add_listener(self._raised)
        runner = environment.create_local_runner()
        environment.events.init.fire(environment=environment, runner=runner, web_ui=None)
        runner.start(1, spawn_rate=1)
        return runner

    def _raised(self, exception: BaseException, **_: object) -> None:
        self._turns.raised(exception)


def only_user(path: str) -> type[Any]:
    """The file's one FastHttpUser class. Raises LocustfileError."""
    users = list(load(path).users.values())
    if len(users) != 1 or not issubclass(users[0], FastHttpUser):
        raise LocustfileError("A workload defines exactly one user class, and that is a FastHttpUser.")
    return users[0]


def seat(
    user: type[Any], target: str, turns: Turns, contract: Contract, deadline: float, sessions: list[TurnSession]
) -> type[Any]:
    """A subclass whose client takes turns, is added to `sessions`, and which tells when it is gone."""

    def start(self: Any, group: Any) -> Any:
        self.client = TurnSession(self, turns, contract, deadline)
        sessions.append(self.client)
        greenlet = user.start(self, group)
        greenlet.link(lambda ended: turns.end(_why(ended)))
        return greenlet

    TaskSet._sleep = _no_think_time  # type: ignore[method-assign]
    return type(user.__name__, (user,), {"start": start, "host": target, "weight": 1, "fixed_count": 0})


def _why(ended: gevent.Greenlet) -> str:
    error = ended.exception
    return f"the workload's user stopped: {describe(error)}" if error else "the workload's user stopped"


def _no_think_time(_task_set: TaskSet, _seconds: float) -> None:
    """A turn starts when the worker says so; waiting before it would only cost time."""
    gevent.sleep(0)
