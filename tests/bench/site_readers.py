"""The readers of the site bench: a locustfile. SITE_COOKIES names a JSON file, SITE_RAW where the raw times go.

With SITE_ONLY everybody asks for their own page of that name without a pause; without it they read as learners do.
"""

import json
import os
from collections import defaultdict
from itertools import cycle
from pathlib import Path
from typing import Any

from locust import FastHttpUser, between, constant, events, task

LEARNERS = cycle(json.loads(Path(os.environ["SITE_COOKIES"]).read_text()))
ONLY = os.environ.get("SITE_ONLY", "")
RAW: dict[str, list[float]] = defaultdict(list)
FAILED: dict[str, int] = defaultdict(int)


class Reader(FastHttpUser):
    """One learner with a session of their own, in the lab's guide most of the time."""

    wait_time = constant(0) if ONLY else between(1, 5)

    def on_start(self) -> None:
        self.learner = next(LEARNERS)
        self.turn = 0

    def read(self, name: str, path: str) -> None:
        headers = {"Cookie": f"sessionid={self.learner['session']}", "Accept-Encoding": "gzip, br"}
        self.client.get(path, name=name, headers=headers)

    @task
    def page(self) -> None:
        pages = self.learner["pages"]
        self.turn += 1
        name = ONLY or list(pages)[self.turn % len(pages)]
        self.read(name, pages.get(name, "/"))


@events.request.add_listener
def keep(name: str, response_time: float, exception: BaseException | None, **_: Any) -> None:
    if exception:
        FAILED[name] += 1
    else:
        RAW[name].append(response_time)


@events.quitting.add_listener
def write(**_: Any) -> None:
    Path(os.environ["SITE_RAW"]).write_text(json.dumps({"ms": RAW, "failed": FAILED}))
