"""The learners of a campaign: each asks again with the same key until there is an answer; some ask twice or cancel."""

import random
import threading
import time
import uuid
from collections import Counter
from collections.abc import Sequence
from http import HTTPStatus

from tests.chaos import band
from tests.chaos.learners import NO_ANSWER, Learner

THREADS = 4
TWICE = 0.1  # share of runs asked for a second time with the same key
CANCELLED = 0.08  # share of runs that are cancelled up to CANCEL_SECONDS later
CANCEL_SECONDS = 1.5
ANSWERED = 0.15  # share of runs after which the learner also answers a step that the platform measures for
PAUSE_SECONDS = 0.2  # of a client, before it asks again


class Crowd:
    """`keys` has the run of each key that was answered; `told` what was seen on the way."""

    def __init__(self, learners: Sequence[Learner], runs: int, seed: int) -> None:
        self.keys: dict[str, str] = {}
        self.told: Counter[str] = Counter()
        self.violations: list[str] = []
        self._lock = threading.Lock()
        self._left = runs
        self._threads = [
            threading.Thread(target=self._ask, args=(learners[at::THREADS], random.Random(f"{seed} {at}")), daemon=True)
            for at in range(THREADS)
        ]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    @property
    def done(self) -> bool:
        return not any(thread.is_alive() for thread in self._threads)

    def leave(self) -> None:
        """Ask for nothing new; what was asked for is asked again until there is an answer."""
        with self._lock:
            self._left = 0

    @property
    def answered(self) -> int:
        return len(self.keys)

    def _ask(self, learners: Sequence[Learner], draw: random.Random) -> None:
        while self._take():
            learner, key = draw.choice(learners), uuid.uuid4()
            run = self._answered(learner, key, draw)
            if draw.random() < TWICE:
                self._again(learner, key, run)
            if draw.random() < CANCELLED:
                time.sleep(draw.uniform(0, CANCEL_SECONDS))  # where the run has got to by then is what is drawn
                self._count("cancels asked for" if learner.cancel(run) == HTTPStatus.OK else "cancels unanswered")
            if draw.random() < ANSWERED:
                self._count(f"answers: {learner.answer(f'{band.LAB}/{band.STEP}', band.GIVEN) or 'no answer'}")

    def _take(self) -> bool:
        with self._lock:
            self._left -= 1
            return self._left >= 0

    def _answered(self, learner: Learner, key: uuid.UUID, draw: random.Random) -> str:
        """The id of the run that this key got in the end."""
        while True:
            status, answer = learner.ask(key)
            if status == HTTPStatus.CREATED:
                with self._lock:
                    self.keys[str(key)] = answer["id"]
                return str(answer["id"])
            self._count(
                {NO_ANSWER: "no answer", HTTPStatus.TOO_MANY_REQUESTS: "over the quota"}.get(status, str(status))
            )
            time.sleep(draw.uniform(0, 2 * PAUSE_SECONDS))

    def _again(self, learner: Learner, key: uuid.UUID, run: str) -> None:
        status, answer = learner.ask(key)
        if status == HTTPStatus.CREATED:
            self._count("asked twice")
            if answer["id"] != run:
                self.violations.append(f"key {key} got the runs {run} and {answer['id']}")

    def _count(self, what: str) -> None:
        with self._lock:
            self.told[what] += 1
