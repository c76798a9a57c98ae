"""Asking for what was written once more, with the client and the connection of the traffic."""

import time

from perfgym.loadgen.scoring.answer import Answer
from perfgym.loadgen.scoring.contract import Contract
from perfgym.loadgen.scoring.session import TurnSession


class OutOfTurn:
    """Stands for the turns: a request may go on at once, and its answer is kept."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []

    def take(self) -> None:
        """Nothing to wait for."""

    def done(self, answer: Answer) -> None:
        self.answers.append(answer)


def recall(used: TurnSession, contract: Contract, deadline: float) -> list[dict[str, object]]:
    """The pages that the contract recalls, as the app answers now: path, sentence, status, digest, error of each.

    Ends after the first error, and once `deadline` seconds have passed.
    """
    turns = OutOfTurn()
    session = TurnSession(used.user, turns, contract, deadline, observes=False)
    session.client = session.agent = used.agent
    asked = contract.recall()
    until = time.monotonic() + deadline
    for path, _ in asked:
        session.request("GET", path, catch_response=True)
        if turns.answers[-1].error or time.monotonic() > until:
            break
    return [
        {"path": path, "sentence": sentence, "status": one.status, "digest": one.digest, "error": one.error}
        for (path, sentence), one in zip(asked, turns.answers, strict=False)
    ]
