"""What our recording costs beside Locust's own work, and what generators can send from one core.

    python3 tests/bench/loadgen.py [--rounds 100]

First: FastHttpUser at full speed in one process, in rounds of 0.1 s that alternate with and without our listener; the
ratio of neighbours (trimmed mean, with two standard errors), and the time that a second's lines take, which is measured
by itself. Then: requests a second, also a core, of our runner, stock Locust (HttpUser, FastHttpUser), hey and wrk.
Loopback, generator and app on a core each, about 50 s. Never run it beside anything else.
"""

import argparse
import gc
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import fmean, median, stdev

from small_app_beside import CORES, FAST, GET_IT, answered, exploration, on, small_app

CONNECTIONS = 20
WARM, MEASURED = 1.0, 2.5  # seconds of a tool's run
LONG = 60  # seconds; a tool is ended when it has been measured
ROUND = 0.1  # seconds
SECOND = 10  # rounds with recording after which our runner would write a second
COST = 0.05


def recording(target: str, rounds: int) -> None:
    """In this process: Locust changes sockets and threads, so it is a process of its own."""
    import locust  # first: it makes sockets cooperative before anything else holds one
    import gevent  # isort: skip
    from locust.env import Environment

    from perfgym.loadgen.exploration.facts import Facts
    from perfgym.loadgen.exploration.failures import Failures
    from perfgym.loadgen.exploration.recorder import Recorder
    from perfgym.loadgen.exploration.report import Report
    from perfgym.loadgen.exploration.samples import Samples
    from perfgym.loadgen.lines import Writer

    class Visitor(locust.FastHttpUser):
        wait_time = locust.constant(0)

        @locust.task
        def page(self) -> None:
            self.client.get("/page")

    gc.collect()
    gc.freeze()  # as our runner does
    environment = Environment(user_classes=[Visitor], host=target)
    runner = environment.create_local_runner()
    runner.start(CONNECTIONS, spawn_rate=100)

    gevent.sleep(2 * WARM)
    samples, failures = Samples(), Failures()
    recorder = Recorder(samples, failures, None)
    report = Report(Writer(os.open(os.devnull, os.O_WRONLY)), samples, failures)
    turns: list[tuple[bool, float, float]] = []  # with our listener, CPU seconds a request, requests a second
    settling = Settling()
    for turn in range(2 * rounds):
        ours = turn % 4 in (1, 2)  # without, with, with, without: a drift hits both
        if ours:
            environment.events.request.add_listener(recorder.request)
        requests, cpu, at = runner.stats.total.num_requests, time.process_time(), time.monotonic()
        gevent.sleep(ROUND)
        done = runner.stats.total.num_requests - requests
        turns.append((ours, (time.process_time() - cpu) / done, done / (time.monotonic() - at)))
        if ours:
            environment.events.request.remove_listener(recorder.request)
            settling.after(done)
        if settling.waiting >= SECOND:
            with settling:
                recorder.settle()
                report.second(turn, Facts())
    runner.quit()
    print(json.dumps({"turns": turns, "requests": settling.requests, "cpu": settling.cpu, "wall": settling.wall}))


class Settling:
    """Adds up what the work on noted requests takes, which is done once for every second of recording."""

    def __init__(self) -> None:
        self.waiting = self.requests = self._noted = 0
        self.cpu = self.wall = 0.0

    def after(self, requests: int) -> None:
        """One more round with so many requests."""
        self.waiting += 1
        self._noted += requests

    def __enter__(self) -> None:
        self._start = time.process_time(), time.monotonic()

    def __exit__(self, *_: object) -> None:
        cpu, wall = self._start
        self.cpu += time.process_time() - cpu
        self.wall += time.monotonic() - wall
        self.requests += self._noted
        self.waiting = self._noted = 0


def trimmed(values: list[float]) -> tuple[float, float]:
    """Mean without the lowest and the highest tenth, and its standard error."""
    cut = len(values) // 10
    core = sorted(values)[cut : len(values) - cut]
    return fmean(core), stdev(core) / len(core) ** 0.5 * len(values) / len(core)


