"""Opens a preview's pod for a test and asks the app in it; no database of ours takes part."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

from perfgym.appview.bounds import Bounds
from perfgym.appview.pod import AppPod
from perfgym.appview.session import Session
from perfgym.appview.shown import Shown
from perfgym.appview.visit import Visit
from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.sandbox import drivers
from perfgym.sandbox.protocol import Labels
from perfgym.sittings.answer import Answer
from perfgym.sittings.kind import Place

SITE = f"app-{os.getpid()}"
BOUNDS = Bounds(request=8.0, ready=60.0)


class Preview:
    """A pod with short words for what tests ask. `files` are those of the next visit."""

    def __init__(self, pod: AppPod, files: dict[str, bytes]) -> None:
        self.pod, self.files = pod, files

    def get(self, path: str, unwanted: Callable[[], bool] = lambda: False, **more: Any) -> Answer:
        return self.pod.do(Visit(path=path, method=more.pop("method", "GET"), **more), unwanted)

    def change(self, **files: bytes) -> None:
        """Other files, as if the learner had saved some."""
        self.files.update(files)


def shown(answer: Answer) -> Shown:
    """The answer as the page has it."""
    session = Session(lab="a-lab")
    said = {"ending": answer.ending, "message": answer.message, "shown": dict(answer.shown)}
    return Shown.of(Visit(session=session, path="/", state="done", **said))


def app_of(code: bytes) -> Lab:
    """A lab whose app is one Python file, without a database."""
    app = replace(library.default().apps["yardstick"], start=("python", "app.py"), health="/healthz", database=None)
    files = {"app.py": code}
    return cast(Lab, SimpleNamespace(app=app, starter=lambda: files, files=files))


@contextmanager
def opened(driver: str, lab: Lab, *, bounds: Bounds = BOUNDS, run: str = "a") -> Iterator[Preview]:
    found = drivers.choose(driver)
    found.prepare(lab.app.name)
    place = Place(found, Labels(site=SITE, run=run, fence=1, worker="w", arm="own"), (0,))
    with AppPod(place, lab, bounds) as pod:
        pod.open()
        yield Preview(pod, cast(dict[str, bytes], lab.files))


def with_files(lab: Lab, edits: Mapping[str, bytes]) -> Lab:
    """The lab with other files as what one starts from."""
    return cast(Lab, SimpleNamespace(app=lab.app, starter=lambda: {**lab.starter(), **edits}, files={}))
