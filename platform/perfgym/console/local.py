"""What `measure` and `load` share: a job without a site, its progress on a terminal, its evidence in a file."""

import os
import secrets
import signal
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import OutputWrapper

from perfgym.catalog.lab import Lab
from perfgym.embedded import home
from perfgym.errors import LearnerError
from perfgym.runs.job import Job
from perfgym.runs.outcome import Abandoned, Outcome
from perfgym.runs.trial import Laid
from perfgym.sandbox import drivers, slots
from perfgym.sandbox.protocol import CONSOLE, Driver

MAX_FILES = 200
MAX_BYTES = 2 * 2**20
IGNORED = {"__pycache__", ".git"}


class BadFolder(LearnerError):
    """The folder given with --files cannot be used."""


def edits_from(folder: Path) -> dict[str, bytes]:
    """The files below `folder`, by their paths inside it. Raises BadFolder; symbolic links are not followed."""
    if not folder.is_dir():
        raise BadFolder(
            f"{folder} is not a folder. Give --files a folder of files that lie as in the lab; empty is the starter."
        )
    found: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            raise BadFolder(f"{path} is a symbolic link; only ordinary files are taken.")
        if path.is_file() and not IGNORED & set(path.parts):
            found[path.relative_to(folder).as_posix()] = path.read_bytes()
    found.pop("cheat.yaml", None)
    if len(found) > MAX_FILES or sum(map(len, found.values())) > MAX_BYTES:
        raise BadFolder(
            f"{folder} holds more than {MAX_FILES} files or {MAX_BYTES // 2**20} MB; edits are a few small files."
        )
    return found


def local_job(
    lab: Lab,
    edits: Mapping[str, bytes],
    report: Callable[[str, Mapping[str, Any]], None],
    settings: Mapping[str, Any],
    execute: Callable[[Job], Outcome],
    driver: Driver | None = None,
    laid: Laid | None = None,
) -> Outcome:
    """Do the work here and now, by this driver or the one that is chosen. Ctrl-C or SIGTERM ends it with its pods.

    `laid` is what a trial runs; the edits then play no part.
    """
    stop = threading.Event()
    usual = {number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    job = Job(
        lab=lab,
        edits=edits,
        driver=driver or drivers.choose(os.environ.get("PERFGYM_SANDBOX")),
        slot=slots.measuring_slot(),
        seed=secrets.randbits(62),
        site=CONSOLE,
        run=f"local-{secrets.token_hex(6)}",
        fence=1,
        worker=f"console-{os.getpid()}",
        report=report,
        stop=stop.is_set,
        settings=settings,
        laid=laid,
    )
    try:
        return execute(job)
    except Abandoned as error:
        raise KeyboardInterrupt from error
    finally:
        for number, handler in usual.items():
            signal.signal(number, handler)


def keep_bundle(outcome: Outcome, lab: Lab, where: Path | None) -> str | None:
    """Write the evidence; its path, or None where there is none."""
    if not outcome.bundle:
        return None
    if where is None:
        folder = home.path() / "evidence"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        where = folder / f"{lab.slug}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}.zip"
    where.write_bytes(outcome.bundle)
    return str(where)


class Screen:
    """Progress on standard error: one line that is written over on a terminal, one line a stage elsewhere."""

    def __init__(self, stderr: OutputWrapper) -> None:
        self._out = stderr
        self._live = stderr.isatty()
        self._start = time.monotonic()

    def report(self, kind: str, data: Mapping[str, Any]) -> None:
        if kind == "state":
            self._say(f"{data['message']} (about {data['expect_seconds']:.0f} s)", keep=True)
        elif kind == "progress":
            self._say(_progress(data), keep=data["seconds"] == data["seconds_of"])
        elif kind == "second":
            self._say(_second(data), keep=False)

    def close(self) -> None:
        self._say(f"done after {time.monotonic() - self._start:.0f} s", keep=True)

    def _say(self, text: str, keep: bool) -> None:
        if self._live:
            self._out.write(f"\r\x1b[K{text}", ending="\n" if keep else "")
            self._out.flush()
        elif keep:
            self._out.write(text)


def _progress(data: Mapping[str, Any]) -> str:
    done = int(20 * data["seconds"] / data["seconds_of"])
    bar = "#" * done + "." * (20 - done)
    ratio = f"{data['ratio']:.3f} ({data['low']:.3f} to {data['high']:.3f})" if data["ratio"] else "not yet known"
    return f"segment {data['segment']} of at most {data['of']} [{bar}] {data['pairs']} pairs, after/before {ratio}"


def _second(data: Mapping[str, Any]) -> str:
    figures = f"{data['users']} users, {data['rps']:.0f} requests a second, p95 {data['p95'] or 0:.0f} ms"
    return f"second {data['t']:.0f} of {data['of']}: {figures}"
