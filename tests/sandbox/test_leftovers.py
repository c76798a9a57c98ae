"""Nothing outlives its pod, and no pod its worker; the reaper takes what has no owner and leaves the rest."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from perfgym.sandbox.docker import settings
from perfgym.sandbox.errors import PodFailed
from perfgym.sandbox.local import cgroup, folders
from perfgym.sandbox.protocol import CONSOLE, Driver, EndReason, Labels, Pod, Role
from tests.deployment import wait_until
from tests.sandbox.behaviours import ECHO, WAIT, exits
from tests.sandbox.conftest import APPS, SITE, begin, ended, in_docker, labels, locally, part, with_fake

ROOT = Path(__file__).parents[2]
CHILD = "import subprocess, sys\nsubprocess.Popen([sys.executable, '-c', 'import time; time.sleep(300)'])\n"
DAEMON = """
import os, sys, time
if not os.fork():
    os.setsid()
    if os.fork(): os._exit(0)
    os.closerange(0, 3)
    time.sleep(300); os._exit(0)
os.wait()
"""
WORKER = """
import dataclasses, sys, threading, django
django.setup()
from tests.sandbox.conftest import labels, part, prepared
pod = prepared(sys.argv[1]).open(labels(sys.argv[2]))
process = pod.start(dataclasses.replace(part(sys.argv[3]), env={"MARK": sys.argv[2]}))
process.send(b"x")
process.receive(30)
print("started", flush=True)
threading.Event().wait()
"""


def marked(mark: str) -> list[int]:
    """Ids of processes with `mark` in their environment or command line."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            text = (folder / "cmdline").read_bytes() + (folder / "environ").read_bytes()
        except OSError:
            continue
        if mark.encode() in text and int(folder.name) != os.getpid():
            found.append(int(folder.name))
    return found


