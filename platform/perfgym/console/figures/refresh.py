"""`labs check --refresh`: measures the runs of a guide on this machine and keeps what they told in the lab's folder."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from perfgym.catalog.figures import Kept, KeptRun, Picture, kept
from perfgym.catalog.figures.made_from import made_from
from perfgym.catalog.lab import Lab
from perfgym.catalog.manifest.figures import RunManifest
from perfgym.console.figures import comparing, loading
from perfgym.console.figures.told import NotTold, Told, named
from perfgym.runs import machine
from perfgym.runs.outcome import Outcome, Reason

TRIES = 3
Measure = Callable[[Lab, RunManifest, Callable[[str], None]], Told]
KINDS: Mapping[str, Measure] = {"load": loading.measure, "compare": comparing.measure}


class NotRefreshed(NotTold):
    """A run of a guide ended without a result; what it told before stays as it was."""

    def __init__(self, lab: Lab, name: str, outcome: Outcome) -> None:
        said = f"{lab.slug}: the run `{name}` of guide/figures.yaml ended as {outcome.reason}. {outcome.message}"
        super().__init__(f"{said}\nWhat it told before is kept. {outcome.advice}\n{outcome.tail[-1500:]}".rstrip())


def refresh(lab: Lab, labs: Mapping[str, Lab], tell: Callable[[str], None], *, old_only: bool) -> list[str]:
    """Measure all runs of a lab, or those that have not told what they are asked now; names of those measured.

    A run may be of another of the `labs`. Each is kept as soon as it is done. Raises NotTold.
    """
    _forget(lab)
    told = dict(lab.figures.kept)
    wanted = [
        name for name, run in lab.figures.plan.items() if not old_only or is_old(lab, _of(lab, labs, run), name, run)
    ]
    for name in wanted:
        tell(f"{lab.slug}: measuring {name}")
        run = lab.figures.plan[name]
        of = _of(lab, labs, run)
        made = _measured(of, run, tell)
        if made.outcome.reason:
            raise NotRefreshed(lab, name, made.outcome)
        told[name] = _kept(of, name, run, made)
        _write(lab.root, made.drawings(name), told, lab.figures.kept.get(name))
    return wanted


def _of(lab: Lab, labs: Mapping[str, Lab], run: RunManifest) -> Lab:
    """The lab that a run is of. Raises NotTold for one that is not there, NoApp for one that runs nothing."""
    of = named("lab", run.lab or lab.slug, labs)
    of.check_app()
    return of


def _measured(lab: Lab, run: RunManifest, tell: Callable[[str], None]) -> Told:
    """Measured, and again where other work on this machine made it worthless."""
    for again in range(TRIES):
        made = KINDS[run.kind](lab, run, tell)
        if made.outcome.reason is not Reason.TOO_NOISY:
            break
        if again + 1 < TRIES:
            tell("The machine was too busy; measuring again")
    return made


def is_old(lab: Lab, of: Lab, name: str, run: RunManifest) -> bool:
    """Whether what is kept of a run is not of the files as they are now."""
    known = lab.figures.kept.get(name)
    return known is None or known.made_from != made_from(of, run)


def _kept(lab: Lab, name: str, run: RunManifest, made: Told) -> KeptRun:
    pictures = {
        key: Picture(file_of(name, key), one.title, one.caption, one.table.head, tuple(one.table.rows))
        for key, one in made.pictures.items()
    }
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return KeptRun(made_from(lab, run), now, _machine(made.outcome), made.values, made.texts, pictures)


def file_of(run: str, picture: str) -> str:
    """The file name of a drawing in guide/."""
    return f"{run}-{picture}.svg"


def _machine(outcome: Outcome) -> str:
    """What a reader needs to set figures against their own: no more of this machine than that."""
    sandbox = outcome.fingerprint.get("sandbox", {}).get("driver", "")
    cores = machine.facts()["cores"]
    return f"a machine with {cores} processor core{'' if cores == 1 else 's'}, pods by {sandbox}"


def _write(root: Path, drawings: Mapping[str, str], told: Kept, before: KeptRun | None) -> None:
    for name in _files(before) - set(drawings):
        (root / "guide" / name).unlink(missing_ok=True)
    for name, svg in drawings.items():
        (root / "guide" / name).write_text(svg + "\n")
    (root / kept.FILE).write_bytes(kept.dump(told))


def _forget(lab: Lab) -> None:
    """Runs that the plan does not have any more, with their drawings."""
    file = lab.root / kept.FILE
    for name, run in kept.load(file.read_bytes()).items() if file.exists() else ():
        if name not in lab.figures.plan:
            _write(lab.root, {}, lab.figures.kept, run)


def _files(run: KeptRun | None) -> set[str]:
    return {picture.file for picture in run.pictures.values()} if run else set()
