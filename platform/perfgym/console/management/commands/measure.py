"""perfgym measure LAB --files DIR: a comparison of a folder of edited files with the lab's starter, with no site."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from perfgym.catalog import library
from perfgym.charts import guardwords, words
from perfgym.console.local import Screen, edits_from, keep_bundle, local_job
from perfgym.measure.rule import Verdict
from perfgym.runs import sidetable
from perfgym.runs.execution import compare
from perfgym.runs.outcome import Outcome


class Command(BaseCommand):
    help = "Measure a folder of edited files against the lab's starter: verdict, interval, points."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("lab", help="the lab's name, for example sql-n-plus-one")
        parser.add_argument(
            "--files",
            type=Path,
            required=True,
            help="a folder laid over the starter; an empty one is the starter itself",
        )
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output, nothing else")
        parser.add_argument(
            "--evidence", type=Path, help="where to write the evidence bundle (default: the state folder)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        lab = library.default().lab(options["lab"])
        lab.check_scored()
        edits = edits_from(options["files"])
        lab.overlay(edits)
        screen = Screen(self.stderr)
        outcome = local_job(lab, edits, screen.report, {}, compare)
        screen.close()
        document = summary(outcome, keep_bundle(outcome, lab, options["evidence"]))
        self.stdout.write(json.dumps(document, indent=2) if options["json"] else in_words(outcome, document))
        if document["verdict"] != Verdict.FASTER or any(one["broken"] for one in document.get("guards") or ()):
            sys.exit(1)


def summary(outcome: Outcome, evidence: str | None) -> dict[str, Any]:
    """What `--json` prints; docs/operators.md has the meaning of each field."""
    return {**outcome.result, "evidence": evidence, "fingerprint": dict(outcome.fingerprint)}


def in_words(outcome: Outcome, document: dict[str, Any]) -> str:
    if outcome.reason:
        return "\n".join(
            part
            for part in (f"Not judged: {outcome.reason}.", outcome.message, outcome.advice, outcome.tail[-1500:])
            if part
        )
    figures = f"{document['pairs']} pairs in {document['measured_seconds']:.0f} s of measuring, every answer compared."
    verdict = [words.result_sentence(document), figures, *sidetable.lines(document["side"]), *_guards(document)]
    return "\n".join([*verdict, f"{document['points']} points. Evidence: {document['evidence']}"])


def _guards(document: dict[str, Any]) -> list[str]:
    found = guardwords.sentences(document.get("guards") or ())
    return ["What it may not cost:", *(f"  {one['text']}" for one in found)] if found else []
