"""wrk and hey beside our runner, in the same pod: medians of a learner's load test and of theirs.

    python3 tests/bench/generators_pod.py [--seconds 5] [--users 1 2 4] [--units 400]

A pod with the yardstick app (four workers, some 10 ms of CPU a request) is started for each number of users; our
exploration runner drives it, then wrk and hey do, from inside the pod's network and on the runner's cores. What our
page would say about its generator stands below; for a fast app, `--users 80 --units 5`. Needs root, docker and nsenter
(util-linux). Never run it beside anything else.
"""

import argparse
import contextlib
import dataclasses
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perfgym.settings")
os.environ.setdefault("PERFGYM_SECRET_KEY", secrets.token_hex(32))
os.environ.setdefault("PERFGYM_HOME", tempfile.mkdtemp(prefix="pgb-"))

import django

django.setup()

from perfgym.runs import exploration, generator, inside, loadsettings, yardstick  # noqa: E402
from perfgym.runs.arm import Arm  # noqa: E402
from perfgym.runs.job import Job, unheard  # noqa: E402
from perfgym.sandbox import drivers, slots  # noqa: E402
from perfgym.sandbox.docker.engine import api  # noqa: E402
from perfgym.sandbox.protocol import CONSOLE  # noqa: E402

URL = "http://127.0.0.1:8000/work?n=12345"
LOCUSTFILE = b"""
from locust import FastHttpUser, constant, task
class Asker(FastHttpUser):
    wait_time = constant(0)
    @task
    def ask(self):
        self.client.get("/work?n=12345", name="/work")
"""
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


def within(run: str, command: list[str]) -> str:
    """The output of a command in the network of the pod's app, on the runner's cores."""
    found = api().containers(filters={"label": [f"perfgym.run={run}", "perfgym.role=app"]})
    pid = api().inspect_container(found[0]["Id"])["State"]["Pid"]
    cores = ",".join(map(str, slots.measuring_slot().runner_cores))
    entered = ["nsenter", "-t", str(pid), "-n", "taskset", "-c", cores, *command]
    return subprocess.run(entered, capture_output=True, text=True, check=True).stdout


def wrk(run: str, users: int, seconds: int) -> float:
    said = within(run, ["wrk", "-t1", f"-c{users}", f"-d{seconds}s", "--latency", URL])
    found = re.search(r"50%\s+([\d.]+)(us|ms|s)\b", said)
    assert found, said
    return float(found[1]) * UNITS[found[2]]


def hey(run: str, users: int, seconds: int) -> float:
    said = within(run, ["hey", "-cpus", "1", "-c", str(users), "-z", f"{seconds}s", URL])
    found = re.search(r"50%+ in ([\d.]+) secs", said)
    assert found, said
    return float(found[1]) * 1000


OTHERS: dict[str, Callable[[str, int, int], float]] = {"wrk": wrk, "hey": hey}


def medians(users: int, seconds: int, units: int) -> tuple[dict[str, float], str]:
    """Medians in ms, ours and those of the others that are installed, all of one pod; and our word on our generator."""
    kind = dataclasses.replace(yardstick.KINDS["workers"], units=units)
    driver, slot, lab = drivers.choose("docker"), slots.measuring_slot(), yardstick.lab(kind)
    driver.prepare(lab.app.name)
    job = Job(
        lab=lab, edits={}, driver=driver, slot=slot, seed=1, site=CONSOLE, run=f"bench-{secrets.token_hex(4)}", fence=1,
        worker="bench", report=unheard, stop=lambda: False,
        settings=loadsettings.settings_of({"users": users, "spawn_rate": users, "seconds": seconds}),
    )  # fmt: skip
    explored = exploration.Explored()
    arm = Arm("own", driver, job.labels("own"), lab.app, slot)
    with contextlib.closing(arm):
        arm.start(lab.starter(), inside.exploration_part(lab.app, slot, LOCUSTFILE), job.seed)
        exploration._follow(job, arm, explored)
        found = {"ours": float(explored.summary["p50"])}
        for name, run in OTHERS.items():
            if shutil.which(name):
                found[name] = run(job.run, users, seconds)
    return found, generator.judge(explored.seconds, explored.summary, None)["sentence"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--users", type=int, nargs="+", default=[1, 2, 4])
    parser.add_argument("--units", type=int, default=yardstick.KINDS["workers"].units)
    asked = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("This needs root, to enter the pod's network.")
    for users in asked.users:
        found, sentence = medians(users, asked.seconds, asked.units)
        ratios = "".join(f", ours/{name} {found['ours'] / ms:.3f}" for name, ms in found.items() if name != "ours")
        print(
            f"{users:>3} users: " + ", ".join(f"{name} {ms:.2f} ms" for name, ms in found.items()) + ratios, flush=True
        )
        print(f"    {sentence or 'The generator kept up.'}", flush=True)


if __name__ == "__main__":
    main()
