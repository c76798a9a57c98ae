"""A sandbox app: a deliberately slow application, how it is run, and what may be changed in it."""

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from perfgym.catalog import paths
from perfgym.errors import LearnerError, PlatformError


@dataclass(frozen=True)
class PartLimits:
    """What one part of the app may use. Sizes in bytes."""

    memory_bytes: int
    pids: int
    scratch_bytes: int


@dataclass(frozen=True)
class Database:
    """The command that fills the app's database, the module that salts it for an attempt, and the file of SQL that a
    version brings along."""

    seed: tuple[str, ...]
    salt: str | None
    migration: str | None = None


@dataclass(frozen=True, eq=False)
class App:
    """One folder of sandbox_apps/, as it was when the catalogue was read.

    `files` holds everything that `digest` covers: the manifest, the app, its data, workloads and contract.
    """

    name: str
    title: str
    root: Path
    start: tuple[str, ...]
    health: str
    database: Database | None
    limits: PartLimits
    database_limits: PartLimits
    editable: tuple[str, ...]
    workloads: Mapping[str, str]
    contract_path: str
    parts: tuple[str, ...]  # the manifest's `files`
    app_parts: tuple[str, ...]  # the manifest's `app_files`
    files: Mapping[str, bytes]
    digest: str

    @property
    def contract(self) -> bytes:
        """The Python file that says which answers must match."""
        return self.files[self.contract_path]

    def workload(self, name: str) -> bytes:
        """An examiner's Locust file. Raises LearnerError for a name the app does not have."""
        if name not in self.workloads:
            raise LearnerError(f"{self.title} has no workload `{name}`; it has {', '.join(self.workloads)}.")
        return self.files[self.workloads[name]]

    def app_content(self) -> dict[str, bytes]:
        """What the running app gets."""
        return self._under(self.app_parts)

    def content(self) -> dict[str, bytes]:
        """The app and its data: what a database template is made from."""
        return self._under(self.parts)

    def seed_salt(self, seed: int) -> str:
        """The SQL that changes the data a little for one attempt; empty without a salt. Raises PlatformError."""
        if self.database is None or self.database.salt is None:
            return ""
        module = self.database.salt
        try:
            return str(_load(module, self.root / f"{module.replace('.', '/')}.py").sql(seed))
        except Exception as error:
            raise PlatformError(f"The salt {module} of the app {self.name} failed: {error!r}") from error

    def migration(self, files: Mapping[str, bytes]) -> bytes:
        """The SQL that a version with these files runs in its fresh database before it starts; empty without one."""
        path = self.database.migration if self.database else None
        return files.get(path, b"") if path else b""

    def _under(self, entries: tuple[str, ...]) -> dict[str, bytes]:
        return {path: content for path, content in self.files.items() if paths.under(path, entries)}


def _load(name: str, file: Path) -> ModuleType:
    """The module in `file`, under a name of its own and without touching sys.modules or sys.path."""
    spec = importlib.util.spec_from_file_location(f"perfgym_salt.{name}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
