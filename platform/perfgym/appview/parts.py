"""What is put into a preview's pod: the app with a version's files, its database, and the process that asks it."""

from perfgym.catalog.app import App, PartLimits
from perfgym.runs.inside import Secrets
from perfgym.sandbox.protocol import Part
from perfgym.sittings import insider

LIMITS = PartLimits(memory_bytes=192 * 2**20, pids=16, scratch_bytes=4 * 2**20)


def memory_bytes(app: App) -> int:
    """What one session may use at most."""
    database = app.database_limits.memory_bytes if app.database else 0
    return app.limits.memory_bytes + database + LIMITS.memory_bytes


def asker(app: App, cores: tuple[int, ...]) -> Part:
    return insider.part("appview", app, LIMITS, cores)


def auditor(app: App, passwords: Secrets) -> str:
    """The way to the database of a role that may only look; empty where the app has none."""
    return passwords.auditor_dsn if app.database else ""
