"""perfgym restore FILE: a site as it was when the backup was made. The site must not run meanwhile."""

import os
from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from perfgym.console.backup import archive, place, restoring
from perfgym.console.backup.errors import CannotRead
from perfgym.embedded import home


class Command(BaseCommand):
    help = "Check a backup, then put it in the place of an empty site: all of it or nothing. Stop the site first."
    requires_system_checks: Any = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="what perfgym backup wrote")
        parser.add_argument("--replace", action="store_true", help="the site is not empty: back it up, then replace it")
        parser.add_argument("--safety", type=Path, help="where that backup goes (default: beside FILE)")

    def handle(self, *args: Any, **options: Any) -> None:
        file, folder = options["file"].absolute(), home.path()
        safety = (options["safety"] or beside(file, datetime.now(UTC))).absolute() if options["replace"] else None
        try:
            stream = file.open("rb")
        except OSError as problem:
            raise CannotRead(file, problem.strerror or str(problem)) from problem
        with stream:
            backup = archive.Reader(stream)
            with place.to_write(folder, os.environ):
                kept = restoring.restore(backup, folder, safety)
        if kept:
            self.stdout.write(f"What was there before is in {kept.in_words()}")
        self.stdout.write(f"Restored the site of {backup.manifest.made_at} from {file}. Start it as usual.")


def beside(file: Path, now: datetime) -> Path:
    return file.with_name(f"before-restore-{now:%Y%m%dT%H%M%SZ}.perfgym")
