"""Runs under faults: nothing is lost, nothing is scored twice, nothing is left.

    .venv/bin/python -m tests.chaos.campaign --runs 1000 [--seed N] [--docker] [--minutes M] [--logs FOLDER]

A real site, real workers, a real PostgreSQL and Valkey; learners ask through the site. What a run does is short work in
pods of the fake driver, of the plain-process driver, and with --docker of containers too. Where root may mount, the
databases have a small disk of their own that is filled now and then. Prints what was done and what came of it; the
exit code is 1 when a rule was broken. On a machine that does nothing else, 1,000 runs take about 20 minutes.
"""

import argparse
import os
import random
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from tests.chaos import audit, faults
from tests.chaos.crew import Crew
from tests.chaos.crowd import Crowd
from tests.chaos.faults import Fault, Means
from tests.chaos.learners import sign_in
from tests.chaos.machines import machines, small_disk
from tests.deployment import Urls, deployment, wait_until

LEARNERS = 40
PATIENCE = 180.0  # seconds for what is left to become final once the faults are over
INSIDE = "PERFGYM_CHAOS_INSIDE"  # set in the process that has a mount namespace of its own
EASE = (0.3, 3.0)  # seconds between two faults


def main() -> int:
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # whoever is told to stop stops what it started
    os.environ["PERFGYM_SENTINEL"] = "off"  # what is measured here means nothing, so no machine is unfit for it
    os.environ.setdefault("PERFGYM_SECRET_KEY", secrets.token_urlsafe(48))  # for this process; the others have one
    if os.geteuid() == 0 and INSIDE not in os.environ:
        own = ["unshare", "--mount", "--propagation", "private", sys.executable, "-m", "tests.chaos.campaign"]
        os.execvpe(own[0], [*own, *sys.argv[1:]], {**os.environ, INSIDE: "1"})
    with tempfile.TemporaryDirectory(prefix="pgc-") as folder:
        return _campaign(options, Path(folder))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=secrets.randbits(16))
    parser.add_argument(
        "--minutes", type=float, default=60, help="ask for no more runs after so long; see the rest out"
    )
    parser.add_argument("--logs", type=Path, help="folder for the logs of all processes (default: they go)")
    parser.add_argument("--docker", action="store_true", help="one worker more, whose pods are containers")
    return parser.parse_args()


def _campaign(options: argparse.Namespace, folder: Path) -> int:
    disk, logs = folder / "disk", options.logs or folder / "logs"
    disk.mkdir(), logs.mkdir(exist_ok=True, parents=True)
    with (
        small_disk(disk) as small,
        machines(disk) as (servers, urls),
        deployment(Urls(*urls), logs, "fake") as platform,
    ):
        platform.environment["PERFGYM_QUEUE"] = "chaos"
        drivers = ["fake", "fake", "process", *(["docker"] if options.docker else [])]
        crew = Crew(platform, drivers, random.Random(options.seed))
        means = Means(platform, servers, crew, random.Random(options.seed + 1))
        crowd = Crowd(sign_in(platform, LEARNERS), options.runs, options.seed)
        started = time.monotonic()
        chosen = [*faults.OFTEN, *faults.OFTEN, *faults.SELDOM, *(2 * [faults.fill_disk] if small else [])]
        violations = [*_work(means, crowd, chosen, 60 * options.minutes)]
        violations += [*crowd.violations, *audit.rows(platform), *audit.keys(platform, crowd.keys)]
        _print(options, means, crowd, small, time.monotonic() - started)
    violations += [f"processes of pods are left: {left}"] if (left := audit.processes()) else []
    for violation in violations:
        print(f"BROKEN  {violation}")
    print("every rule held" if not violations else f"{len(violations)} rules broken, seed {options.seed}")
    return 1 if violations else 0


def _work(means: Means, crowd: Crowd, chosen: list[Fault], seconds: float) -> Iterator[str]:
    """Faults for as long as learners ask; then peace, until everything is final."""
    started = time.monotonic()
    means.look_after()
    crowd.start()
    for fault in _drawn(chosen, means.draw):
        if crowd.done:
            break
        means.look_after()
        began = time.monotonic()
        done = fault(means)
        means.done[done] += 1
        print(
            f"{began - started:7.1f} s  {done}, {time.monotonic() - began:.1f} s; {crowd.answered} runs",
            file=sys.stderr,
        )
        _ease(means, means.draw.uniform(*EASE))
        if time.monotonic() - started > seconds:
            crowd.leave()
            break
    means.crew.faults = False

    def all_final() -> bool:
        means.look_after()
        return crowd.done and audit.all_final(means.platform)

    try:
        wait_until(all_final, "every run is final", PATIENCE)
        wait_until(lambda: not audit.processes(), "no process of a pod is left", 20)
        wait_until(lambda: not audit.containers(means.platform), "no container is left", 20)
    except AssertionError as error:
        yield str(error)


def _drawn(chosen: list[Fault], draw: random.Random) -> Iterator[Fault]:
    """Each in turn, in an order drawn anew."""
    while True:
        draw.shuffle(chosen)
        yield from chosen


def _ease(means: Means, seconds: float) -> None:
    """Let everybody work for a moment; who dies meanwhile is started again."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        means.look_after()
        time.sleep(0.1)  # between two looks


def _print(options: argparse.Namespace, means: Means, crowd: Crowd, small: bool, seconds: float) -> None:
    print(f"{crowd.answered} runs of {LEARNERS} learners in {seconds:.0f} s, seed {options.seed}")
    if not small:
        print("the disk was not filled: that takes a mount, and a mount takes root")
    rows = means.platform.rows
    asked = "count(*) FROM runs_run WHERE kind <> 'explore' GROUP BY 1"
    _table("came to an end", rows(f"SELECT trim(kind || ' ' || state || ' ' || reason), {asked}"))
    _table("tries a run", rows(f"SELECT 'try ' || attempt, {asked}"))
    judged = "SELECT 'judged ' || state || ', passed ' || passed, count(*) FROM progress_answer GROUP BY 1"
    _table("answers that waited for a measurement", rows(judged))
    _table("learners were told", crowd.told.items())
    _table("workers died at", means.crew.killed.items())
    _table("done to it", means.done.items())


def _table(title: str, found: Iterable[tuple[str, int]]) -> None:
    print(f"\n{title}")
    for name, count in sorted(found):
        print(f"  {count:6d}  {name}")


if __name__ == "__main__":
    sys.exit(main())
