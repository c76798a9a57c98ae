"""The honest base again and again, each cheat a few times.

    python3 tests/hostile/repeat.py [--honest 20] [--cheats 5] [--drivers docker ...] [--only NAME ...]

Prints a table of outcomes, and each as it comes to standard error. Exit code 1 where the base was ever accused, or a
cheat ever gained a point or went free. Real comparisons at their full length, in each driver that works here: an honest
base takes a minute and a half each time. Live runs know one design, pairs.
"""

import argparse
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perfgym.settings")

from perfgym.measure.rule import LOOKS
from perfgym.measure.samples import SLICES_PER_SEGMENT
from perfgym.sandbox import drivers
from tests.hostile import table
from tests.hostile.performer import NO_ATTEMPT, Performer, ended_as_stated, performing, stage
from tests.hostile.table import Ends, Row

HONEST = ("b08_closes_every_connection", "d15_honest_cache")


def asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--honest", type=int, default=20, help="times that the base is measured")
    parser.add_argument("--cheats", type=int, default=5, help="times that each cheat is measured")
    parser.add_argument("--drivers", nargs="+", default=list(table.DRIVERS), choices=table.DRIVERS)
    parser.add_argument("--only", nargs="+", metavar="NAME", help="inputs to measure, by the name of their file")
    return parser.parse_args()


def honest() -> list[Row]:
    """The base itself, and versions of it that only look odd."""
    base = Row("apps", table.HERE / "apps/_base.py", Ends.NO_GAIN)
    rows = [row for kind in ("apps", "cheats") for row in table.read(kind) if row.stem in HONEST]
    return [base, *rows]


def outcomes(performer: Performer, row: Row, driver: str, times: int) -> tuple[Counter[str], int]:
    """(how often each outcome, how many of them the row forbids)"""
    seen: Counter[str] = Counter()
    wrong = 0
    for _ in range(times):
        told = performer.play(row, driver)
        seen[told["reason"] or told["verdict"]] += 1
        print(f"{driver} {row.stem}: {told['reason'] or told['verdict']}", file=sys.stderr, flush=True)
        wrong += told["reason"] not in NO_ATTEMPT and not ended_as_stated(row, told)
    return seen, wrong


def measured(performer: Performer, driver: str, row: Row, times: int) -> int:
    """Print a row of the table; how many of its outcomes were wrong."""
    seen, wrong = outcomes(performer, row, driver, times)
    told = ", ".join(f"{name} {count}" for name, count in seen.most_common())
    print(f"{driver:<12}{row.stem:<34}{wrong:>6}  {told}", flush=True)
    return wrong


def main() -> int:
    options, failed = asked(), 0
    cheats = [row for row in table.read("cheats") if row.stem not in HONEST]
    planned = [(row, options.honest) for row in honest()] + [(row, options.cheats) for row in cheats]
    planned = [(row, times) for row, times in planned if not options.only or row.stem in options.only]
    print(f"{'driver':<12}{'input':<34}{'wrong':>6}  outcomes")
    with tempfile.TemporaryDirectory() as folder:
        where, home = stage(Path(folder) / "catalogue", table.HERE), Path(folder) / "home"
        with performing(where, home, long=True, slices=SLICES_PER_SEGMENT, segments=LOOKS) as performer:
            for driver in options.drivers:
                if problem := drivers.all_drivers()[driver].problem():
                    print(f"{driver:<12}not measured: {problem}")
                    continue
                for row, times in planned:
                    failed += measured(performer, driver, row, times) if driver in row.drivers else 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
