"""What a pod costs: starting, stopping, and one turn of a line there and back, driver by driver.

    python3 tests/bench/pods.py [--pods 5] [--turns 500] [--sandbox docker --sandbox bubblewrap]

A pod is an app that answers and a runner that echoes. Start: from opening the pod to the first answer of each. Prints
the median over the pods, and turn latency (p50, p95 over all turns). Never run it beside anything else.
"""

import argparse
import os
import secrets
import sys
import tempfile
import time
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).parents[2]
os.environ["PERFGYM_APPS_DIR"] = str(ROOT / "tests" / "sandbox" / "apps")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perfgym.settings")
os.environ.setdefault("PERFGYM_SECRET_KEY", secrets.token_hex(32))

from perfgym.sandbox import drivers, slots  # noqa: E402 - the settings are read on import
from perfgym.sandbox.errors import DriverUnavailable  # noqa: E402
from perfgym.sandbox.protocol import CONSOLE, Driver, Labels, Limits, Part, Process, Role  # noqa: E402

SERVE = (ROOT / "tests/sandbox/apps/hello/hello/serve.py").read_bytes()
ECHO = b"""
import os, sys, time, urllib.request
for attempt in range(400):
    try:
        urllib.request.urlopen("http://127.0.0.1:" + os.environ["APP_PORT"], timeout=5).read(); break
    except OSError:
        time.sleep(0.005)
for line in sys.stdin: print(line, end="", flush=True)
"""


def parts() -> tuple[Part, Part]:
    slot = slots.measuring_slot()
    app = Limits(256 << 20, 32, 16 << 20, slot.app_cores)
    runner = Limits(256 << 20, 32, 16 << 20, slot.runner_cores)
    return (
        Part(Role.APP, "hello", ("python", "serve.py"), app, {"serve.py": SERVE}),
        Part(Role.RUNNER, "hello", ("python", "echo.py"), runner, {"echo.py": ECHO}),
    )


def turn(runner: Process, number: int) -> float:
    """Milliseconds for one line there and back."""
    line = b'{"op":"turn","i":%d}' % number
    before = time.perf_counter()
    runner.send(line)
    answer = runner.receive(30)
    taken = time.perf_counter() - before
    if answer != line:
        sys.exit(f"the runner answered {answer!r} to {line!r}")
    return 1e3 * taken


def one_pod(driver: Driver, turns: int) -> tuple[float, float, list[float]]:
    """(seconds to start, seconds to stop, milliseconds of each turn)"""
    app, runner = parts()
    opened = time.perf_counter()
    with driver.open(Labels(CONSOLE, f"bench-{secrets.token_hex(4)}", 0, str(os.getpid()), "own")) as pod:
        pod.start(app)
        process = pod.start(runner)
        turn(process, 0)
        started = time.perf_counter()
        taken = [turn(process, number) for number in range(1, turns + 1)]
        stopping = time.perf_counter()
    return started - opened, time.perf_counter() - stopping, taken


def row(name: str, pods: int, turns: int) -> str:
    try:
        driver = drivers.choose(name)
    except DriverUnavailable as error:
        return f"{name:<12} {error}"
    driver.prepare("hello")
    one_pod(driver, 1)  # what is read for the first time
    found = [one_pod(driver, turns) for _ in range(pods)]
    cuts = quantiles([ms for *_, taken in found for ms in taken], n=100)
    start, stop = median(each[0] for each in found), median(each[1] for each in found)
    return f"{name:<12} {start:>8.3f} {stop:>8.3f} {cuts[49]:>12.3f} {cuts[94]:>12.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pods", type=int, default=5)
    parser.add_argument("--turns", type=int, default=500)
    parser.add_argument("--sandbox", action="append", choices=drivers.STRONGEST_FIRST)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pgb-") as home:
        os.environ["PERFGYM_HOME"] = home
        print(f"{'driver':<12} {'start s':>8} {'stop s':>8} {'turn p50 ms':>12} {'turn p95 ms':>12}")
        for name in asked.sandbox or drivers.STRONGEST_FIRST:
            print(row(name, asked.pods, asked.turns), flush=True)


if __name__ == "__main__":
    main()
