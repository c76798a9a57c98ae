"""What this machine can do: one finding a function, each 'no' with what to do about it."""

import os
import shutil
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from perfgym.embedded import binaries, identity, urls
from perfgym.embedded.home import open_home, path
from perfgym.errors import LearnerError, PlatformError
from perfgym.runs.host import Host
from perfgym.sandbox import drivers, slots
from perfgym.sandbox.protocol import Level

COMFORTABLE_BYTES = 3 * 2**30
WORKS = "works here; unset PERFGYM_SANDBOX to use it"
MEANING = {
    Level.S3: "containers: strangers' code is kept apart as well as an engine can",
    Level.S2: "kernel namespaces: for one person on their own machine, not for a class",
    Level.S1: "plain processes with limits: your own code on your own machine only; least exact, least safe",
}


@dataclass(frozen=True)
class Finding:
    """`needed` ones decide whether PerfGym runs here at all; `cure` says what to do about a no."""

    name: str
    ok: bool
    says: str
    cure: str = ""
    needed: bool = True


def all_findings(environ: Mapping[str, str] = os.environ) -> Iterator[Finding]:
    """Every finding, in the order in which a reader wants them."""
    yield python()
    yield state_folder(environ)
    yield free_disk(path(environ))
    yield server(
        "PostgreSQL", "DATABASE_URL", environ, lambda: binaries.postgres(identity.identity(identity.POSTGRES_UID).uid)
    )
    yield server("Valkey", "REDIS_URL", environ, lambda: binaries.valkey(identity.identity(identity.VALKEY_UID).uid))
    yield engine(environ)
    yield cores()
    yield isolation(environ)
    yield sentinel(environ)


def python() -> Finding:
    return Finding("Python", True, f"{sys.version.split()[0]} at {sys.executable}")


def state_folder(environ: Mapping[str, str]) -> Finding:
    try:
        return Finding("state folder", True, f"{open_home(path(environ)).path}, yours and private")
    except (LearnerError, PlatformError) as problem:
        return Finding("state folder", False, *_said(problem))


def free_disk(folder: Path) -> Finding:
    there = next(place for place in (folder, *folder.parents) if place.exists())
    free = shutil.disk_usage(there).free
    cure = "images, databases and recordings want 3 GB: make room, or move PERFGYM_HOME to another disk"
    return _wish("free disk", free >= COMFORTABLE_BYTES, f"{free / 2**30:.1f} GB below {there}", cure)


def server(name: str, variable: str, environ: Mapping[str, str], find: Callable[[], Path]) -> Finding:
    if urls.given(environ, variable):
        return Finding(name, True, f"the one that {variable} names")
    try:
        return Finding(name, True, f"embedded, {find()}")
    except (LearnerError, PlatformError) as problem:
        return Finding(name, False, *_said(problem))


def engine(environ: Mapping[str, str]) -> Finding:
    try:
        driver = drivers.choose(environ.get("PERFGYM_SANDBOX"))
    except (LearnerError, PlatformError) as problem:
        return Finding("isolation", False, *_said(problem))
    says = f"{driver.level} by {driver.name}; {MEANING[driver.level]}"
    stronger = drivers.STRONGEST_FIRST[: drivers.STRONGEST_FIRST.index(driver.name)]
    problems = {name: drivers.all_drivers()[name].problem() for name in stronger}
    cure = "\n".join(f"{name}: {problem or WORKS}" for name, problem in problems.items())
    return _wish("isolation", driver.level is Level.S3, says, cure)


def cores() -> Finding:
    slot = slots.measuring_slot()
    apart = bool(slot.app_cores and slot.runner_cores)
    says = "one only: measurements take longer and end inconclusive more often"
    if apart:
        says = f"{_numbers(slot.app_cores)} for the app that is measured, {_numbers(slot.runner_cores)} for its load"
    return _wish(
        "cores", apart, says, "give this machine a second core, so that load and app do not disturb each other"
    )


def isolation(environ: Mapping[str, str]) -> Finding:
    """Whether the sandbox keeps its promises here, as last tested by a worker."""
    try:
        last = Host.of(drivers.choose(environ.get("PERFGYM_SANDBOX")), slots.measuring_slot()).isolation()
    except (LearnerError, PlatformError) as problem:
        return Finding("self-test", False, *_said(problem), needed=False)
    if last is None:
        return Finding("self-test", True, "not done yet; a worker does it when it starts", needed=False)
    cures = dict.fromkeys(check["cure"] for check in last["checks"] if check["cure"])
    return _wish("self-test", last["ok"], f"{last['sentence']} ({last['at'][:16]})", "\n".join(cures))


def sentinel(environ: Mapping[str, str]) -> Finding:
    """Whether identical code is called the same here, as last measured by a worker."""
    try:
        last = Host.of(drivers.choose(environ.get("PERFGYM_SANDBOX")), slots.measuring_slot()).sentinel()
    except (LearnerError, PlatformError) as problem:
        return Finding("sentinel", False, *_said(problem), needed=False)
    if last is None:
        return Finding("sentinel", True, "not asked yet; a worker does that when it starts", needed=False)
    cure = "stop what else works here; a worker asks again after 15 minutes and takes no comparison till then"
    return _wish("sentinel", last["ok"], last["sentence"], cure)


def _wish(name: str, ok: bool, says: str, cure: str) -> Finding:
    """A finding without which PerfGym still runs."""
    return Finding(name, ok, says, "" if ok else cure, needed=False)


def _numbers(cores: tuple[int, ...]) -> str:
    return f"core{'s' if len(cores) > 1 else ''} {', '.join(map(str, cores))}"


def _said(problem: Exception) -> tuple[str, str]:
    """The first line is what is so, the rest what to do."""
    says, _, cure = str(problem).partition("\n")
    return says, cure
