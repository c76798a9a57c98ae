"""What the pages of a portfolio of many entries cost beside those of one of few, on one site in one run.

    python3 tests/bench/portfolio.py [--few 3] [--many 60] [--times 200]

Every entry is public, reviewed, told as a story, and of a comparison with 400 pairs. One reader asks the real server
for the pages of both portfolios in turns, in random order, and waits for each: the time until the last byte, without
anybody else's waiting in it. What is held against the aim is the ratio of the 95 % times, below 3. Site and reader on a
core each, loopback. Never run it beside anything else.
"""

import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from tests.chaos.machines import machines
from tests.deployment import Deployment, Urls, answers, deployment, wait_until

AIM = 3.0
WARM = 20  # requests of each page that are not counted
CORES = sorted(os.sched_getaffinity(0))
PAGES = {
    "public page": ("/p/{handle}/", False),
    "own list": ("/portfolio/", True),
    "story cards": ("/portfolio/stories/", True),
    "order": ("/portfolio/order/", True),
}
MAKE = """
import json
from perfgym.cohorts.models import Submission
from perfgym.portfolio.models import Entry, Visibility
from tests import factories
cohort, found = factories.cohort(), {}
for name, count in COUNTS.items():
    person = factories.person(name)
    cohort.members.add(person)
    for number in range(count):
        entry = Entry.of(factories.finished_run(person, ratio=0.2 + 0.6 * number / count, pairs=400))
        entry.visibility, entry.words = Visibility.PUBLIC, "I joined **two** queries. " * 80
        entry.save()
        factories.story(entry, shown=True, action="I joined two queries into one. " * 12)
        Submission.send(entry, cohort)
    found[name] = {"session": factories.session(person), "handle": person.handle}
print("made", json.dumps(found))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--few", type=int, default=3)
    parser.add_argument("--many", type=int, default=60)
    parser.add_argument("--times", type=int, default=200, help="requests of each page of each portfolio")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pgb-") as name:
        folder = Path(name)
        (folder / "servers").mkdir(), (folder / "home").mkdir()
        with (
            machines(folder / "servers") as (_, urls),
            deployment(Urls(*urls), folder / "home", "process") as platform,
        ):
            counts = {"few": asked.few, "many": asked.many}
            said = platform.command("shell", "-v", "0", "-c", MAKE.replace("COUNTS", repr(counts)))
            owners = json.loads(said.split("made ")[1])
            with site(platform):
                compare(platform, owners, counts, asked.times)


def compare(platform: Deployment, owners: dict[str, dict[str, str]], counts: dict[str, int], times: int) -> None:
    os.sched_setaffinity(0, {CORES[0]})
    connection = http.client.HTTPConnection("127.0.0.1", platform.port)
    turns = [(page, who) for page in PAGES for who in owners]
    taken: dict[tuple[str, str], list[float]] = {turn: [] for turn in turns}
    size: dict[tuple[str, str], int] = {}
    order = random.Random(1)
    for number in range(WARM + times):
        for turn in order.sample(turns, len(turns)):
            ms, size[turn] = ask(connection, turn[0], owners[turn[1]])
            if number >= WARM:
                taken[turn].append(ms)
    print(f"{'page':<14}{'entries':>8}{'p50 ms':>9}{'p95 ms':>9}{'kB sent':>9}{'of few, p50':>13}{'of few, p95':>13}")
    for page in PAGES:
        for who in owners:
            mid, slow = spread(taken[page, who])
            ratios = [mine / few for mine, few in zip((mid, slow), spread(taken[page, "few"]), strict=True)]
            print(f"{page:<14}{counts[who]:>8}{mid:>9.1f}{slow:>9.1f}{size[page, who] / 1000:>9.1f}", end="")
            print(f"{ratios[0]:>12.2f}x{ratios[1]:>12.2f}x{'' if ratios[1] < AIM else '  above the aim'}")


def ask(connection: http.client.HTTPConnection, page: str, owner: dict[str, str]) -> tuple[float, int]:
    """(milliseconds until the last byte, bytes)"""
    address, signed_in = PAGES[page]
    headers = {"Accept-Encoding": "gzip", **({"Cookie": f"sessionid={owner['session']}"} if signed_in else {})}
    start = time.perf_counter()
    connection.request("GET", address.format(handle=owner["handle"]), headers=headers)
    answer = connection.getresponse()
    content = answer.read()
    ms = 1000 * (time.perf_counter() - start)
    if answer.status != 200:
        sys.exit(f"{page}: {answer.status}")
    return ms, len(content)


def spread(times: list[float]) -> tuple[float, float]:
    """(median, 95 %)"""
    ordered = sorted(times)
    return ordered[len(ordered) // 2], ordered[int(0.95 * len(ordered))]


@contextmanager
def site(platform: Deployment) -> Iterator[None]:
    """Held on the last core."""
    command = ["taskset", "-c", str(CORES[-1]), sys.executable, "-m", "perfgym.console.entry", "site"]
    with (platform.home / "site.log").open("wb") as log:
        environment = {**platform.environment, "PERFGYM_SIGNUP": "open"}
        process = subprocess.Popen([*command, "--port", str(platform.port)], env=environment, stdout=log, stderr=log)
    try:
        address = f"{platform.url}/healthz"
        wait_until(lambda: process.poll() is not None or answers(address), "the site answers")
        if process.poll() is not None:
            sys.exit(platform.log("site"))
        yield
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
