"""Everything of a person's, file by file."""

import json
from collections.abc import Iterator

from django.core.serializers.json import DjangoJSONEncoder

from perfgym.accounts.models import Person
from perfgym.catalog import paths
from perfgym.runs.models import Evidence, Run
from perfgym.web.owndata.archive import Member
from perfgym.web.owndata.tables import OVER, TABLES
from perfgym.workspaces.models import Blob, Snapshot, Version, Workspace

MAX_BYTES = 2 << 30  # of raw data and contents together; what does not fit is named in left-out.txt
README = """What PerfGym keeps of you, as it was when this file was made.

All *.json files are lists of rows in UTF-8; times are in UTC, ISO 8601; run_id and id name runs.

{files}

workspaces/LAB/   your files as they are now
contents/         every content of yours, now and earlier, named by its SHA-256
runs/ID.zip       the raw data of a run: `perfgym evidence verify FILE` computes its verdict again
left-out.txt      only there if something was too large to be put in; it says what, and where to find it

Not in it: your password (only a digest of it is kept, and that would help a thief), and anything of other people.
"""


def members(person: Person, limit: int = MAX_BYTES) -> Iterator[Member]:
    """The files of the export, read one after the other; `limit` in bytes is for what is raw or a file of a lab."""
    listed = "\n".join(f"{table.file:<18}{table.about}" for table in TABLES)
    yield Member("README.txt", README.format(files=listed).encode())
    for table in TABLES:
        yield Member(table.file, json.dumps(list(table.rows(person)), cls=DjangoJSONEncoder, indent=1).encode())
    left, out = limit, []
    for member in _large(person):
        if len(member.content) > left:
            out.append(member.name)
            continue
        left -= len(member.content)
        yield member
    if out:
        said = "Too large to be put in. The raw data of a run are on its page, files in the workbench of their lab.\n\n"
        yield Member("left-out.txt", (said + "\n".join(out) + "\n").encode())


def _large(person: Person) -> Iterator[Member]:
    for workspace in Workspace.objects.filter(owner=person).order_by("lab"):
        for path, content in sorted(Snapshot(files=workspace.files).contents().items()):
            if paths.is_safe(path):
                yield Member(f"workspaces/{workspace.lab}/{path}", content)
    for digest in sorted(_digests(person)):
        yield Member(f"contents/{digest}", bytes(Blob.objects.get(pk=digest).content))
    own = Evidence.objects.filter(run__in=Run.objects.filter(OVER, owner=person)).order_by("run__created_at", "pk")
    for number in own.values_list("run_id", flat=True):
        yield Member(f"runs/{number}.zip", bytes(Evidence.objects.get(run=number).bundle))


def _digests(person: Person) -> set[str]:
    """Of every content that a workspace of theirs holds or held, or a run of theirs was made of."""
    now = Workspace.objects.filter(owner=person).values_list("files", flat=True)
    earlier = Version.objects.filter(workspace__owner=person).values_list("snapshot__files", flat=True)
    ran = Run.objects.filter(OVER, owner=person).values_list("snapshot__files", flat=True)
    return {digest for files in (*now, *earlier, *ran) for digest in files.values()}
