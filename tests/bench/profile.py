"""What recording a profile costs: the median latency of the same load test with and without, in turn.

    python3 tests/bench/profile.py [--rounds 3] [--seconds 10] [--users 2] [--sandbox docker]

Prints each round's medians and their ratios, and the median ratio of each kind: what the page of a profile states
(runs/profileshown.py, COST). Never run it beside anything else.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[2]
LAB = "sql-n-plus-one"
LOCUSTFILE = ROOT / "labs" / LAB / "starter" / "locustfile.py"
PERFGYM = [sys.executable, "-m", "perfgym.console.entry"]
KINDS = ("none", "cpu", "memory")


def load(kind: str, options: argparse.Namespace) -> dict[str, Any]:
    asked = ["--users", str(options.users), "--spawn-rate", str(options.users), "--seconds", str(options.seconds)]
    command = [*PERFGYM, "load", LAB, str(LOCUSTFILE), *asked, "--profile", kind, "--json"]
    environment = {**os.environ, "PERFGYM_SANDBOX": options.sandbox}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stdout[-2000:] + done.stderr[-2000:])
    found: dict[str, Any] = json.loads(done.stdout)
    if kind != "none" and found["profile"]["problem"]:
        sys.exit(found["profile"]["problem"])
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=10)
    parser.add_argument("--users", type=int, default=2)
    parser.add_argument("--sandbox", default="docker")
    options = parser.parse_args()
    load("none", options)  # images and templates are made once
    ratios: dict[str, list[float]] = {kind: [] for kind in KINDS[1:]}
    for number in range(options.rounds):
        found = {kind: load(kind, options)["p50"] for kind in KINDS}
        for kind, each in ratios.items():
            each.append(found[kind] / found["none"])
        told = ", ".join(f"{kind} {ms:.2f} ms" for kind, ms in found.items())
        print(f"round {number + 1}: {told}")
    for kind, each in ratios.items():
        print(f"{kind}: median latency {median(each):.2f} times that without (of {min(each):.2f} to {max(each):.2f})")


if __name__ == "__main__":
    main()
