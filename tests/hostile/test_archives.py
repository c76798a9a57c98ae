"""Each archive as a learner would upload it: taken whole, or refused in a sentence with nothing changed."""

import time
import tracemalloc

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from perfgym.workspaces.models import Workspace
from tests import factories
from tests.hostile.table import Ends, Row

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
KIND = "archives"
GROWTH = 50 * 2**20  # bytes


def test_an_archive_is_taken_whole_or_refused(row: Row) -> None:
    person = factories.person()
    client = Client()
    client.force_login(person)
    sent = SimpleUploadedFile(row.file.name, row.file.read_bytes())
    tracemalloc.start()
    begun = time.monotonic()
    answer = client.post(f"/labs/{factories.LAB}/files/", {"files": [sent]})
    took, peak = time.monotonic() - begun, tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    said, workspace = answer.content.decode(), Workspace.objects.get(owner=person)
    assert took < row.within
    assert peak < GROWTH
    assert client.get("/healthz").status_code == 200
    if row.ends is Ends.FINISHED:
        assert answer.status_code == 302
        assert set(workspace.files) == {factories.EDITED}
        return
    assert answer.status_code == 400
    assert said.count("Nothing was changed") == 1
    assert "<script>alert" not in said
    for part in row.says:
        assert part in said
    assert (workspace.files, workspace.versions.count()) == ({}, 0)
