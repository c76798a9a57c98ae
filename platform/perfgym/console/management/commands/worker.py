"""perfgym worker: one worker alone, in the foreground."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from perfgym.console import labour


class Command(BaseCommand):
    help = "One worker alone, in the foreground: takes runs from the queue, one at a time."
    requires_system_checks: Any = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--queue", help="queue to take work from (default: PERFGYM_QUEUE, else measure)")
        parser.add_argument("--ready-file", type=Path, help="a file to make once the worker takes work")

    def handle(self, *args: Any, **options: Any) -> None:
        sys.exit(labour.work(options["queue"], options["ready_file"]))
