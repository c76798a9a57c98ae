"""The player as a process of its own, and what a run of it may leave: nothing that runs, little memory, little disk."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

from perfgym.sandbox.docker.engine import api
from tests.deployment import wait_until
from tests.hostile.table import HERE, Ends, Row
from tests.hostile.watch import Watch

MB = 2**20
BASE = "apps/_base.py"
SHORT, WHOLE = 3, 12  # slices of half a second; fewer than twelve are never judged
TRIES = 3  # where other work on this machine made a measurement worthless
NO_ATTEMPT = ("too_noisy", "platform")  # a machine that is too busy, for a measurement or for its pods
TOO_FEW = "Too few requests"  # of a short measurement in which nothing wrong was found


class Performer:
    """Tries one input after the other in one long-lived process."""

    def __init__(
        self, process: "subprocess.Popen[str]", home: Path, short: int | None, slices: int, segments: int
    ) -> None:
        """With `short` what should do no harm is watched for so many slices, and not judged."""
        self._process, self._home = process, home
        self._short, self._slices, self._segments = short, slices, segments
        self.runs: list[str] = []
        self.grown = 0  # bytes of memory since the first input
        self._first: int | None = None

    def play(self, row: Row, driver: str) -> dict[str, Any]:
        """What the learner would see of this input. Measured again, and longer, where it says nothing yet."""
        short = self._short if row.ends in (Ends.FINISHED, Ends.NO_GAIN) else None
        for attempt in range(TRIES):
            told = self._once(row, driver, short or self._slices * 2**attempt)
            if not _says_nothing(row, told) or (short and TOO_FEW in told["seen"]):
                break
        memory = psutil.Process(self._process.pid).memory_info().rss
        self._first = self._first or memory
        self.grown = memory - self._first
        return told

    def _once(self, row: Row, driver: str, slices: int) -> dict[str, Any]:
        self.runs.append(f"hostile-{secrets.token_hex(6)}")
        asked = {
            "kind": row.kind,
            "file": str(row.file),
            "driver": driver,
            "slices": slices,
            "segments": self._segments,
            "run": self.runs[-1],
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        assert line, "the process that plays the worker has ended"
        return dict(json.loads(line))

    def left(self) -> list[str]:
        """Containers of the last run, and processes of this worker's pods wherever they hang."""
        label = {"label": f"perfgym.run={self.runs[-1]}"}
        containers = [str(one["Id"]) for one in api().containers(all=True, filters=label)] if _engine() else []
        children = [str(child) for child in psutil.Process(self._process.pid).children(recursive=True)]
        return [*containers, *children, *_strays(f"perfgym-pod-{self._process.pid}-".encode())]

    def disk(self) -> int:
        """Bytes in the worker's state folder and in folders of its pods."""
        folders = [self._home, *Path(tempfile.gettempdir()).glob(f"perfgym-pod-{self._process.pid}-*")]
        files = [file for folder in folders for file in folder.rglob("*") if file.is_file() and not file.is_symlink()]
        return sum(file.stat().st_size for file in files)


def stage(target: Path, corpus: Path) -> Path:
    """Make a catalogue of one lab on one app: the honest base of a corpus, which each input replaces."""
    shutil.copytree(HERE / "stage", target, dirs_exist_ok=True)
    base = next(folder / BASE for folder in (corpus, HERE) if (folder / BASE).exists())
    (target / "sandbox_apps/items/apps").mkdir()
    shutil.copy(base, target / "sandbox_apps/items" / BASE)
    return target


@contextmanager
def performing(stage: Path, home: Path, *, long: bool, slices: int = WHOLE, segments: int = 1) -> Iterator[Performer]:
    """`slices` is the length of a segment, and `segments` how many fresh starts a comparison may take to be certain."""
    environment = {
        **os.environ,
        "PERFGYM_HOME": str(home),
        "PERFGYM_APPS_DIR": str(stage / "sandbox_apps"),
        "PERFGYM_LABS_DIR": str(stage / "labs"),
        "DJANGO_SETTINGS_MODULE": "perfgym.settings",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.hostile.player"],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Performer(process, home, None if long else SHORT, slices, segments)
    finally:
        process.communicate(timeout=30)


def ended_as_stated(row: Row, told: Mapping[str, Any]) -> bool:
    """Whether this is an end that the row allows."""
    reason, harmless = told["reason"], told["reason"] is None or TOO_FEW in told["seen"]
    if told["points"] and row.ends is not Ends.FINISHED:
        return False
    if row.ends is Ends.FINISHED:
        return harmless
    if row.ends is Ends.NO_GAIN:
        return (harmless and told["verdict"] != "faster") or reason in row.reasons
    return reason is not None and (not row.reasons or reason in row.reasons)


def check_end(row: Row, driver: str, performer: Performer, site: Watch) -> None:
    """Fail unless the input ends as its row says, in time, leaving nothing, beside a site that goes on answering."""
    told = performer.play(row, driver)
    assert ended_as_stated(row, told), told
    assert [words for words in row.says if words not in told["seen"]] == [], told["seen"]
    assert told["seconds"] < row.within + 3
    wait_until(lambda: not performer.left(), "nothing of the run is left", 3)
    assert site.missed < 2


def check_growth(performer: Performer, site: Watch) -> None:
    """Fail where all inputs together made the worker's memory or what lies on the disk grow."""
    assert performer.grown < 50 * MB
    assert performer.disk() < 40 * MB
    assert site.asked


def _says_nothing(row: Row, told: Mapping[str, Any]) -> bool:
    """Whether it must be tried for longer: disturbed by other work, or over before the app came to do its harm."""
    early = row.ends is Ends.FAILED and told["reason"] is None
    return early or told["reason"] in NO_ATTEMPT


def _engine() -> bool:
    return Path("/var/run/docker.sock").exists() or "DOCKER_HOST" in os.environ


def _strays(mark: bytes) -> list[str]:
    """Processes of the machine whose words or surroundings bear the mark."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "cmdline").read_bytes() + (process / "environ").read_bytes():
                found.append(f"process {process.name}")
        except OSError:
            continue  # it has just ended
    return found
