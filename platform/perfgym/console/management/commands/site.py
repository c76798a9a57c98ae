"""perfgym site: the site alone, in the foreground."""

from argparse import ArgumentParser
from typing import Any

from perfgym.console import serve
from perfgym.console.dispatch import Light


class Command(Light):
    help = "The site alone, in the foreground. Needs PERFGYM_SECRET_KEY, DATABASE_URL and REDIS_URL."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument("--processes", type=int, default=1, help="how many processes share the work")

    def handle(self, *args: Any, **options: Any) -> None:
        serve.site(options["host"], options["port"], options["processes"])
