"""What the worker may ask of a scoring runner; one method an operation."""

import os
from collections import deque
from typing import Any

import psycopg

from perfgym.loadgen import health
from perfgym.loadgen.environment import with_ports
from perfgym.loadgen.lag import Lag, cpu_seconds
from perfgym.loadgen.locustfile import describe
from perfgym.loadgen.scoring import contract, database
from perfgym.loadgen.scoring.answer import Answer
from perfgym.loadgen.scoring.contract import ContractError
from perfgym.loadgen.scoring.workload import Workload

DEADLINE = 10.0  # seconds for one whole request, unless hello says otherwise
READY = 20.0  # seconds
SHOWN = 20  # answers kept for `show`
SHOWN_CHARACTERS = 4096


class Operations:
    """The state between lines. Each method returns the fields of its answer."""

    def __init__(self, hello: dict[str, Any]) -> None:
        """Raises LocustfileError and ContractError: faults of the lab's author, not of the app."""
        self._target, self._health = with_ports(hello["target"]), str(hello["health"])
        self._contract = contract.load(os.path.abspath("contract.py"))
        deadline = float(hello.get("deadline", DEADLINE))
        self._workload = Workload(
            os.path.abspath("workload.py"), self._target, int(hello["seed"]), self._contract, deadline
        )
        self._shown: deque[tuple[int, Answer]] = deque(maxlen=SHOWN)
        self._lag = Lag()
        self._lag.start()

    def ready(self, message: dict[str, Any]) -> dict[str, object]:
        result = health.wait(self._target, self._health, float(message.get("timeout", READY)))
        return {"ok": result.ok, "seconds": result.seconds, "detail": result.detail}

    def turn(self, message: dict[str, Any]) -> dict[str, object]:
        answer = self._workload.turn()
        self._shown.append((message["i"], answer))
        return {"i": message["i"], **answer.line()}

    def show(self, message: dict[str, Any]) -> dict[str, object]:
        kept = [answer.normalised for i, answer in self._shown if i == message["i"]]
        body = kept[-1].decode(errors="replace") if kept else ""
        return {"i": message["i"], "body": body[:SHOWN_CHARACTERS]}

    def lag(self, _message: dict[str, Any]) -> dict[str, object]:
        return {"p95_ms": self._lag.take(), "cpu_seconds": cpu_seconds()}

    def sql(self, message: dict[str, Any]) -> dict[str, object]:
        """The rows of the last statement."""
        results = database.rows(with_ports(message["dsn"]), message["statements"])
        return {"rows": results[-1] if results else []}

    def facts(self, _message: dict[str, Any]) -> dict[str, object]:
        return {"facts": self._contract.noted()}

    def promises(self) -> list[str]:
        return self._contract.promises()

    def recall(self, _message: dict[str, Any]) -> dict[str, object]:
        return {"pages": self._workload.again()}

    def commits(self, _message: dict[str, Any]) -> dict[str, object]:
        return {"commits": self._contract.commits()}

    def invariants(self, message: dict[str, Any]) -> dict[str, object]:
        return {"broken": database.broken(with_ports(message["dsn"]), self._contract)}


METHODS = {
    "ready": Operations.ready,
    "turn": Operations.turn,
    "show": Operations.show,
    "lag": Operations.lag,
    "sql": Operations.sql,
    "facts": Operations.facts,
    "recall": Operations.recall,
    "commits": Operations.commits,
    "invariants": Operations.invariants,
}


def answer(asked: Operations, op: str, message: dict[str, Any]) -> dict[str, object]:
    """The answer's fields; what the database or the contract refuses comes back as `error`."""
    if op not in METHODS:
        return {"error": "unknown operation"}
    try:
        return METHODS[op](asked, message)
    except (psycopg.Error, ContractError) as error:
        return {"error": describe(error)}
