"""perfgym labs list | check | calibrate | judge | new | schema: what there is to learn, and what helps its authors."""

import json
import os
import sys
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from perfgym.catalog import library
from perfgym.catalog.authoring import new, schemas
from perfgym.catalog.authoring.forms import Form
from perfgym.catalog.checking import report
from perfgym.catalog.checking.report import Report
from perfgym.catalog.lab import Lab
from perfgym.catalog.library import Library
from perfgym.checks.kind import Result
from perfgym.console import calibrated, calibration, trying
from perfgym.console.figures.refresh import refresh
from perfgym.console.local import edits_from
from perfgym.sandbox import drivers, slots
from perfgym.sandbox.protocol import Driver

FAULTS = 1


class Command(BaseCommand):
    help = "List labs, check them, start a new one. Exit code 0: done, 1: the check found errors, 2: wrong input."
    requires_system_checks: list[str] = []  # reads files only

    def add_arguments(self, parser: ArgumentParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        listing = actions.add_parser("list", help="the labs there are")
        listing.add_argument("--json", action="store_true", help="one JSON document on standard output, nothing else")
        check = actions.add_parser("check", help="look for mistakes without running anything")
        check.add_argument(
            "slugs", nargs="*", metavar="SLUG", help="labs to check, with their apps (default: everything)"
        )
        check.add_argument("--json", action="store_true", help="one JSON document on standard output, nothing else")
        check.add_argument(
            "--refresh", action="store_true", help="first measure the figures of the guides on this machine"
        )
        check.add_argument("--old", action="store_true", help="with --refresh: only those whose files have changed")
        measured = actions.add_parser("calibrate", help="measure starter, reference and cheats on this machine")
        measured.add_argument(
            "slugs", nargs="*", metavar="SLUG", help="labs to calibrate (default: all that score a change)"
        )
        measured.add_argument(
            "--drivers", nargs="+", choices=drivers.STRONGEST_FIRST, help="on each of these (default: the strongest)"
        )
        measured.add_argument("--table", type=Path, metavar="FILE", help="also write a Markdown table")
        measured.add_argument(
            "--record", action="store_true", help="keep what passed in labs/calibrated.json, for the test suite"
        )
        measured.add_argument("--json", action="store_true", help="one JSON document on standard output, nothing else")
        judge = actions.add_parser("judge", help="judge a load test as a step of the lab does")
        judge.add_argument("slug", metavar="SLUG", help="a lab with a step that judges a load test")
        judge.add_argument("files", type=Path, metavar="DIR", help="a folder with a locustfile.py")
        start = actions.add_parser("new", help="write a lab that passes the check, to start from")
        start.add_argument("slug", metavar="SLUG", help="the new lab's name: lower-case words joined by -")
        start.add_argument("--app", help="the sandbox app it is about (default: the only one)")
        forms = "; ".join(f"{form}: {form.about}" for form in Form)
        start.add_argument(
            "--form", type=Form, choices=list(Form), default=Form.CHANGE, help=f"{forms} (default: change)"
        )
        actions.add_parser("schema", help="write the JSON Schemas of app.yaml and lab.yaml from their models")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, f"_{options['action']}")(options)

    def _list(self, options: dict[str, Any]) -> None:
        found = library.default()
        self.stdout.write(json.dumps(listed(found), indent=2) if options["json"] else listed_in_words(found))

    def _check(self, options: dict[str, Any]) -> None:
        if options["refresh"]:
            self._refresh(options)
        done = report.check(*library.folders(), options["slugs"])
        self.stdout.write(json.dumps(checked(done), indent=2) if options["json"] else checked_in_words(done))
        if done.errors:
            sys.exit(FAULTS)

    def _refresh(self, options: dict[str, Any]) -> None:
        """Measure what guides quote. A broken lab is left to the check, which says what is wrong with it."""
        found = library.read(*library.folders())
        for slug in options["slugs"] or found.labs:
            refresh(found.lab(slug), found.labs, self.stderr.write, old_only=options["old"])

    def _calibrate(self, options: dict[str, Any]) -> None:
        found = library.default()
        scored = [slug for slug, lab in found.labs.items() if lab.scored_by]
        labs = [found.lab(slug) for slug in options["slugs"] or scored]
        names = options["drivers"] or [os.environ.get("PERFGYM_SANDBOX")]
        chosen = [drivers.choose(name) for name in names]
        done = [self._calibrated(lab, driver, options) for lab in labs for driver in chosen]
        if options["table"]:
            options["table"].write_text(calibrated.table(done))
        self.stdout.write(json.dumps(done, indent=2) if options["json"] else "\n".join(map(calibration.in_words, done)))
        if any(one["problems"] for one in done):
            sys.exit(FAULTS)

    def _calibrated(self, lab: Lab, driver: Driver, options: dict[str, Any]) -> dict[str, Any]:
        found = calibration.calibrate(lab, driver, slots.measuring_slot(), self.stderr.write)
        if options["record"] and not found["problems"]:
            calibrated.record(library.folders()[0], lab, found)
        return found

    def _judge(self, options: dict[str, Any]) -> None:
        lab = library.default().lab(options["slug"])
        step = trying.step_of(lab)
        assert step.check is not None
        driver = drivers.choose(os.environ.get("PERFGYM_SANDBOX"))
        found = trying.judged(lab, step.check, edits_from(options["files"]), driver, self.stderr.write)
        self.stdout.write(found.message)
        if not (isinstance(found, Result) and found.passed):
            sys.exit(FAULTS)

    def _new(self, options: dict[str, Any]) -> None:
        written = new.create(options["slug"], options["app"], *library.folders(), options["form"])
        self.stdout.write("\n".join(map(str, written)))
        self.stdout.write(
            f"Written. Next: replace each TODO, name the lab in {library.folders()[0].name}/tracks.yaml, then "
            f"perfgym labs check {options['slug']}"
        )

    def _schema(self, options: dict[str, Any]) -> None:
        self.stdout.write("\n".join(map(str, schemas.write())))


