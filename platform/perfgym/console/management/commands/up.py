"""perfgym up: everything on this machine, until Ctrl-C."""

import os
import sys
from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from perfgym.console import stack
from perfgym.console.dispatch import Light
from perfgym.embedded import home


class Command(Light):
    help = "Databases, migrations, site and one worker, until Ctrl-C. The next start carries on with the data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=port, default=8000, help="port on 127.0.0.1 (default: 8000)")
        parser.add_argument("--no-browser", action="store_true", help="do not open a browser")

    def handle(self, *args: Any, **options: Any) -> None:
        stack.up(home.path(), options["port"], dict(os.environ), browser=not options["no_browser"], out=sys.stdout)


def port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 65535:
        raise ArgumentTypeError(f"{text!r} is not a port: a number from 1 to 65535")
    return int(text)
