"""What the site's pages cost, and how it is with a class on it: our own Locust against our own site.

    python3 tests/bench/site.py [--rounds 3] [--learners 100] [--streams 60] [--seconds 40]

First each page alone, in turns with bare Django views behind the same server settings (one without any middleware,
one with the usual seven), eight readers without a pause: CPU a request of the server's processes, requests a second and
core (the inverse of it), and that as a share of each bare view's in the same run. Then memory an open stream. Then a
class: learners who read with pauses of one to five seconds while the streams carry an event a second; what each of them
sees was drawn once before. Site and Locust on a core each, loopback. Never run it beside anything else.
"""

import argparse
import json
import os
import selectors
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any
from urllib.request import Request, urlopen

import redis

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from overhead import family, pss_kb

from tests.chaos.machines import machines
from tests.deployment import Deployment, Urls, answers, deployment, free_port, wait_until

HERE = Path(__file__).parent
CORES = sorted(os.sched_getaffinity(0))
READERS, TURN_SECONDS = 8, 4
TICK = os.sysconf("SC_CLK_TCK")
BARE, USUAL = "bare view", "usual middleware"
A_PERSON = 3  # streams that one learner may have
MAKE = """
import json
from tests import factories
from perfgym.runs.models import Kind, Run, State
learners = []
for _ in range(LEARNERS):
    person = factories.person()
    done = factories.finished_run(person, pairs=400)
    now = factories.queued_run(person, Kind.EXPLORE)
    Run.objects.filter(pk=now.pk).update(state=State.RUNNING, fence=1, attempt=1)
    learners.append({"session": factories.session(person), "run": str(done.pk), "open": str(now.pk)})
print("made", json.dumps(learners))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--learners", type=int, default=100)
    parser.add_argument("--streams", type=int, default=60)
    parser.add_argument("--seconds", type=int, default=40, help="of the class; 0: the pages alone")
    asked = parser.parse_args()
    os.environ["PERFGYM_SENTINEL"] = "off"
    with tempfile.TemporaryDirectory(prefix="pgb-") as name:
        folder = Path(name)
        (folder / "servers").mkdir(), (folder / "home").mkdir()
        with (
            machines(folder / "servers") as (_, urls),
            deployment(Urls(*urls), folder / "home", "process") as platform,
        ):
            Bench(platform, folder, asked).run()


class Bench:
    """One site, one bare view, and what is asked of both."""

    def __init__(self, platform: Deployment, folder: Path, asked: argparse.Namespace) -> None:
        self.platform, self.folder, self.asked = platform, folder, asked
        made = platform.command("shell", "-v", "0", "-c", MAKE.replace("LEARNERS", str(asked.learners)))
        self.learners = json.loads(made.split("made ")[1])
        for each in self.learners:
            each["pages"] = pages(each)
        self.cookies = folder / "cookies.json"
        self.cookies.write_text(json.dumps(self.learners))

    def run(self) -> None:
        with ExitStack() as stack:
            site = stack.enter_context(server(self.platform, "site", self.platform.port))
            hellos = {}
            for name in (BARE, USUAL):
                port = free_port()
                hellos[name] = (stack.enter_context(server(self.platform, name, port)), f"http://127.0.0.1:{port}")
            self.pages_alone(site, hellos)
            if self.asked.seconds:
                with Streams(self, self.asked.streams) as streams:
                    streams.report(site)
                    self.a_class(site, streams)

    def pages_alone(self, site: int, hellos: dict[str, tuple[int, str]]) -> None:
        rows: dict[str, list[tuple[float, list[float]]]] = {}
        for learner in self.learners[:READERS]:  # a result is drawn once, the first time somebody looks at it
            self.first_look(learner)
        for _ in range(self.asked.rounds):
            for name, (pid, url) in hellos.items():
                rows.setdefault(name, []).append(self.turn(pid, url, name))
            for name in self.learners[0]["pages"]:
                rows.setdefault(name, []).append(self.turn(site, self.platform.url, name))
        cpu = {name: median(each for each, _ in turns) for name, turns in rows.items()}
        print(f"{'page':<20}{'CPU ms':>8}{'/s core':>9}{'of bare':>9}{'of usual':>9}{'p50 ms':>8}{'p95 ms':>8}")
        for name, turns in rows.items():
            times = sorted(ms for _, each in turns for ms in each)
            shares = "".join(f"{cpu[base] / cpu[name]:>9.2f}" for base in hellos)
            print(f"{name:<20}{cpu[name]:>8.2f}{1000 / cpu[name]:>9.0f}{shares}{spread(times)}")

    def first_look(self, learner: dict[str, str]) -> None:
        asked = Request(
            f"{self.platform.url}/runs/{learner['run']}/", headers={"Cookie": f"sessionid={learner['session']}"}
        )
        with urlopen(asked, timeout=30) as answer:
            answer.read()

    def turn(self, pid: int, url: str, name: str) -> tuple[float, list[float]]:
        """(CPU ms a request, the times of requests in ms)"""
        before = cpu_seconds(pid)
        raw = self.locust(url, READERS, READERS, TURN_SECONDS, SITE_ONLY=name)
        spent = cpu_seconds(pid) - before
        times = raw["ms"].get(name) or sys.exit(f"{name}: no request was answered: {raw}")
        if raw["failed"]:
            sys.exit(f"{name}: {raw['failed']} requests failed\n{self.platform.log('site')}")
        return 1000 * spent / len(times), times

    def locust(self, url: str, users: int, rate: int, seconds: int, **more: str) -> dict[str, Any]:
        raw = self.folder / "raw.json"
        raw.unlink(missing_ok=True)
        command = ["taskset", "-c", str(CORES[0]), sys.executable, "-m", "locust", "-f", str(HERE / "site_readers.py")]
        command += ["--headless", "-u", str(users), "-r", str(rate), "-t", f"{seconds}s", "-H", url, "--only-summary"]
        environment = {**os.environ, "SITE_COOKIES": str(self.cookies), "SITE_RAW": str(raw), **more}
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if not raw.exists():
            sys.exit(done.stderr)
        found: dict[str, Any] = json.loads(raw.read_text())
        return found

    def a_class(self, site: int, streams: "Streams") -> None:
        seconds = self.asked.seconds
        used = cpu_seconds(site)
        for learner in self.learners[READERS:]:
            self.first_look(learner)
        drawn = (cpu_seconds(site) - used) / max(1, len(self.learners) - READERS)
        print(f"a result that is drawn for the first time: {1000 * drawn:.0f} ms of CPU")
        before, told = cpu_seconds(site), streams.events
        raw = self.locust(self.platform.url, self.asked.learners, 25, seconds)
        used, count = cpu_seconds(site) - before, sum(map(len, raw["ms"].values()))
        print(f"\n{self.asked.learners} learners and {self.asked.streams} streams, {seconds} s:")
        print(f"{'page':<22}{'count':>8}{'p50 ms':>8}{'p95 ms':>8}")
        for name, times in raw["ms"].items():
            print(f"{name:<22}{len(times):>8}{spread(sorted(times))}")
        print(f"{count / seconds:.0f} requests a second, {sum(raw['failed'].values())} failed", end="; ")
        print(f"{(streams.events - told) / seconds:.0f} events a second; {used / seconds:.2f} cores of the site")


class Streams:
    """Open event streams, read by a thread, and their runs, which say something once a second."""

    def __init__(self, bench: Bench, count: int) -> None:
        self.bench, self.count, self.events, self.over = bench, count, 0, threading.Event()
        self.runs = [each["open"] for each in bench.learners[: -(-count // A_PERSON)]]
        self.sockets: list[socket.socket] = []

    def __enter__(self) -> "Streams":
        self.threads = [threading.Thread(target=work) for work in (self.publish, self.take)]
        self.threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for thread in self.threads:
            if thread.is_alive():
                thread.join()
        for each in self.sockets:
            each.close()

    def report(self, site: int) -> None:
        before = memory(site)
        for number in range(self.count):
            self.open(self.bench.learners[number // A_PERSON])
        self.threads[1].start()
        wait_until(lambda: self.events >= 3 * self.count, "every stream tells its events")
        grown = memory(site) - before
        print(f"\n{self.count} streams: {grown / 1024:.1f} MB more, {grown / self.count:.0f} kB a stream", end="")
        print(f" (the site before: {before / 1024:.0f} MB)")

    def open(self, learner: dict[str, str]) -> None:
        connection = socket.create_connection(("127.0.0.1", self.bench.platform.port), timeout=10)
        connection.sendall(
            f"GET /runs/{learner['open']}/events HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Cookie: sessionid={learner['session']}\r\nAccept: text/event-stream\r\n\r\n".encode()
        )
        self.sockets.append(connection)

    def publish(self) -> None:
        client = redis.Redis.from_url(self.bench.platform.environment["REDIS_URL"])
        second = 0
        while not self.over.wait(1):
            second += 1
            row = {"t": second, "of": 600, "users": 10, "rps": 99.5, "fails": 0.0, "p50": 12.1, "p95": 40.2}
            for run in self.runs:
                data = json.dumps({**row, "by_name": [["GET /books", 99, 0, 12.1, 40.2]] * 5})
                client.xadd(f"perfgym:run:{run}", {"event": "second", "data": data}, maxlen=4000, approximate=True)

    def take(self) -> None:
        with selectors.DefaultSelector() as chosen:
            for each in self.sockets:
                chosen.register(each, selectors.EVENT_READ)
            while not self.over.is_set():
                for key, _ in chosen.select(0.2):
                    found = key.fileobj.recv(65536)  # type: ignore[union-attr]
                    if not found:
                        sys.exit("a stream was closed")
                    self.events += found.count(b"event: second")


def pages(learner: dict[str, str]) -> dict[str, str]:
    return {
        "guide (workbench)": "/labs/sql-n-plus-one/work/?step=1",
        "lab": "/labs/sql-n-plus-one/",
        "catalogue": "/labs/",
        "run": f"/runs/{learner['run']}/",
    }


@contextmanager
def server(platform: Deployment, name: str, port: int) -> Iterator[int]:
    """The id of its first process; held on the last core."""
    what = [str(HERE / "hello.py"), str(port), *(["usual"] if name == USUAL else [])]
    if name == "site":
        what = ["-m", "perfgym.console.entry", "site", "--port", str(port)]
    command = ["taskset", "-c", str(CORES[-1]), sys.executable, *what]
    with (platform.home / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(command, env=platform.environment, stdout=log, stderr=log)
    try:
        address = f"http://127.0.0.1:{port}{'/healthz' if name == 'site' else '/'}"
        wait_until(lambda: process.poll() is not None or answers(address), f"{name} answers")
        if process.poll() is not None:
            sys.exit((platform.home / f"{name}.log").read_text())
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and everything below it."""
    fields = [Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split() for each in family(pid)]
    return sum(int(each[11]) + int(each[12]) for each in fields) / TICK


def memory(pid: int) -> int:
    """kB, shared pages counted by share."""
    return sum(map(pss_kb, family(pid)))


def spread(times: list[float]) -> str:
    return f"{times[len(times) // 2]:>8.1f}{times[int(0.95 * len(times))]:>8.1f}"


if __name__ == "__main__":
    main()
