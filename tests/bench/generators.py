"""Other load generators beside ours, against the same small app: do they measure the same latency?

    python3 tests/bench/generators.py [--seconds 3] [--wait-ms 20]

Medians in ms for 1, 10 and 20 closed-loop users on loopback, generator and app on a core each, and ours divided by
each. A generator that is not installed is left out. About 40 s; never run it beside anything else.
"""

import argparse
import json
import re
import shutil
import subprocess

from small_app_beside import CORES, GET_IT, exploration, on, small_app

USERS = (1, 10, 20)
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0}


def ours(target: str, users: int, seconds: int) -> float:
    """Median in ms."""
    with exploration(target, users, seconds) as runner:
        assert runner.stdout is not None
        for line in map(json.loads, runner.stdout):
            if line["op"] == "summary":
                return float(line["p50"])
    raise SystemExit("our runner ended without a summary")


def wrk(target: str, users: int, seconds: int) -> float:
    command = ["wrk", "-t1", f"-c{users}", f"-d{seconds}s", "--latency", f"{target}/page"]
    said = subprocess.run(on(CORES[0], command), capture_output=True, text=True, check=True).stdout
    found = re.search(r"50%\s+([\d.]+)(us|ms|s)\b", said)
    assert found, said
    return float(found[1]) * UNITS[found[2]]


def hey(target: str, users: int, seconds: int) -> float:
    command = ["hey", "-cpus", "1", "-c", str(users), "-z", f"{seconds}s", f"{target}/page"]
    said = subprocess.run(on(CORES[0], command), capture_output=True, text=True, check=True).stdout
    found = re.search(r"50%+ in ([\d.]+) secs", said)
    assert found, said
    return float(found[1]) * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--wait-ms", type=float, default=20.0)
    asked = parser.parse_args()
    others = {name: run for name, run in (("wrk", wrk), ("hey", hey)) if shutil.which(name)}
    for name in GET_IT.keys() - others.keys():
        print(f"{name} is not installed, so it is left out: {GET_IT[name]}")
    print("users  ours ms" + "".join(f"{name + ' ms':>10}{'ours/' + name:>10}" for name in others))
    with small_app("--wait-ms", str(asked.wait_ms)) as target:
        for users in USERS:
            own = ours(target, users, asked.seconds)
            found = [run(target, users, asked.seconds) for run in others.values()]
            print(f"{users:>5} {own:>8.2f}" + "".join(f"{ms:>10.2f}{own / ms:>10.2f}" for ms in found), flush=True)


if __name__ == "__main__":
    main()
