"""perfgym backup FILE: a whole site in one file, also while it runs."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from perfgym.console.backup import making, place
from perfgym.embedded import home


class Command(BaseCommand):
    help = "Write the database and the files that cannot be made again to one file. The site may run meanwhile."
    requires_system_checks: Any = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file to write; keep it as secret as the site")
        parser.add_argument("--overwrite", action="store_true", help="replace the file if it is there")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = home.path()
        with place.to_read(folder, os.environ):
            made = making.make(options["file"].absolute(), folder, overwrite=options["overwrite"])
        self.stdout.write(f"Backed up to {made.in_words()}")
