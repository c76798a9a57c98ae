"""perfgym evidence verify BUNDLE: does the raw data of an evidence bundle say what the bundle says?"""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from perfgym.charts import words
from perfgym.measure import bundle
from perfgym.measure.bundle.archive import MAX_BUNDLE
from perfgym.measure.errors import BadBundle

PROBLEMS, UNREADABLE = 1, 2


class Command(BaseCommand):
    help = "Compute a bundle's verdict again from its raw data. Exit code 0: it holds, 1: problems, 2: not readable."
    requires_system_checks: list[str] = []  # needs neither database nor settings: anybody may check a bundle

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        verify = actions.add_parser("verify", help="check a bundle against its own raw data")
        verify.add_argument("bundle", type=Path, help="the zip file")
        verify.add_argument("--json", action="store_true", help="one JSON document on standard output, nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        document, code = examine(options["bundle"])
        self.stdout.write(json.dumps(document, indent=2) if options["json"] else in_words(document))
        if code:
            sys.exit(code)


def examine(path: Path) -> tuple[dict[str, Any], int]:
    """What `--json` prints, and the exit code."""
    document: dict[str, Any] = {"bundle": str(path), "readable": False, "holds": False, "problems": []}
    try:
        data = contents(path)
        problems, content = bundle.verify(data), bundle.read(data)
    except BadBundle as error:
        return {**document, "error": str(error)}, UNREADABLE
    said = {key: content.verdict.get(key) for key in ("lab", "verdict", "reason", "ratio", "interval", "points")}
    requests = len(content.requests.columns["arm"])
    document |= {"readable": True, "holds": not problems, "problems": problems, "requests": requests, **said}
    return document, PROBLEMS if problems else 0


def contents(path: Path) -> bytes:
    """The file's bytes. Raises BadBundle where there are none, or far too many."""
    try:
        with path.open("rb") as stream:
            return stream.read(MAX_BUNDLE + 1)
    except OSError as error:
        raise BadBundle(f"It cannot be read: {error.strerror or error}.") from error


def in_words(document: dict[str, Any]) -> str:
    if not document["readable"]:
        return f"{document['bundle']} is no evidence bundle that can be checked. {document['error']}"
    if document["problems"]:
        listed = "\n".join(f"- {problem}" for problem in document["problems"])
        return f"{document['bundle']} does not hold: its raw data do not say what it says.\n{listed}"
    computed = f"Computed again from {document['requests']:,} requests: the same verdict, interval and points."
    return f"{document['bundle']} holds. {said_in_words(document)}\n{computed}"


def said_in_words(document: dict[str, Any]) -> str:
    if document["reason"] is not None:
        return f"It states that there is no verdict: {document['reason']}."
    return f"It states: {words.result_sentence(document)}, {document['points']} points."
