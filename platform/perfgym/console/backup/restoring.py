"""Restoring a backup: everything is checked first, then the whole database is replaced in one transaction."""

from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, transaction
from django.db.models import F
from django.db.models.functions import Now

from perfgym.console.backup import archive, making, manifest, schema, statefiles, tables
from perfgym.console.backup.errors import BadBackup, InUse, NewerBackup, NotEmpty, NotRestored
from perfgym.console.backup.manifest import Manifest
from perfgym.runs.models import Run
from perfgym.sittings import session

MADE_BY_MIGRATING = {"django_migrations", "django_content_type", "auth_permission"}
NOUNS = {"accounts_person": "people", "runs_run": "runs"}
FENCES = 1000  # no worker that outlived the old database can hold a fence that far ahead
LOCK_SECONDS = 10
OTHERS = """
SELECT DISTINCT coalesce(nullif(application_name, ''), usename, 'unknown') FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend' ORDER BY 1
"""


def restore(backup: archive.Reader, home: Path, safety: Path | None) -> making.Made | None:
    """Put a checked backup in the place of the connected database and the files of `home`, all or nothing.

    A site that is not empty is first backed up to `safety`; without one it is refused. Returns that backup, if any.
    Raises NewerBackup, InUse, NotEmpty, BadBackup, NotRestored or FilesNotPlaced.
    """
    _check_known(backup.manifest)
    _check_alone()
    made = _keep_safe(home, statefiles.different(home, backup.manifest.files), safety)
    staged = statefiles.Staged(home)
    try:
        for name in backup.manifest.files:
            staged.write(name, backup.read(manifest.file_member(name)))
        _replace(backup)
    except BaseException:
        staged.drop()
        raise
    staged.place()
    _analyze()
    return made


def _check_known(content: Manifest) -> None:
    if schema.unknown(content.migrations):
        raise NewerBackup(content.perfgym)
    if missing := schema.gaps(content.migrations):
        app, name = missing[0]
        raise BadBackup(f"its migrations are not those of any site: others build upon {app} {name}, which is missing.")


def _check_alone() -> None:
    with connection.cursor() as cursor:
        cursor.execute(OTHERS)
        if others := [name for (name,) in cursor.fetchall()]:
            raise InUse(", ".join(others))


def _keep_safe(home: Path, changed: Collection[str], safety: Path | None) -> making.Made | None:
    holds = [*_contents(), *(f"another {name}" for name in changed)]
    if not holds:
        return None
    if safety is None:
        raise NotEmpty(", ".join(holds[:3]))
    return making.make(safety, home)


def _contents() -> list[str]:
    """What is in the database beyond what migrating it puts there: "2 people"."""
    names = [name for name in schema.tables(schema.applied()) if name not in MADE_BY_MIGRATING]
    rows = {name: found for name in sorted(names, key=lambda name: name not in NOUNS) if (found := tables.count(name))}
    return [f"{found:,} {NOUNS.get(name, f'rows in {name}')}" for name, found in rows.items()]


def _replace(backup: archive.Reader) -> None:
    try:
        with transaction.atomic(durable=True):
            with connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
            schema.build(backup.manifest.migrations)
            _fill(backup)
            schema.update()
            _let_go()
    except DatabaseError as problem:
        raise NotRestored(str(problem)) from problem
    finally:
        ContentType.objects.clear_cache()


def _fill(backup: archive.Reader) -> None:
    expected = schema.tables(backup.manifest.migrations)
    if sorted(backup.manifest.tables) != expected:
        raise BadBackup("its tables are not those that its migrations make.")
    for name, part in backup.manifest.tables.items():
        table = tables.find(name)
        if table is None or table.columns != part.columns or set(table.following) != set(part.following):
            raise BadBackup(f"the columns of {name} are not those that its migrations make.")
        if table.write(backup.read(manifest.table_member(name))) != part.rows:
            raise BadBackup(f"{name} has another number of rows than it says.")
        table.go_on_at(part.following)
    if schema.applied() != set(backup.manifest.migrations):
        raise BadBackup("its list of migrations is not the one in its table of contents.")
    connection.check_constraints()  # every reference leads to a row; nothing is left to check when tables change


def _let_go() -> None:
    """Who held a run or a session then does not now: the next worker finds the lease over, and acts."""
    for live in (Run.objects.open(), *(kind.sessions().live() for kind in session.kinds())):
        live.update(fence=F("fence") + FENCES)
        live.exclude(lease_until=None).update(lease_until=Now() - timedelta(seconds=1))


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