def cost(target: str, rounds: int) -> bool:
    """Whether recording may cost no more than it should: false when it surely does, by two standard errors."""
    command = [sys.executable, __file__, "--recording", target, "--rounds", str(rounds)]
    done = subprocess.run(
        on(CORES[0], command), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=True
    )
    found = json.loads(done.stdout.splitlines()[-1])
    turns = found["turns"]
    pairs = [sorted(turns[at : at + 2]) for at in range(0, len(turns), 2)]  # without, with
    cpu, rate = (median(bare[at] for bare, _ in pairs) for at in (1, 2))
    print(f"without recording: {1e6 * cpu:.0f} us of CPU a request, {rate:.0f} requests a second")
    settling = found["cpu"] / found["requests"] / cpu  # as a share of a request without recording
    extra, error = trimmed([ours[1] / bare[1] for bare, ours in pairs])
    slower, unsure = trimmed([bare[2] / ours[2] for bare, ours in pairs])
    print(
        f"noting a request: {100 * (extra - 1):+.1f} % of it (+-{200 * error:.1f}); the rest: {100 * settling:+.1f} %"
    )
    stalled = found["wall"] / found["requests"] * rate
    print(f"time a request: {100 * (slower - 1 + stalled):+.1f} % (+-{200 * unsure:.1f})")
    print(f"recording in all: {100 * (extra - 1 + settling):+.1f} % CPU a request (+-{200 * error:.1f})")
    return extra - 1 + settling - 2 * error <= COST


@contextmanager
def stock(target: str, kind: str) -> Iterator[subprocess.Popen[str]]:
    """Locust as it comes, on its command line."""
    with tempfile.TemporaryDirectory(prefix="pgb-") as folder:
        (Path(folder) / "locustfile.py").write_text(FAST.replace("FastHttpUser", kind))
        options = ["--headless", "-u", str(CONNECTIONS), "-r", "100", "-t", f"{LONG}s", "-H", target, "--only-summary"]
        with tool([sys.executable, "-m", "locust", *options], folder) as process:
            yield process


@contextmanager
def tool(command: list[str], folder: str = ".") -> Iterator[subprocess.Popen[str]]:
    nowhere = subprocess.DEVNULL
    process = subprocess.Popen(on(CORES[0], command), cwd=folder, stdout=nowhere, stderr=nowhere, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def row(name: str, target: str, process: subprocess.Popen[str]) -> str:
    """Of a tool that has just been started."""
    start = answered(target)
    while answered(target) < start + CONNECTIONS:
        if process.poll() is not None:
            return f"{name:<22} ended at once with exit code {process.returncode}"
        time.sleep(0.05)
    time.sleep(WARM)
    count, cpu, at = answered(target), cpu_seconds(process.pid), time.monotonic()
    time.sleep(MEASURED)
    count, cpu, seconds = answered(target) - count, cpu_seconds(process.pid) - cpu, time.monotonic() - at
    return f"{name:<22} {count / seconds:>10.0f} {cpu / seconds:>8.2f} {count / max(cpu, 0.01):>20.0f}"


def table(target: str) -> None:
    print(f"{'generator':<22} {'requests/s':>10} {'cores':>8} {'requests/s and core':>20}")
    with exploration(target, CONNECTIONS, LONG, subprocess.DEVNULL) as process:
        print(row("PerfGym, FastHttpUser", target, process), flush=True)
    for kind in ("FastHttpUser", "HttpUser"):
        with stock(target, kind) as process:
            print(row(f"Locust, {kind}", target, process), flush=True)
    url, many = f"{target}/page", str(CONNECTIONS)
    commands = {
        "hey": ["hey", "-cpus", "1", "-c", many, "-z", f"{LONG}s", url],
        "wrk": ["wrk", "-t1", "-c", many, f"-d{LONG}s", url],
    }
    for name, command in commands.items():
        if shutil.which(name):
            with tool(command) as process:
                print(row(name, target, process), flush=True)
        else:
            print(f"{name:<22} not installed: {GET_IT[name]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=100, help="with recording, and as many without")
    parser.add_argument("--recording", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.recording:
        recording(asked.recording, asked.rounds)
        return
    with small_app() as target:
        cheap = cost(target, asked.rounds)
        table(target)
    if not cheap:
        sys.exit(f"Recording costs more than {100 * COST:.0f} %.")


if __name__ == "__main__":
    main()
