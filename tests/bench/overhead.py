"""What a comparison costs beside its measuring, by stage, and what a PerfGym at rest weighs.

    python3 tests/bench/overhead.py [--runs 5] [--sandbox docker]

Prints seconds by stage (median over the runs), the share that was measuring, and the memory of site, worker and
embedded servers at rest as proportional set size (PSS). Never run it beside anything else.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "labs" / "sql-n-plus-one" / "reference"
PERFGYM = [sys.executable, "-m", "perfgym.console.entry"]


def comparison(environment: dict[str, str]) -> dict[str, Any]:
    command = [*PERFGYM, "measure", "sql-n-plus-one", "--files", str(REFERENCE), "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def overhead(environment: dict[str, str], runs: int) -> None:
    comparison(environment)  # images and templates are made once
    results = [comparison(environment) for _ in range(runs)]
    stages = sorted({stage for one in results for stage in one["stages"]})
    print(f"{'stage':<12} {'median s':>9}")
    for stage in stages:
        print(f"{stage:<12} {median(one['stages'].get(stage, 0.0) for one in results):>9.2f}")
    beside = [one["elapsed_seconds"] - one["measured_seconds"] for one in results]
    share = [one["measured_seconds"] / one["elapsed_seconds"] for one in results]
    each = ", ".join(f"{one:.2f}" for one in sorted(beside))
    print(f"elapsed minus measured: median {median(beside):.2f} s of {each}")
    print(f"share of the time that was measuring: median {median(share):.2f}")


def family(pid: int) -> list[int]:
    """A process and everything below it."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def pss_kb(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def memory(environment: dict[str, str]) -> None:
    process = subprocess.Popen(
        [*PERFGYM, "up", "--no-browser", "--port", "8139"], env=environment, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        while line := process.stdout.readline():
            if "http" in line:
                break
        import time

        time.sleep(15)  # at rest: whatever start-up caused is over
        weights = {pid: pss_kb(pid) for pid in family(process.pid)}
        for pid, kb in sorted(weights.items(), key=lambda item: -item[1]):
            command = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")[:90]
            print(f"{kb / 1024:>7.1f} MB  {command}")
        print(f"{sum(weights.values()) / 1024:>7.1f} MB  in all")
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sandbox", default="docker")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pgb-") as home:
        environment = {**os.environ, "PERFGYM_HOME": home, "PERFGYM_SANDBOX": asked.sandbox, "PERFGYM_SENTINEL": "off"}
        overhead(environment, asked.runs)
        memory(environment)


if __name__ == "__main__":
    main()
