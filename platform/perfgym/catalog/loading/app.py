"""app.yaml and the files around it -> App."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from perfgym.catalog import paths
from perfgym.catalog.app import App, Database, PartLimits
from perfgym.catalog.loading import files as reading
from perfgym.catalog.loading.nodes import Document, parse
from perfgym.catalog.loading.problems import ManifestError, Problem
from perfgym.catalog.loading.validate import validate
from perfgym.catalog.manifest.app import AppManifest, LimitsManifest

MANIFEST = "app.yaml"


def read_app(root: Path, shown: str) -> App:
    """Read one folder of sandbox_apps/. Raises ManifestError."""
    found = reading.tree(root, shown)
    if MANIFEST not in found:
        raise ManifestError.at(f"{shown}/{MANIFEST}", 1, "this file is missing; an app needs one")
    document = parse(found[MANIFEST], f"{shown}/{MANIFEST}")
    manifest = validate(AppManifest, document)
    problems = list(_problems(manifest, document, root.name, found))
    if problems:
        raise ManifestError(problems)
    return _app(manifest, root, _covered(manifest, found))


def _app(manifest: AppManifest, root: Path, files: dict[str, bytes]) -> App:
    database = manifest.database
    return App(
        name=manifest.name,
        title=manifest.title,
        root=root,
        start=manifest.start,
        health=manifest.health,
        database=Database(database.seed, database.salt, database.migration) if database else None,
        limits=_limits(manifest.limits),
        database_limits=_limits(manifest.database_limits),
        editable=manifest.editable,
        workloads=MappingProxyType(dict(manifest.workloads)),
        contract_path=manifest.contract,
        parts=manifest.files,
        app_parts=manifest.app_files,
        files=MappingProxyType(files),
        digest=reading.digest(files),
    )


def _covered(manifest: AppManifest, found: Mapping[str, bytes]) -> dict[str, bytes]:
    entries = [MANIFEST, manifest.contract, *manifest.workloads.values(), *manifest.files]
    return {path: content for path, content in found.items() if paths.under(path, entries)}


def _limits(manifest: LimitsManifest) -> PartLimits:
    return PartLimits(manifest.memory, manifest.pids, manifest.scratch)


def _problems(manifest: AppManifest, document: Document, folder: str, found: Mapping[str, bytes]) -> list[Problem]:
    named = [(("files", i), entry) for i, entry in enumerate(manifest.files)]
    named += [(("app_files", i), entry) for i, entry in enumerate(manifest.app_files)]
    problems = [
        Problem(
            document.file,
            document.line(location),
            f"`{entry}` is not there; `{location[0]}` names files and folders of the app",
        )
        for location, entry in named
        if not any(paths.under(path, [entry]) for path in found)
    ]
    if manifest.name != folder:
        problems.append(
            Problem(
                document.file,
                document.line(("name",)),
                f"`name` is {manifest.name}, the folder is {folder}; they must agree",
            )
        )
    single = [
        (("contract",), manifest.contract),
        *((("workloads", name), path) for name, path in manifest.workloads.items()),
    ]
    if manifest.database and manifest.database.salt:
        single.append((("database", "salt"), f"{manifest.database.salt.replace('.', '/')}.py"))
    if manifest.database and manifest.database.migration:
        single.append((("database", "migration"), manifest.database.migration))
    problems += [
        Problem(document.file, document.line(location), f"the file `{path}` is not there")
        for location, path in single
        if path not in found
    ]
    return problems
