"""Contents that nobody holds any more, once somebody's account has ended."""

from collections.abc import Collection

from django.db import connection, transaction
from django.db.models import ProtectedError

from perfgym.workspaces.models import Blob, Snapshot

HELD = """
SELECT DISTINCT held.value FROM (SELECT files FROM workspaces_workspace UNION ALL SELECT files FROM workspaces_snapshot)
AS each(files), jsonb_each_text(each.files) AS held WHERE held.value = ANY(%s)
"""


def sweep(snapshots: Collection[str], contents: Collection[str]) -> None:
    """Delete those of these (digests) that nothing refers to; what another person has too stays theirs.

    Whoever saves a file finds its content first and refers to it later, in one transaction: the lock waits for all of
    these to end, so nothing goes that somebody is about to hold.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE workspaces_blob, workspaces_snapshot IN ACCESS EXCLUSIVE MODE")
        wanted = {*contents}
        for snapshot in Snapshot.objects.filter(pk__in=list(snapshots)):
            wanted |= set(snapshot.files.values())
            _delete_unless_held(snapshot)
        cursor.execute(HELD, [sorted(wanted)])
        held = {row[0] for row in cursor.fetchall()}
        Blob.objects.filter(pk__in=wanted - held).delete()


def _delete_unless_held(snapshot: Snapshot) -> None:
    try:
        snapshot.delete()
    except ProtectedError:
        return
