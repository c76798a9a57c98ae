"""A lab's app in a pod, as the worker sees it: started with a version's files when asked for, and asked by one process
of ours. What the app answers is hostile; nothing here parses it."""

import secrets
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from typing import Any, Self

from perfgym.appview import parts, told
from perfgym.appview.asker import Asker
from perfgym.appview.bounds import Bounds
from perfgym.appview.heard import Heard
from perfgym.appview.started import StartedApp, Unanswered
from perfgym.appview.visit import Visit
from perfgym.catalog.lab import Lab
from perfgym.errors import LearnerError
from perfgym.runs import inside
from perfgym.runs.inside import Secrets
from perfgym.sandbox.protocol import Pod, Process
from perfgym.sandbox.slots import Slot
from perfgym.sittings import insider
from perfgym.sittings.answer import Answer, Ending
from perfgym.sittings.kind import Place


class AppPod:
    """Of one session. The app runs between requests; whatever ends it, the next request starts it again."""

    def __init__(self, place: Place, lab: Lab, bounds: Bounds) -> None:
        self._place, self._lab, self._bounds = place, lab, bounds
        self._slot = Slot(place.cores, place.cores)
        self._stack = ExitStack()
        self._before: list[str] = []  # what happened since the last request, for who makes the next
        self._passwords: Secrets
        self._pod: Pod | None = None
        self._asker: Asker
        self._database: Process | None = None
        self._app: StartedApp | None = None
        self._seed, self._migration = 0, b""

    def open(self) -> None:
        """A fresh pod with its database, no app in it yet. Raises PlatformError."""
        self._open(self._lab.starter())

    def _open(self, files: Mapping[str, bytes]) -> None:
        """The database begins with these files' own SQL. Raises PlatformError, and Unanswered where that fails."""
        self.close()
        app = self._lab.app
        self._passwords, self._seed = Secrets.fresh(), secrets.randbits(62)
        self._pod = self._stack.enter_context(self._place.driver.open(self._place.labels))
        if app.database:
            part = inside.database_part(app, self._slot, self._passwords, self._seed, files)
            self._database = self._pod.start(part)
            if refused := inside.refused(app, insider.await_line(self._database, "database")):
                self.close()
                raise Unanswered(Answer(Ending.ERROR, refused))
        self._migration = app.migration(files)
        self._asker = Asker(self._pod, parts.asker(app, self._place.cores), parts.auditor(app, self._passwords))

    def aside(self) -> None:
        if self._pod:
            self.close()
            self._before = [told.SET_ASIDE]

    def close(self) -> None:
        self._pod = self._database = self._app = None
        self._stack.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def do(self, errand: Visit, unwanted: Callable[[], bool]) -> Answer:
        """Make a visit: start the app where it does not run with these files, then send the request."""
        try:
            app = self._running(self._stand(errand), errand, unwanted)
        except Unanswered as none:
            return none.answer
        except LearnerError as error:
            return Answer(Ending.ERROR, str(error))
        return self._asked(app, errand, unwanted)

    def _stand(self, visit: Visit) -> Pod:
        """The pod, with a database that lives and began with the SQL of this visit's version."""
        gone = self._database is not None and self._database.end() is not None
        files = self._files(visit)
        if self._pod is None or gone or visit.fresh or self._migration != self._lab.app.migration(files):
            self._open(files)
            self._before += [told.FRESH_DATABASE] if gone else []
        assert self._pod is not None
        return self._pod

    def _running(self, pod: Pod, visit: Visit, unwanted: Callable[[], bool]) -> StartedApp:
        """The app with the files of this visit. Raises Unanswered, LearnerError and PlatformError."""
        key = visit.snapshot_id or ""
        if self._app and self._app.key == key:
            if (end := self._app.end()) is None:
                return self._app
            self._before.append(told.STARTED_AGAIN.format(how=told.ended(self._lab.app, end)))
        if self._app:
            self._app.kill()
        self._app = None
        part = inside.app_part(self._lab.app, self._slot, self._passwords, self._files(visit), self._seed)
        app = StartedApp(pod, part, self._lab.app, visit.version, key)
        app.await_ready(self._asker, self._bounds, unwanted)
        self._app = app
        return app

    def _files(self, visit: Visit) -> Mapping[str, bytes]:
        """Raises NotEditable where the lab has changed since these files were."""
        return self._lab.overlay(visit.snapshot.contents()) if visit.snapshot else self._lab.starter()

    def _asked(self, app: StartedApp, visit: Visit, unwanted: Callable[[], bool]) -> Answer:
        bounds = self._bounds
        most = bounds.request + bounds.extra + bounds.grace
        wanted = {"method": visit.method, "path": visit.path, "seconds": bounds.request, "extra": bounds.extra}
        heard, before, self._before = Heard(), self._before, []
        for word in self._asker.ask("get", most, unwanted, **wanted):
            heard.take(word)
        shown = {**heard.shown, "before": before, "log": app.log()}
        if heard.whole:
            return self._judged(app, shown)
        return (
            Answer(Ending.CANCELLED, told.CANCELLED, shown)
            if unwanted()
            else Answer(Ending.LIMIT, told.NOT_TOLD, shown)
        )

    def _judged(self, app: StartedApp, shown: dict[str, Any]) -> Answer:
        """How it ended: as an answer of the app, whatever its status, or not."""
        error = str(shown.get("error", ""))
        if error == "time":
            return Answer(Ending.LIMIT, told.trouble(error, self._bounds), shown)
        if error:
            return Answer(Ending.ERROR, app.ended() or told.trouble(error, self._bounds), shown)
        return Answer(Ending.DONE, "" if shown.get("whole") else told.too_large(), shown)
