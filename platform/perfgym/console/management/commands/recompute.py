"""perfgym recompute RUN: a stored verdict computed again from the run's raw data, to the last digit."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from perfgym.errors import LearnerError
from perfgym.measure import bundle
from perfgym.measure.bundle import again
from perfgym.runs.models import Evidence

DIFFERENT = 1


class NoSuchRun(LearnerError):
    """There is nothing to compute a verdict from."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"There is no run with evidence whose id is or begins with {name!r}, and no such file. "
            "Give the id of a finished comparison as its page's address has it, or the path of an evidence bundle."
        )


class Command(BaseCommand):
    help = "Compute verdicts again from raw data. Exit code 0: the same to the last digit, 1: something differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("runs", nargs="+", metavar="RUN", help="a run's id, its beginning, or a bundle's path")
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output, nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        found = [{"run": name, **recomputed(contents(name))} for name in options["runs"]]
        if options["json"]:
            self.stdout.write(json.dumps(found, indent=2))
        else:
            self.stdout.write("\n".join(map(in_words, found)))
        if not all(one["same"] for one in found):
            sys.exit(DIFFERENT)


def contents(name: str) -> bytes:
    """The bundle of a run or of a file. Raises NoSuchRun."""
    if Path(name).is_file():
        return Path(name).read_bytes()
    ids = Evidence.objects.filter(run__kind="compare").values_list("run_id", flat=True)
    matching = [pk for pk in ids if name and str(pk).startswith(name)]
    if len(matching) != 1:
        raise NoSuchRun(name)
    return bytes(Evidence.objects.get(run=matching[0]).bundle)


def recomputed(data: bytes) -> dict[str, Any]:
    """Both verdicts and whether they are equal; floats are compared bit by bit."""
    content = bundle.read(data)
    stored, computed = again.said(content), again.verdict(content)
    return {"same": stored == computed, "stored": stored, "computed": computed}


def in_words(one: dict[str, Any]) -> str:
    computed = one["computed"]
    said = f"{computed['verdict']}, ratio {computed['ratio']!r}, {computed['points']} points"
    if one["same"]:
        return f"{one['run']}: the same to the last digit: {said}"
    return f"{one['run']}: DIFFERENT. The raw data give {said}; stored is {one['stored']}"