def containers(run: str, *options: str) -> list[str]:
    command = ["docker", "ps", "-q", *options, "--filter", f"label=perfgym.run={run}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def left(driver: Driver, run: str) -> list[object]:
    """Whatever of a pod is still there."""
    if driver.name == "docker":
        return [*containers(run, "-a")]
    if driver.name == "fake":
        return [thread for thread in threading.enumerate() if thread.name.startswith("fake")]
    ours = list(Path(tempfile.gettempdir()).glob(f"{folders.PREFIX}{os.getpid()}-*"))
    groups = [path for root in cgroup.ROOTS for path in root.glob(f"perfgym-{os.getpid()}-*")]
    return [*ours, *groups, *marked(f"/{folders.PREFIX}{os.getpid()}-")]


def swept_groups(driver: Driver, pid: int) -> list[Path]:
    """Groups of a process that are left after a sweep; one that is not quite empty yet is left to the next."""
    driver.reap(f"tests-{pid}", list)
    return [path for root in cgroup.ROOTS for path in root.glob(f"perfgym-{pid}-*")]


@with_fake
def test_closing_leaves_nothing(driver: Driver) -> None:
    run = f"closed-{os.getpid()}"
    with driver.open(labels(run)) as pod:
        parts = [begin(pod, WAIT, Role.APP), begin(pod, ECHO), begin(pod, exits(0))]
        parts[1].send(b"x")
        assert parts[1].receive(20) == b"x"
        assert left(driver, run)
    assert not left(driver, run)
    assert all(process.end() is not None for process in parts)
    pod.close()  # once more does no harm


@with_fake
def test_a_pod_without_parts_closes(driver: Driver) -> None:
    with driver.open(labels("empty")):
        pass
    assert not left(driver, "empty")


@with_fake
def test_an_error_in_the_worker_closes_the_pod(driver: Driver) -> None:
    run = f"error-{os.getpid()}"
    with pytest.raises(ZeroDivisionError), driver.open(labels(run)) as pod:  # noqa: PT012 - both are the point
        begin(pod, ECHO)
        raise ZeroDivisionError
    assert not left(driver, run)


@pytest.mark.parametrize("leaves", [CHILD, DAEMON], ids=["child", "daemon"])
@pytest.mark.parametrize("last", ["", ECHO.script], ids=["ended", "killed"])
def test_what_a_part_leaves_behind_ends_with_it(driver: Driver, leaves: str, last: str) -> None:
    run = f"behind-{os.getpid()}"
    with driver.open(labels(run)) as pod:
        process = pod.start(part(f"{leaves}\n{last}"))
        if last:
            process.send(b"x")
            assert process.receive(20) == b"x"
            process.kill()
            assert ended(process).reason is EndReason.KILLED
        else:
            assert ended(process).code == 0
    wait_until(lambda: not left(driver, run), "no process of the pod is left", 10)


@pytest.mark.parametrize("leaves", ["", CHILD, DAEMON], ids=["part", "child", "daemon"])
def test_a_pod_ends_with_its_worker(driver: Driver, tmp_path: Path, leaves: str) -> None:
    run = f"orphan-{os.getpid()}-{driver.name}"
    (tmp_path / "worker.py").write_text(WORKER)
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    worker = subprocess.Popen(
        [sys.executable, str(tmp_path / "worker.py"), driver.name, run, f"{leaves}\n{ECHO.script}"],
        env={**os.environ, "PYTHONPATH": path, "PERFGYM_APPS_DIR": str(APPS)},
        stdout=subprocess.PIPE,
    )
    assert worker.stdout is not None
    with worker.stdout:
        assert worker.stdout.readline() == b"started\n"
        assert set(marked(f"MARK={run}")) - {worker.pid}
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    wait_until(lambda: not marked(f"MARK={run}"), "no process of the pod is left", 20)
    if driver.name == "docker":
        wait_until(lambda: not containers(run), "no container runs", 20)
    assert driver.reap(f"tests-{worker.pid}", list) >= 1
    assert not list(Path(tempfile.gettempdir()).glob(f"{folders.PREFIX}{worker.pid}-*"))
    wait_until(lambda: not swept_groups(driver, worker.pid), "groups are gone: each sweep takes the empty ones", 10)
    assert driver.name != "docker" or not containers(run, "-a")


@pytest.mark.parametrize("driver", [pytest.param("docker", marks=pytest.mark.docker), "fake"], indirect=True)
def test_the_reaper_takes_what_has_no_owner_and_leaves_the_rest(driver: Driver) -> None:
    with driver.open(labels("owned", 2)) as owned, driver.open(labels("lost", 1)) as lost:
        kept = begin(owned, ECHO)
        taken = [begin(lost, WAIT, Role.APP), begin(lost, ECHO)]
        assert driver.reap("another site", list) == 0
        assert driver.reap(SITE, lambda: [("owned", 2)]) == 2
        assert [process.end() is not None for process in (kept, *taken)] == [False, True, True]
        kept.send(b"still here")
        assert kept.receive(20) == b"ereh llits"
        assert driver.reap(SITE, lambda: [("owned", 3)]) == 1  # the same run, claimed anew by another worker
        assert kept.end() is not None


def test_a_local_reaper_leaves_pods_of_living_workers(driver: Driver) -> None:
    with driver.open(labels("mine")) as pod:
        process = pod.start(part(ECHO.script))
        driver.reap("another site", list)
        process.send(b"still here")
        assert process.receive(20) == b"ereh llits"


@in_docker
def test_the_reaper_takes_what_ended_consoles_left_and_no_running_one(driver: Driver) -> None:
    def of(run: str) -> Labels:
        return Labels(site=CONSOLE, run=f"{run}-{os.getpid()}", fence=0, worker="w", arm="own")

    with driver.open(of("runs")) as runs, driver.open(of("over")) as over:
        process = runs.start(part(ECHO.script))
        ended(over.start(part("raise SystemExit(0)")))
        driver.reap(SITE, list)
        assert process.end() is None
        assert not containers(f"over-{os.getpid()}", "-a")


@in_docker
def test_a_part_that_cannot_join_its_pod_leaves_nothing(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    run, asked = f"late-{os.getpid()}", settings.host_config
    with driver.open(labels(run)) as pod:
        ended(pod.start(part("raise SystemExit(0)")))
        (gone,) = containers(run, "-a")
        monkeypatch.setattr(settings, "host_config", lambda part, network: asked(part, f"container:{gone}"))
        with pytest.raises(PodFailed, match="would not start"):
            pod.start(part(ECHO.script))
        assert containers(run, "-a") == [gone]


@locally
def test_the_machine_never_sees_what_a_part_writes(pod: Pod) -> None:
    """So nobody here ever opens, hands over or removes anything in a folder that such code can write."""
    script = """
import json, os
os.symlink("/etc", os.path.join(os.environ["SCRATCH"], "link"))
open(os.path.join(os.environ["SCRATCH"], "mine"), "w").close()
print(json.dumps(sorted(os.listdir(os.environ["SCRATCH"]))), flush=True)
import time; time.sleep(60)
"""
    process = pod.start(part(script))
    if "mnt" not in process.applied()["namespaces"]:  # type: ignore[operator]
        pytest.skip("no mount namespace can be made here, so S1 has a plain folder")
    line = process.receive(30)
    assert line is not None
    assert json.loads(line) == ["link", "mine"]
    folders = list(Path(tempfile.gettempdir()).glob(f"perfgym-pod-{os.getpid()}-*/scratch"))
    assert folders
    assert not [entry for folder in folders for entry in folder.iterdir()]
