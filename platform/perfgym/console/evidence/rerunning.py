"""A bundle's change measured again, here: the lab's starter against the starter with that change."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import OutputWrapper

from perfgym.catalog import library
from perfgym.catalog.judged import judged
from perfgym.catalog.lab import Lab
from perfgym.console.evidence import reading
from perfgym.console.evidence.errors import DoesNotHold, NoSources, NothingCertain, OtherLab, StrangersCode
from perfgym.console.evidence.words import harmless
from perfgym.console.local import Screen, keep_bundle, local_job
from perfgym.measure.agreement import CERTAIN, Result, compare
from perfgym.portfolio.evidence import members
from perfgym.portfolio.evidence.checking import Checked, check
from perfgym.runs import execution, sources
from perfgym.runs.isolation import FAKE
from perfgym.runs.outcome import Outcome
from perfgym.sandbox import drivers
from perfgym.sandbox.protocol import Driver, Level

DONE, NOT_AGREED = 0, 1
FACTS = {  # of a fingerprint: what may make two machines answer differently
    "processor": ("host", "cpu"),
    "cores": ("host", "cores"),
    "kernel": ("host", "kernel"),
    "sandbox": ("sandbox", "driver"),
    "PerfGym": ("perfgym",),
}


def rerun(
    path: Path, keys: Path | None, driver: str | None, mine: bool, stderr: OutputWrapper
) -> tuple[dict[str, Any], int]:
    """What `--json` prints, and the exit code. Raises a LearnerError, before anything runs, where it may not."""
    checked = check(reading.contents(path), reading.trusted_keys(keys))
    lab, edits = _what(checked)
    by = _driver(driver, mine)
    screen = Screen(stderr)
    outcome = local_job(lab, edits, screen.report, {}, execution.compare, by)
    screen.close()
    found = compare(*_results(checked, outcome))
    document = {
        "bundle": str(path),
        "agreement": found.agreement,
        "apart": found.apart,
        "allowed": found.allowed,
        "stated": {name: checked.content.verdict.get(name) for name in reading.SAID},
        "measured": _measured(outcome),
        "differences": differences(checked.content.fingerprint, outcome.fingerprint),
        **{name: value for name, value in reading.found(checked).items() if name in ("signature", "entry", "review")},
        "evidence": keep_bundle(outcome, lab, None),
    }
    return document, DONE if found.agreement == "agrees" else NOT_AGREED


def _what(checked: Checked) -> tuple[Lab, dict[str, bytes]]:
    """The lab and the files to lay over its starter. Raises DoesNotHold, NothingCertain, OtherLab, NoSources."""
    if checked.problems:
        raise DoesNotHold([harmless(problem) for problem in checked.problems])
    said = checked.content.verdict
    if said.get("reason") is not None or said.get("verdict") not in CERTAIN:
        raise NothingCertain
    lab = _lab(said)
    edits = _edits(checked)
    lab.overlay(edits)
    return lab, edits


def _lab(said: Mapping[str, Any]) -> Lab:
    """The lab here, if what would be measured is what was measured; its guide may have other words. Raises OtherLab."""
    slug, digest = str(said.get("lab")), str(said.get("lab_digest"))
    lab = library.default().labs.get(slug)
    if lab is None or (lab.digest != digest and judged(lab) != said.get("lab_judged")):
        raise OtherLab(harmless(slug), harmless(digest), lab.digest if lab else None)
    return lab


def _edits(checked: Checked) -> dict[str, bytes]:
    if sources.NAME not in checked.content.members:
        raise NoSources("it does not have the changed files whole; its owner does not show them, or it is an old one")
    found = members.Sources.model_validate_json(checked.content.members[sources.NAME])
    if found.not_text:
        raise NoSources(f"some changed files are no text ({harmless(', '.join(found.not_text))})")
    return {path: text.encode() for path, text in found.change.items()}


def _driver(name: str | None, mine: bool) -> Driver:
    """A container's, for another person's code (pods keep strangers apart only there). Raises StrangersCode."""
    driver = drivers.choose(name or os.environ.get("PERFGYM_SANDBOX"))
    if driver.level is not Level.S3 and driver.name != FAKE and not mine:
        raise StrangersCode(driver)
    return driver


def _results(checked: Checked, outcome: Outcome) -> tuple[Result, Result | None]:
    return _result(checked.content.verdict), None if outcome.reason else _result(outcome.result)


def _result(said: Mapping[str, Any]) -> Result:
    low, high = said["interval"]
    return Result(said["verdict"], said["metric"], said["ratio"], low, high)


def _measured(outcome: Outcome) -> dict[str, Any]:
    names = (*reading.SAID, "metric", "pairs", "measured_seconds", "level", "driver")
    return {**{name: outcome.result.get(name) for name in names}, "message": outcome.message}


def differences(there: Mapping[str, Any], here: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    """Of two fingerprints, whoever wrote the first: what both machines have and not in common."""
    pairs = {name: (_at(there, path), _at(here, path)) for name, path in FACTS.items()}
    return {name: (old, new) for name, (old, new) in pairs.items() if old is not None and old != new}


def _at(facts: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        facts = facts.get(name) if isinstance(facts, Mapping) else None
    return facts if isinstance(facts, str | int | float) else None
