"""perfgym measure-selftest: does this machine call identical code the same, and a known gain a gain?"""

import json
from argparse import ArgumentParser
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from perfgym.console import sessions
from perfgym.console.neighbour import neighbour
from perfgym.runs import yardstick

EFFECTS = sessions.effects(("none", "0.95", "0.9", "0.5"))


class Command(BaseCommand):
    help = "Measure the yardstick app, whose true ratio is set by construction, through the whole path: a table."
    requires_system_checks: list[str] = []  # needs no database

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sessions", type=int, default=10, help="how many comparisons (default 10)")
        parser.add_argument("--effect", choices=EFFECTS, default="none", help="share of the work that is left (none)")
        parser.add_argument("--kind", choices=yardstick.KINDS, default="cpu", help="what the work is (cpu)")
        parser.add_argument("--noise", action="store_true", help="burn CPU at random beside it, started and ended here")
        parser.add_argument("--out", type=Path, help="keep each session as a line of JSON; the same file goes on")
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output, nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        sort = (options["kind"], EFFECTS[options["effect"]], options["noise"])
        found = sessions.read(options["out"], *sort) if options["out"] else []
        with neighbour(len(found)) if options["noise"] else nullcontext():
            while len(found) < max(1, options["sessions"]):
                found.append(sessions.measure(*sort))
                if options["out"]:
                    sessions.append(options["out"], found[-1])
                if not options["json"]:
                    self.stdout.write(f"{len(found):>3}  {sessions.line(found[-1])}")
        told = sessions.summary(found)
        self.stdout.write(json.dumps({**told, "each": found}) if options["json"] else sessions.in_words(*sort, told))
