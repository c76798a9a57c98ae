"""A version of the app that was started in a pod: whether it has become ready, and how it has ended."""

import time
from collections.abc import Callable, Mapping

from perfgym.appview import told
from perfgym.appview.asker import Asker
from perfgym.appview.bounds import Bounds
from perfgym.appview.visit import Version
from perfgym.catalog.app import App
from perfgym.errors import PlatformError
from perfgym.sandbox.errors import StartFailed
from perfgym.sandbox.protocol import End, Part, Pod, Process
from perfgym.sittings.answer import Answer, Ending

LOOK_SECONDS = 0.2
END_SECONDS = 1.0  # how soon after it stopped answering an app that has ended is known to have
WHO: Mapping[str, str] = {Version.YOURS: "Your version", Version.ORIGINAL: "The original"}


class Unanswered(Exception):
    """There is nothing that could be asked; `answer` says why."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer.message)
        self.answer = answer


class StartedApp:
    """`key` names the files that it runs with."""

    def __init__(self, pod: Pod, part: Part, app: App, version: str, key: str) -> None:
        """Raises Unanswered, and PlatformError where the original does not start."""
        self.key, self._app, self._version = key, app, version
        self._process: Process | None = None
        try:
            self._process = pod.start(part)
        except StartFailed as error:
            raise self._failed(str(error)) from error

    def await_ready(self, asker: Asker, bounds: Bounds, unwanted: Callable[[], bool]) -> None:
        """Raises Unanswered, and PlatformError where the original is not ready."""
        until, detail = time.monotonic() + bounds.ready, ""
        while True:
            for word in asker.ask("ready", bounds.grace, path=self._app.health):
                if word.get("ok") is True:
                    return
                detail = str(word.get("detail", ""))[:200]
            if end := self.end():
                raise self._failed(told.not_started(WHO[self._version], told.ended(self._app, end)))
            if unwanted():
                raise Unanswered(Answer(Ending.CANCELLED, told.CANCELLED, {"log": self.log()}))
            if time.monotonic() > until:
                raise self._failed(told.not_ready(WHO[self._version], self._app.health, detail, bounds))
            time.sleep(LOOK_SECONDS)

    def end(self, patience: float = 0.0) -> End | None:
        """How it ended, if it has, or does so within `patience` seconds: its connections go a moment before it does."""
        assert self._process is not None
        until = time.monotonic() + patience
        while (end := self._process.end()) is None and time.monotonic() < until:
            time.sleep(LOOK_SECONDS / 4)
        return end

    def ended(self) -> str:
        """A sentence where it has ended while it was asked, else nothing."""
        end = self.end(END_SECONDS)
        return told.ended_meanwhile(WHO[self._version], told.ended(self._app, end)) if end else ""

    def log(self) -> str:
        """The end of what it wrote."""
        return self._process.tail() if self._process else ""

    def kill(self) -> None:
        if self._process:
            self._process.kill()

    def _failed(self, message: str) -> Exception:
        """It does not come up; of the original that is our fault."""
        log = self.log()
        self.kill()
        if self._version == Version.ORIGINAL:
            return PlatformError(f"The lab's own version failed in a preview: {message} {log[-600:]}")
        return Unanswered(Answer(Ending.ERROR, message, {"log": log}))
