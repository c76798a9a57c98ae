"""perfgym load LAB LOCUSTFILE: one load test of the lab's app with a locustfile, with no site."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from perfgym.catalog import library
from perfgym.console.local import Screen, edits_from, keep_bundle, local_job
from perfgym.errors import LearnerError
from perfgym.runs.exploration import explore
from perfgym.runs.loadsettings import settings_of

ASKED = ("users", "spawn_rate", "seconds", "tags", "profile")


class NoLocustfile(LearnerError):
    """The locustfile named on the command line cannot be read."""


class Command(BaseCommand):
    help = "Run a locustfile against the lab's app and print what it measured."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("lab")
        parser.add_argument("locustfile", type=Path)
        parser.add_argument("--files", type=Path, help="a folder laid over the starter (default: the starter itself)")
        parser.add_argument("--users", default="10")
        parser.add_argument("--spawn-rate", default="5")
        parser.add_argument("--seconds", default="10")
        parser.add_argument("--tags", nargs="*", default=[])
        parser.add_argument("--profile", default="none", help="record one too: cpu or memory (default: none)")
        parser.add_argument("--json", action="store_true", help="one JSON document on standard output, nothing else")
        parser.add_argument("--evidence", type=Path, help="where to write the raw data (default: the state folder)")

    def handle(self, *args: Any, **options: Any) -> None:
        lab = library.default().lab(options["lab"])
        lab.check_app()
        edits = edits_from(options["files"]) if options["files"] else {}
        try:
            edits[lab.own_test or "locustfile.py"] = options["locustfile"].read_bytes()
        except OSError as error:
            raise NoLocustfile(
                f"{options['locustfile']} cannot be read ({error.strerror}). Nothing was started."
            ) from error
        settings = settings_of({name: options[name] for name in ASKED})
        screen = Screen(self.stderr)
        outcome = local_job(lab, edits, screen.report, settings, explore)
        screen.close()
        document = {
            **outcome.result,
            "evidence": keep_bundle(outcome, lab, options["evidence"]),
            "fingerprint": dict(outcome.fingerprint),
        }
        if options["json"]:
            self.stdout.write(json.dumps(document, indent=2))
        elif outcome.reason:
            self.stdout.write(
                "\n".join(
                    filter(
                        None,
                        (f"Not finished: {outcome.reason}.", outcome.message, outcome.advice, outcome.tail[-1500:]),
                    )
                )
            )
        else:
            self.stdout.write(_table(document))
        if outcome.reason:
            sys.exit(1)


def _table(document: dict[str, Any]) -> str:
    rows = [f"{'request':<40} {'count':>7} {'fails':>6} {'p50 ms':>8} {'p95 ms':>8} {'p99 ms':>8}"]
    for one in document["by_name"]:
        rows.append(f"{one['name'][:40]:<40} {one['count']:>7} {one['fails']:>6} {_latencies(one)}")
    count, fails = document["count"], document["fails"]
    rows.append(f"{count} requests, {fails} failed, {document['rps']:.1f} a second over {document['seconds']:.0f} s")
    rows += [*_arrivals(document), *_warnings(document), *_profile(document)]
    return "\n".join([*rows, f"Raw data: {document['evidence']}"])


def _latencies(figures: dict[str, Any], prefix: str = "") -> str:
    return " ".join(f"{figures[prefix + each]:>8.1f}" for each in ("p50", "p95", "p99"))


def _arrivals(document: dict[str, Any]) -> list[str]:
    """Both latencies of a test with paced arrivals: without, they are the same."""
    arrived = document["arrivals"]
    if not arrived or not document["count"]:
        return []
    return [
        f"{'from its own start':<55} {_latencies(document)}",
        f"{'from when it should have started':<55} {_latencies(document, 'intended_')}",
        f"{arrived['begun']} of {arrived['intended']} paced arrivals began, {arrived['begun_per_second']:.1f} a second",
    ]


def _profile(document: dict[str, Any]) -> list[str]:
    """Where the time or the memory goes; the raw data has the whole profile."""
    profile = document.get("profile")
    if not profile:
        return []
    rows = [
        f"{row['own_share']:>8.1%} of its own, {row['total_share']:>6.1%} in all: {row['name']} ({row['where']})"
        for row in profile["top"]
    ]
    return (
        [f"No profile: {profile['problem']}"] if profile["problem"] else ["", f"{profile['profiling']} profile:", *rows]
    )


def _warnings(document: dict[str, Any]) -> list[str]:
    generator, missed = document["generator"], (document["arrivals"] or {}).get("sentence")
    limit = f"Warning: {generator['sentence']}" if generator["limited"] else generator["sentence"]
    notes = [f"Warning: {note['text']}" for note in document["notes"] if note["warns"]]
    return list(filter(None, (limit, missed and f"Warning: {missed}", *notes)))
