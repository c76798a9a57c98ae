"""perfgym evidence rerun: refuses before anything runs, measures the bundle's change, and says whether it agrees."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from perfgym.catalog import library
from perfgym.catalog.judged import judged
from perfgym.catalog.lab import NotEditable
from perfgym.console.evidence import rerunning
from perfgym.console.evidence.errors import DoesNotHold, NoSources, NothingCertain, OtherLab, StrangersCode
from perfgym.console.management.commands.evidence import Command
from perfgym.errors import LearnerError
from perfgym.measure import bundle
from perfgym.measure.errors import BadBundle
from perfgym.portfolio.evidence import members
from perfgym.runs import sources
from perfgym.runs.job import Job
from perfgym.runs.outcome import Outcome, Reason
from perfgym.sandbox import drivers
from perfgym.sandbox.protocol import Level
from perfgym.workspaces.diff import as_text, unified
from tests.evidence import entry_bundles as made
from tests.measure.bundle_factory import make
from tests.measure.measure_factories import segments

LAB = library.default().lab(made.LAB)
STARTER = LAB.editable_files()[made.PATH]
CHANGED = b"# one query a page\n" + STARTER


class Machine:
    """Stands for pods: keeps what it was asked to measure, and answers with a bundle of a true ratio."""

    def __init__(self, ratio: float, reason: Reason | None = None) -> None:
        self.ratio, self.reason, self.jobs = ratio, reason, list[Job]()

    def compare(self, job: Job) -> Outcome:
        self.jobs.append(job)
        raw = make(segments(2, self.ratio, pairs=6))
        facts = {"host": {"cpu": "another processor", "cores": 2}}
        if self.reason:
            return Outcome(
                {"ratio": None, "reason": self.reason}, facts, reason=self.reason, message="It was too busy."
            )
        return Outcome(bundle.read(raw).verdict, facts, bundle=raw)


class Weak:
    name, level = "bubblewrap", Level.S2


class Container:
    name, level = "docker", Level.S3


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Machine:
    found = Machine(0.4)
    monkeypatch.setenv("PERFGYM_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(rerunning.execution, "compare", lambda job: found.compare(job))
    monkeypatch.setattr(drivers, "choose", lambda name: Container())
    return found


def of_lab(old: bytes = STARTER, new: bytes = CHANGED, path: str = made.PATH, **claims: Any) -> bytes:
    """The bundle of an entry of the lab as it is here."""
    whole, diff = sources.of({path: old}, {path: new}, None), as_text(unified({path: old}, {path: new}))
    claims = {"lab": LAB.slug, "lab_digest": LAB.digest, **claims}
    run = make(segments(2, 0.4, pairs=6), files=diff, more={sources.NAME: bundle.dump(whole)}, **claims)
    of = members.OfLab(slug=claims["lab"], digest=claims["lab_digest"])
    return made.entry_bundle(run, entry=made.ENTRY.model_copy(update={"lab": of}))


def rerun(folder: Path, data: bytes, *more: str) -> tuple[int, str]:
    (folder / "bundle.zip").write_bytes(data)
    out = io.StringIO()
    try:
        call_command(Command(), "rerun", str(folder / "bundle.zip"), *more, stdout=out, stderr=io.StringIO())
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def test_the_change_is_measured_on_the_lab_and_agrees(machine: Machine, tmp_path: Path) -> None:
    code, said = rerun(tmp_path, of_lab())
    assert code == 0
    assert said.startswith("Agrees: the same verdict")
    assert "There: 2.5x faster" in said
    assert "Here:  2.5x faster" in said
    assert made.public().id in said
    (job,) = machine.jobs
    assert (job.lab.slug, job.edits, job.earlier) == (LAB.slug, {made.PATH: CHANGED}, None)


def test_another_wording_of_the_guide_is_the_same_lab(machine: Machine, tmp_path: Path) -> None:
    code, _ = rerun(tmp_path, of_lab(lab_digest="ab" * 32, lab_judged=judged(LAB)))
    assert code == 0


@pytest.mark.parametrize(
    ("ratio", "says"), [(0.7, "Agrees in direction only"), (1.0, "Does not agree"), (1.5, "Does not agree")]
)
def test_another_result_is_said_to_be_one(machine: Machine, tmp_path: Path, ratio: float, says: str) -> None:
    machine.ratio = ratio
    code, said = rerun(tmp_path, of_lab())
    assert (code, said.startswith(says)) == (1, True)


def test_a_run_without_a_verdict_neither_agrees_nor_contradicts(machine: Machine, tmp_path: Path) -> None:
    machine.reason = Reason.TOO_NOISY
    code, said = rerun(tmp_path, of_lab())
    assert code == 1
    assert said.startswith("Undecided")
    assert "It was too busy." in said


def test_json_is_one_document_with_both_results_and_what_differs(machine: Machine, tmp_path: Path) -> None:
    code, said = rerun(tmp_path, of_lab(), "--json")
    found = json.loads(said)
    assert (code, found["agreement"]) == (0, "agrees")
    assert found["apart"] <= found["allowed"]
    assert found["stated"]["verdict"] == found["measured"]["verdict"] == "faster"
    assert Path(found["evidence"]).is_file()
    assert found["signature"]["key"] == made.public().id


def test_what_two_machines_do_not_have_in_common() -> None:
    there = {"host": {"cpu": "a", "cores": 2, "kernel": ["not", "text"]}, "sandbox": "none", "perfgym": "1"}
    assert rerunning.differences(there, {"host": {"cpu": "b", "cores": 2}, "perfgym": "2"}) == {
        "processor": ("a", "b"),
        "PerfGym": ("1", "2"),
    }


def refused(machine: Machine, folder: Path, data: bytes, error: type[LearnerError], *more: str) -> str:
    with pytest.raises(error) as raised:
        rerun(folder, data, *more)
    assert machine.jobs == []
    assert not (folder / "home" / "evidence").exists()
    return str(raised.value)


@pytest.mark.parametrize(
    ("data", "error", "says"),
    [
        (made.changed_json(of_lab(), "verdict.json", ratio=0.1), DoesNotHold, "verdict.json is not the one"),
        (b"nothing", BadBundle, "zip file"),
        (of_lab(lab_digest="ab" * 32), OtherLab, "Nothing was measured"),
        (of_lab(lab_digest="ab" * 32, lab_judged="cd" * 32), OtherLab, "Nothing was measured"),
        (of_lab(lab="no-such-lab"), OtherLab, "here there is no such lab"),
        (made.without(of_lab(), "sources.json"), NoSources, "does not have the changed files whole"),
        (of_lab(new=b"\xff\xfe"), NoSources, "no text"),
        (of_lab(reason="wrong_answers", verdict=None, points=0), NothingCertain, "no certain result"),
        (of_lab(path="../outside.py"), NotEditable, "cannot be changed in this lab"),
        (of_lab(path="bookshop/serve.py"), NotEditable, "cannot be changed in this lab"),
    ],
)
def test_it_refuses_before_anything_runs(
    machine: Machine, tmp_path: Path, data: bytes, error: type[LearnerError], says: str
) -> None:
    assert says in refused(machine, tmp_path, data, error)


def test_a_strangers_code_runs_in_containers_alone(
    machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drivers, "choose", lambda name: Weak())
    said = refused(machine, tmp_path, of_lab(), StrangersCode)
    assert "level S2 (bubblewrap), which is for one's own code only" in said
    code, _ = rerun(tmp_path, of_lab(), "--mine")
    assert (code, len(machine.jobs)) == (0, 1)


def test_a_key_that_was_asked_for_must_have_signed(machine: Machine, tmp_path: Path) -> None:
    (tmp_path / "keys.json").write_bytes(made.published(made.OTHER))
    refused(machine, tmp_path, of_lab(), DoesNotHold, "--key", str(tmp_path / "keys.json"))
