"""Asks a site for its health again and again, from a thread."""

import threading

from tests.deployment import answers

PAUSE = 0.25


class Watch:
    """`missed` holds how often in a row the site did not answer, at worst."""

    def __init__(self, url: str) -> None:
        self._url, self._over = url, threading.Event()
        self._thread = threading.Thread(target=self._ask, name="healthz", daemon=True)
        self.asked = self.missed = 0

    def _ask(self) -> None:
        row = 0
        while not self._over.wait(PAUSE):
            row = 0 if answers(self._url) else row + 1
            self.asked, self.missed = self.asked + 1, max(self.missed, row)

    def __enter__(self) -> "Watch":
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._over.set()
        self._thread.join()
