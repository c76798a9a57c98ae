"""The same submission measured again and again, through the queue and a real worker: do its points hold?

    python3 tests/bench/repeat.py [--times 10] [--solution batched] [--sandbox docker] [--apart]

By default one learner measures one version again and again, so that data are added up. `--apart`: as many learners
measure it once each, which shows how far independent measurements lie apart. Every stored verdict is then computed
again from its raw data (`perfgym recompute`). Never run it beside anything else.
"""

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

from perfgym.embedded import servers as embedded
from tests.deployment import Deployment, deployment, wait_until

SECONDS = 300.0
ASK = """
import uuid
from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.runs.models import Kind, Run
from perfgym.workspaces.models import Workspace
lab = library.default().lab("sql-n-plus-one")
person, _ = Person.objects.get_or_create(username="{name}")
workspace = Workspace.open(person, lab)
for path, content in {edits}.items():
    workspace.save_file(lab, path, content, None)
print(Run.ask(person, lab, Kind.COMPARE, {{}}, uuid.uuid4()).pk)
"""
COLUMNS = "state, reason, points, result->>'ratio', result->>'segments', result->>'added_to'"
ROW = f"SELECT {COLUMNS} FROM runs_run WHERE id = %s"


def measured(platform: Deployment, name: str, edits: str) -> tuple[str, tuple[Any, ...]]:
    """(id, row) of one comparison that this learner asks for, when it is over."""
    run = platform.command("shell", "-v", "0", "-c", ASK.format(name=name, edits=edits)).split()[-1]
    wait_until(lambda: platform.rows(ROW, run)[0][0] in ("finished", "failed"), "the comparison ends", SECONDS)
    return run, platform.rows(ROW, run)[0]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--solution", default="batched", help="a folder of solutions/, or `reference`")
    parser.add_argument("--sandbox", default="docker")
    parser.add_argument("--apart", action="store_true", help="a learner of their own each time")
    asked = parser.parse_args()
    edits = "lab.reference()" if asked.solution == "reference" else f'lab.solution("{asked.solution}")'
    with tempfile.TemporaryDirectory(prefix="pgb-") as home:
        os.environ["PERFGYM_SENTINEL"] = "off"
        with embedded.start(Path(home)) as servers, deployment(servers, Path(home), asked.sandbox) as platform:
            platform.start_worker()
            runs = []
            for number in range(asked.times):
                run, row = measured(platform, f"learner{number if asked.apart else 0}", edits)
                runs.append((run, row))
                state, reason, points, ratio, segments, added_to = row
                stored = f"{segments} segments, {added_to} of them stored"
                print(f"{number + 1:>3}  {state} {reason} ratio {ratio}, {stored}, {points} points")
            points = [row[2] for _, row in runs if row[0] == "finished"]
            print(f"points from {min(points)} to {max(points)}: they differ by {max(points) - min(points)}")
            again = json.loads(platform.command("recompute", *(run for run, _ in runs), "--json", check=False))
            print(f"computed again: {sum(one['same'] for one in again)} of {len(again)} the same to the last digit")


if __name__ == "__main__":
    main()
