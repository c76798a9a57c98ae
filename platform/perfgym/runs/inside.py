"""What is put into the parts of a pod: the app with a version's files, its database, and the two kinds of runner."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import perfgym
from perfgym.catalog.app import App, PartLimits
from perfgym.runs.lines import fields, strict
from perfgym.sandbox.protocol import Limits, Part, Role
from perfgym.sandbox.slots import Slot

PACKAGE = Path(perfgym.__file__).parent
DATABASE = ("database.py", "migration.py", "pg.py", "samples.py", "statements.py")
RUNNER_LIMITS = PartLimits(memory_bytes=512 * 2**20, pids=64, scratch_bytes=32 * 2**20)


@dataclass(frozen=True)
class Secrets:
    """Passwords of one pod's database; the app knows only its own."""

    app: str
    admin: str
    auditor: str

    @classmethod
    def fresh(cls) -> "Secrets":
        return cls(*(secrets.token_hex(16) for _ in range(3)))

    @property
    def admin_dsn(self) -> str:
        return f"postgresql://postgres:{self.admin}@127.0.0.1:{{DB_PORT}}/shop"

    @property
    def auditor_dsn(self) -> str:
        """Of a role that reads everything and may do nothing else."""
        return f"postgresql://perfgym_auditor:{self.auditor}@127.0.0.1:{{DB_PORT}}/shop"


AUDITOR = """
    CREATE ROLE perfgym_auditor LOGIN BYPASSRLS PASSWORD '{}';
    GRANT pg_read_all_data, pg_monitor TO perfgym_auditor;
    ALTER ROLE perfgym_auditor SET default_transaction_read_only = on;
    ALTER ROLE perfgym_auditor SET search_path = public;
"""


def database_part(app: App, slot: Slot, passwords: Secrets, seed: int, files: Mapping[str, bytes]) -> Part:
    """The app's database: a copy of the template, changed a little by the attempt's seed, then by a version's files."""
    assert app.database is not None
    scripts = {name: (PACKAGE / "sandbox/inside" / name).read_bytes() for name in DATABASE}
    return Part(
        role=Role.DATABASE,
        app=app.name,
        command=("python", "database.py"),
        limits=_limits(app.database_limits, slot.app_cores),
        files={**scripts, **_sql(app, passwords, seed, files)},
        env={"DB_APP_PASSWORD": passwords.app, "DB_ADMIN_PASSWORD": passwords.admin},
    )


def _sql(app: App, passwords: Secrets, seed: int, files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {
        "salt.sql": (AUDITOR.format(passwords.auditor) + app.seed_salt(seed)).encode(),
        "migration.sql": app.migration(files),
    }


def refused(app: App, line: bytes) -> str:
    """What is wrong with a version's own SQL, by the first line of its database; empty where it is ready.

    The words are the server's, about a stranger's text.
    """
    told = strict.parse(line).get("refused")
    if not isinstance(told, dict) or app.database is None:
        return ""
    return f"{app.database.migration}, line {fields.whole(told, 'line')}: {fields.text(told, 'message', 2000)}"


def app_part(app: App, slot: Slot, passwords: Secrets, files: Mapping[str, bytes], seed: int) -> Part:
    """A version of the app. Nothing in it says which arm it is: both get the same words."""
    return Part(
        role=Role.APP,
        app=app.name,
        command=tuple(app.start),
        limits=_limits(app.limits, slot.app_cores),
        files=files,
        env={
            "DATABASE_URL": f"postgresql://shop:{passwords.app}@127.0.0.1:{{DB_PORT}}/shop",
            "DATA_SEED": data_seed(seed),
            "PYTHONDONTWRITEBYTECODE": "1",
        },
    )


def data_seed(seed: int) -> str:
    """What an app makes its own data from, new for each attempt; the traffic's seed cannot be told from it."""
    return hashlib.sha256(f"data of {seed}".encode()).hexdigest()[:16]


def scoring_part(app: App, slot: Slot, workload: str) -> Part:
    """The runner whose word counts: platform code and the examiner's workload only."""
    files = {**_loadgen(), "workload.py": app.workload(workload), "contract.py": app.contract}
    return _runner(app, slot, "perfgym.loadgen.score", files)


def exploration_part(app: App, slot: Slot, locustfile: bytes) -> Part:
    """The runner of a learner's own locustfile: shown, never scored."""
    importable = (PACKAGE / "loadgen/exploration/perfgym_load.py").read_bytes()
    files = {**_loadgen(), "perfgym_load.py": importable, "locustfile.py": locustfile}
    return _runner(app, slot, "perfgym.loadgen.explore", files)


def _runner(app: App, slot: Slot, module: str, files: Mapping[str, bytes]) -> Part:
    return Part(
        role=Role.RUNNER,
        app=app.name,
        command=("python", "-m", module),
        limits=_limits(RUNNER_LIMITS, slot.runner_cores),
        files=files,
    )


def _limits(wanted: PartLimits, cores: tuple[int, ...]) -> Limits:
    return Limits(memory_bytes=wanted.memory_bytes, pids=wanted.pids, scratch_bytes=wanted.scratch_bytes, cores=cores)


def _loadgen() -> dict[str, bytes]:
    files = [PACKAGE / "__init__.py", *sorted((PACKAGE / "loadgen").rglob("*.py"))]
    return {f"perfgym/{file.relative_to(PACKAGE).as_posix()}": file.read_bytes() for file in files}
