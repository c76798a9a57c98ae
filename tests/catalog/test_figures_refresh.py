"""labs check --refresh: what is measured again, what is kept, and what stays where a run fails."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from figures_factory import PLAN, SVG, VALUES, measured

from perfgym.catalog import library
from perfgym.catalog.checking import figures
from perfgym.catalog.lab import Lab
from perfgym.catalog.manifest.figures import RunManifest
from perfgym.charts import Drawn, Table
from perfgym.console.figures import refresh
from perfgym.console.figures.told import NotTold, Told
from perfgym.runs.outcome import Outcome, Reason

DRAWN = Drawn("seconds", "By second", "Each second.", SVG, Table(("second", "ms"), [("1", "140")]))


@dataclass
class Runs:
    """In place of pods: tells what it was asked to measure, and ends as `reasons` say, one after the other."""

    reasons: list[Reason | None] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def measure(self, lab: Lab, run: RunManifest, tell: Callable[[str], None]) -> Told:
        self.asked.append(run.version)
        reason = self.reasons.pop(0) if self.reasons else None
        outcome = Outcome({}, {"sandbox": {"driver": "docker"}}, reason=reason, message="The pod ended.")
        return Told(outcome, VALUES, {"plan": "Index Scan on books"}, {"seconds": DRAWN})


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    found = Runs()
    monkeypatch.setattr(refresh, "KINDS", {"load": found.measure})
    return found


def again(root: Path) -> Lab:
    return library.load(root).lab("slow-shop")


def test_what_runs_told_is_kept_and_quoted(tmp_path: Path, runs: Runs) -> None:
    lab = measured(tmp_path, "{{as-found.plan}}")
    assert refresh.refresh(lab, {lab.slug: lab}, lambda _: None, old_only=False) == ["as-found"]
    kept = again(tmp_path).figures
    assert kept.quote("{{as-found.plan}}") == "Index Scan on books"
    assert kept.drawn("as-found-seconds.svg") is not None
    assert kept.kept["as-found"].machine.endswith("pods by docker")
    assert figures.problems(again(tmp_path), {"slow-shop": again(tmp_path)}) == []


def test_only_what_is_old_when_asked_so(tmp_path: Path, runs: Runs) -> None:
    lab = measured(tmp_path)
    assert refresh.refresh(lab, {lab.slug: lab}, lambda _: None, old_only=True) == []
    (lab.root / "starter/locustfile.py").write_text("import locust, random\n")
    assert refresh.refresh(again(tmp_path), {"slow-shop": again(tmp_path)}, lambda _: None, old_only=True) == [
        "as-found"
    ]
    assert runs.asked == ["starter"]


def test_a_run_that_fails_leaves_what_was_told(tmp_path: Path, runs: Runs) -> None:
    lab = measured(tmp_path)
    before = (lab.root / "guide/figures.json").read_bytes()
    runs.reasons = [Reason.APP_START]
    with pytest.raises(NotTold, match=r"the run `as-found` of guide/figures.yaml ended as app_start. The pod ended."):
        refresh.refresh(lab, {lab.slug: lab}, lambda _: None, old_only=False)
    assert (lab.root / "guide/figures.json").read_bytes() == before


def test_a_busy_machine_is_asked_again(tmp_path: Path, runs: Runs) -> None:
    runs.reasons = [Reason.TOO_NOISY, Reason.TOO_NOISY, None]
    assert refresh.refresh(measured(tmp_path), {"slow-shop": again(tmp_path)}, lambda _: None, old_only=False) == [
        "as-found"
    ]
    runs.reasons = [Reason.TOO_NOISY] * 3
    with pytest.raises(NotTold, match="too_noisy"):
        refresh.refresh(again(tmp_path), {"slow-shop": again(tmp_path)}, lambda _: None, old_only=False)


def test_a_run_that_is_planned_no_more_is_forgotten(tmp_path: Path, runs: Runs) -> None:
    lab = measured(tmp_path)
    (lab.root / "guide/figures.yaml").write_text("runs:\n  other: {kind: load, pictures: {seconds: seconds}}\n")
    refresh.refresh(again(tmp_path), {"slow-shop": again(tmp_path)}, lambda _: None, old_only=False)
    assert sorted(path.name for path in (lab.root / "guide").glob("*.svg")) == ["other-seconds.svg"]
    assert list(again(tmp_path).figures.kept) == ["other"]


def test_a_run_may_be_of_another_lab(tmp_path: Path, runs: Runs) -> None:
    lab = measured(tmp_path)
    shutil.copytree(lab.root, lab.root.with_name("other-shop"))
    (lab.root / "guide/figures.yaml").write_text(PLAN.replace("kind: load", "kind: load\n    lab: other-shop"))
    labs = library.load(tmp_path).labs
    assert refresh.refresh(labs["slow-shop"], labs, lambda _: None, old_only=True) == ["as-found"]
    labs = library.load(tmp_path).labs
    assert refresh.refresh(labs["slow-shop"], labs, lambda _: None, old_only=True) == []
    (labs["other-shop"].root / "starter/locustfile.py").write_text("import locust, random\n")
    labs = library.load(tmp_path).labs
    assert "have changed since" in str(figures.problems(labs["slow-shop"], labs)[0])


def test_a_lab_that_is_not_there_is_named(tmp_path: Path, runs: Runs) -> None:
    lab = measured(tmp_path, **{"guide/figures.yaml": PLAN.replace("kind: load", "kind: load\n    lab: slow-shp")})
    with pytest.raises(NotTold, match=r"There is no lab `slow-shp`. Did you mean slow-shop\?"):
        refresh.refresh(lab, {"slow-shop": lab}, lambda _: None, old_only=False)
    assert "has no app to run: say `lab:`" in str(figures.problems(lab, {"slow-shop": lab})[0])
