"""Live streams of a real site: seats come back when a browser vanishes, and no stream holds a database connection."""

import http.client
from collections.abc import Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest

from tests.deployment import Deployment, deployment, wait_until

pytestmark = pytest.mark.servers

MAKE = """
from django.test import Client
from perfgym.accounts.models import Person
from perfgym.runs.models import Kind, Run
from perfgym.workspaces.models import Snapshot
from secrets import token_hex
person = Person.objects.create_user("p" + token_hex(4))
client = Client()
client.force_login(person)
run = Run.objects.create(owner=person, kind=Kind.COMPARE, lab="x", lab_digest="0", snapshot=Snapshot.of({}))
print("made", run.pk, "; ".join(f"{name}={each.value}" for name, each in client.cookies.items()))
"""


@pytest.fixture(scope="module")
def site(servers: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    with deployment(servers, tmp_path_factory.mktemp("site"), "process") as running:
        running.start_site()
        yield running


@pytest.fixture
def hold() -> Iterator[ExitStack]:
    with ExitStack() as held:
        yield held


def test_three_streams_of_a_person_and_a_seat_for_each_that_vanishes(site: Deployment, hold: ExitStack) -> None:
    run, cookie = site.command("shell", "-v", "0", "-c", MAKE).split("made ")[1].strip().split(" ", 1)

    def listen(into: ExitStack) -> http.client.HTTPResponse:
        connection = into.enter_context(closing(http.client.HTTPConnection("127.0.0.1", site.port, timeout=30)))
        connection.request("GET", f"/runs/{run}/events", headers={"Cookie": cookie})
        return into.enter_context(closing(connection.getresponse()))

    vanishes = hold.enter_context(ExitStack())
    answers = [listen(vanishes), listen(hold), listen(hold)]
    assert [answer.status for answer in answers] == [200, 200, 200]
    assert [answer.readline() for answer in answers] == [b"event: state\n"] * 3
    assert {answer.headers["Cache-Control"] for answer in answers} == {"private, no-store"}
    refused = listen(hold)
    assert (refused.status, b"three runs" in refused.read()) == (429, True)

    vanishes.close()
    wait_until(lambda: listen(hold).status == 200, "the seat of who has vanished is free")

    ours = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    few = len(answers)  # the pool keeps what was used at the same moment; streams that held one each would be more
    wait_until(lambda: site.rows(ours)[0][0] < few, "no stream holds a database connection")