def listed(found: Library) -> dict[str, Any]:
    """What `list --json` prints."""
    labs = [
        {
            "slug": lab.slug,
            "title": lab.title,
            "summary": lab.summary,
            "level": lab.level,
            "minutes": lab.minutes,
            "app": lab.runs_on.name if lab.runs_on else None,
            "skills": lab.skills,
            "steps": [step.title for step in lab.steps],
            "digest": lab.digest,
        }
        for lab in found.labs.values()
    ]
    return {"labs": labs, "broken": {slug: str(error) for slug, error in found.broken_labs.items()}}


def listed_in_words(found: Library) -> str:
    width = max(map(len, found.labs), default=0)
    lines = [f"{lab.slug:<{width}}  {lab.level}, {lab.minutes} min  {lab.title}" for lab in found.labs.values()]
    lines += [f"{slug} cannot be read:\n{error}" for slug, error in found.broken_labs.items()]
    return "\n".join(lines) or "There is no lab yet. Start one: perfgym labs new SLUG"


def checked(done: Report) -> dict[str, Any]:
    """What `check --json` prints."""
    problems = [
        {"file": one.file, "line": one.line, "severity": str(one.severity), "message": one.message}
        for one in done.problems
    ]
    return {
        "ok": not done.errors,
        "labs": done.labs,
        "apps": done.apps,
        "errors": done.errors,
        "warnings": done.warnings,
        "problems": problems,
        "lengths": {slug: asdict(one) for slug, one in done.lengths.items()},
    }


def checked_in_words(done: Report) -> str:
    found = f"{counted(done.errors, 'error')}, {counted(done.warnings, 'warning')}"
    looked = f"Looked at {counted(len(done.labs), 'lab')} and {counted(len(done.apps), 'app')}: {found}."
    lengths = [
        f"{slug}: {counted(one.steps, 'step')}, {one.words:,} words, to be read after {one.grade:.0f} years at school"
        for slug, one in done.lengths.items()
    ]
    return "\n".join([*map(str, done.problems), *lengths, looked])


def counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
