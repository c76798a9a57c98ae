"""What is put into a console's pod: the app's database as it came from its template, and the process that asks it."""

from pathlib import Path

import perfgym
from perfgym.catalog.app import App, PartLimits
from perfgym.runs import inside
from perfgym.runs.inside import Secrets
from perfgym.sandbox.protocol import Limits, Part, Role
from perfgym.sandbox.slots import Slot

PACKAGE = Path(perfgym.__file__).parent
LIMITS = PartLimits(memory_bytes=192 * 2**20, pids=16, scratch_bytes=4 * 2**20)


def memory_bytes(app: App) -> int:
    """What one session may use at most."""
    return app.database_limits.memory_bytes + LIMITS.memory_bytes


def database(app: App, cores: tuple[int, ...], passwords: Secrets, seed: int) -> Part:
    return inside.database_part(app, Slot(cores, cores), passwords, seed)


def asker(app: App, cores: tuple[int, ...]) -> Part:
    """Platform code only: a learner's text reaches it as text."""
    files = [PACKAGE / "__init__.py", PACKAGE / "sqlconsole/__init__.py"]
    files += sorted((PACKAGE / "sqlconsole/inside").glob("*.py"))
    return Part(
        role=Role.RUNNER,
        app=app.name,
        command=("python", "-m", "perfgym.sqlconsole.inside.serve"),
        limits=Limits(LIMITS.memory_bytes, LIMITS.pids, LIMITS.scratch_bytes, cores),
        files={f"perfgym/{file.relative_to(PACKAGE).as_posix()}": file.read_bytes() for file in files},
    )


def dsn(passwords: Secrets) -> str:
    """The learner's way in: the app's own role, which owns the app's tables and nothing else."""
    return f"postgresql://shop:{passwords.app}@127.0.0.1:{{DB_PORT}}/shop"
