"""lab.yaml and the files around it -> Lab."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

from perfgym.catalog.app import App
from perfgym.catalog.lab import Lab
from perfgym.catalog.loading import files as reading
from perfgym.catalog.loading.figures import read_figures
from perfgym.catalog.loading.guide import read_steps
from perfgym.catalog.loading.nodes import Document, parse
from perfgym.catalog.loading.problems import ManifestError, Problem, listed, suggestion
from perfgym.catalog.loading.validate import validate
from perfgym.catalog.manifest.lab import CheatManifest, LabManifest, ScoreManifest
from perfgym.catalog.paths import covers

MANIFEST = "lab.yaml"
WRITES = re.compile(rb"\.(post|put|patch|delete)\(")


def read_lab(root: Path, shown: str, apps: Mapping[str, App], broken: Mapping[str, ManifestError]) -> Lab:
    """Read one folder of labs/. Raises ManifestError with everything that is wrong in it."""
    files = reading.tree(root, shown)
    figures, unread = read_figures(files, shown)
    steps, problems = read_steps(root.name, files, shown, figures)
    problems += unread
    cheats, more = _cheats(files, shown)
    problems += more
    try:
        manifest, app = _manifest(files, shown, apps, broken)
    except ManifestError as error:
        problems += error.problems
    if problems:
        raise ManifestError(problems)
    digest = reading.digest({**files, "../app": app.digest.encode()} if app else files)
    return Lab(
        slug=root.name,
        title=manifest.title,
        summary=manifest.summary,
        level=manifest.level,
        minutes=manifest.minutes,
        runs_on=app,
        skills=manifest.skills,
        editable=manifest.editable,
        scored_by=manifest.score,
        points=manifest.points,
        rubric=manifest.rubric,
        hint_costs=manifest.hint_costs,
        defects=manifest.defects,
        steps=steps,
        figures=figures,
        cheat_notes=MappingProxyType(cheats),
        files=MappingProxyType(files),
        digest=digest,
        root=root,
    )


def _manifest(
    files: Mapping[str, bytes], shown: str, apps: Mapping[str, App], broken: Mapping[str, ManifestError]
) -> tuple[LabManifest, App | None]:
    file = f"{shown}/{MANIFEST}"
    if MANIFEST not in files:
        raise ManifestError.at(file, 1, "this file is missing; a lab needs one")
    document = parse(files[MANIFEST], file)
    manifest = validate(LabManifest, document)
    if manifest.app is None:
        return manifest, None
    if manifest.app in broken:
        raise broken[manifest.app]
    if manifest.app not in apps:
        message = f"there is no app `{manifest.app}`.{suggestion(manifest.app, apps)} Apps: {listed(apps)}"
        raise ManifestError.at(file, document.line(("app",)), message)
    app = apps[manifest.app]
    problems = _against_app(manifest, document, app)
    if problems:
        raise ManifestError(problems)
    return manifest, app


def _against_app(manifest: LabManifest, document: Document, app: App) -> list[Problem]:
    problems = [
        Problem(
            document.file,
            document.line(("editable", index)),
            f"`{pattern}` is not within what the app {app.name} allows: {listed(app.editable)}",
        )
        for index, pattern in enumerate(manifest.editable)
        if not any(covers(wide, pattern) for wide in app.editable)
    ]
    if manifest.score and manifest.score.workload not in app.workloads:
        message = f"the app {app.name} has no workload `{manifest.score.workload}`; it has {listed(app.workloads)}"
        problems.append(Problem(document.file, document.line(("score", "workload")), message))
    elif manifest.score:
        problems += _guards(manifest.score, document, app)
    return [*problems, *_defects(manifest, document, app)]


def _guards(score: ScoreManifest, document: Document, app: App) -> Iterator[Problem]:
    """A limit on what this app or this traffic does not have would never be looked at."""
    guard, workload = score.guard, score.workload
    if guard.index_bytes and app.database is None:
        message = f"the app {app.name} has no database, so there are no indexes to limit"
        yield Problem(document.file, document.line(("score", "guard", "index_bytes")), message)
    for name in ("write_latency", "write_latency_p95"):
        if getattr(guard, name) and not WRITES.search(app.workload(workload)):
            message = f"the workload {workload} sends no request that writes, so there is no latency to limit"
            yield Problem(document.file, document.line(("score", "guard", name)), message)


def _defects(manifest: LabManifest, document: Document, app: App) -> list[Problem]:
    ids = [defect.id for defect in manifest.defects]
    message = f"the app {app.name} has no database, so no probe could count a statement; say which `function` it calls"
    without = [
        Problem(document.file, document.line(("defects", index, "probe")), message)
        for index, defect in enumerate(manifest.defects)
        if defect.probe.statements and app.database is None
    ]
    return without + [
        Problem(document.file, document.line(("defects", index, "id")), f"the id `{one}` is there twice; each id once")
        for index, one in enumerate(ids)
        if ids.count(one) > 1
    ]


def _cheats(files: Mapping[str, bytes], shown: str) -> tuple[dict[str, tuple[str, str]], list[Problem]]:
    cheats: dict[str, tuple[str, str]] = {}
    problems: list[Problem] = []
    for name in sorted({path.split("/")[1] for path in files if path.startswith("cheats/") and path.count("/") > 1}):
        path = f"cheats/{name}/cheat.yaml"
        try:
            if path not in files:
                raise ManifestError.at(
                    f"{shown}/{path}", 1, "this file is missing; a cheat says its reason and what it is about"
                )
            note = validate(CheatManifest, parse(files[path], f"{shown}/{path}"))
            cheats[name] = (note.reason, note.about)
        except ManifestError as error:
            problems += error.problems
    return cheats, problems
