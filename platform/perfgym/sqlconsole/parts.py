"""What is put into a console's pod: the app's database as it came from its template, and the process that asks it."""

from collections.abc import Mapping
from types import MappingProxyType

from perfgym.catalog.app import App, PartLimits
from perfgym.runs import inside
from perfgym.runs.inside import Secrets
from perfgym.sandbox.protocol import Part
from perfgym.sandbox.slots import Slot
from perfgym.sittings import insider

LIMITS = PartLimits(memory_bytes=192 * 2**20, pids=16, scratch_bytes=4 * 2**20)


def memory_bytes(app: App) -> int:
    """What one session may use at most."""
    return app.database_limits.memory_bytes + LIMITS.memory_bytes


def database(
    app: App, cores: tuple[int, ...], passwords: Secrets, seed: int, files: Mapping[str, bytes] = MappingProxyType({})
) -> Part:
    """`files` are those of the lab as it starts: what a learner's version would add is theirs to try out here."""
    return inside.database_part(app, Slot(cores, cores), passwords, seed, files)


def asker(app: App, cores: tuple[int, ...]) -> Part:
    return insider.part("sqlconsole", app, LIMITS, cores)


def dsn(passwords: Secrets) -> str:
    """The learner's way in: the app's own role, which owns the app's tables and nothing else."""
    return f"postgresql://shop:{passwords.app}@127.0.0.1:{{DB_PORT}}/shop"
