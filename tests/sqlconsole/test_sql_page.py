"""The console's page: what it offers in each state, and that every value on it is text."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db.models.functions import Now
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.sittings.session import State, Why
from perfgym.sqlconsole.models import Session, Statement
from tests import factories
from tests.web.test_accessible import Outline

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
PAGE = f"/labs/{factories.LAB}/sql/"
JSON = {"Accept": "application/json"}


@pytest.fixture
def ada() -> Person:
    return factories.person()


@pytest.fixture
def client(ada: Person) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def html(client: Client, address: str = PAGE) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def statement(session: Session, **more: Any) -> Statement:
    values = {"text": "SELECT 1", "state": "done", "ending": "done", **more}
    return Statement.objects.create(session=session, **values)


def fault(position: int) -> dict[str, Any]:
    return {"message": "no such thing", "detail": "", "hint": "", "code": "42P01", "context": "", "position": position}


def test_a_session_is_opened_waited_for_and_ended_without_a_script(client: Client, ada: Person) -> None:
    assert "Open a session" in html(client)
    client.post(f"{PAGE}open/", {"read_only": "on"})
    session = Session.objects.get(owner=ada)
    assert (session.state, session.read_only) == (State.WAITING, True)
    assert "you are number 1" in html(client)
    assert 'http-equiv="refresh"' in html(client)
    client.post(f"{PAGE}end/")
    assert "Open a session" in html(client)


def test_a_text_is_sent_by_a_plain_form(client: Client, ada: Person) -> None:
    session = factories.sql_session(ada)
    answer = client.post(f"{PAGE}run/", {"text": "SELECT 2\r\n;", "how": "run", "key": ""})
    assert answer.status_code == 302
    assert session.statements.latest("pk").text == "SELECT 2\n;"
    assert 'http-equiv="refresh"' in html(client)
    client.post(f"{PAGE}cancel/")
    assert session.statements.latest("pk").cancel_asked


def test_the_same_key_runs_once(client: Client, ada: Person) -> None:
    session, key = factories.sql_session(ada), str(uuid.uuid4())
    for _ in range(2):
        assert (
            client.post(f"{PAGE}run/", {"text": "SELECT 2", "how": "run", "key": key}, headers=JSON).status_code == 200
        )
    assert session.statements.count() == 2


@pytest.mark.parametrize(
    ("text", "how", "says"),
    [
        ("", "run", "There is no statement"),
        (" \n", "run", "There is no statement"),
        ("SELECT 'a\0b'", "run", "Null characters"),
        ("é" * 40_000, "run", "64 KB"),
        ("SELECT 1", "again", "not one of the available choices"),
        ("SELECT 1", "drop", "not one of the available choices"),
    ],
)
def test_what_cannot_be_run_is_refused_in_words(client: Client, ada: Person, text: str, how: str, says: str) -> None:
    session = factories.sql_session(ada)
    answer = client.post(f"{PAGE}run/", {"text": text, "how": how}, headers=JSON)
    assert answer.status_code == 422
    assert says in answer.json()["error"]
    assert "Nothing was run" in answer.json()["error"]
    assert session.statements.count() == 1


def test_values_names_and_types_are_text_and_null_is_told_apart(client: Client, ada: Person) -> None:
    odd = "<script>alert(1)</script>"
    result = {"tag": "SELECT 1", "columns": [[odd, "text"], ["n", odd]], "rows": [[odd, None]]}
    statement(factories.sql_session(ada), text=odd, shown={"results": [result], "notices": [odd]})
    found = html(client)
    assert odd not in found
    assert found.count("&lt;script&gt;") >= 5
    assert '<span class="null">NULL</span>' in found


def test_an_error_is_shown_at_its_place(client: Client, ada: Person) -> None:
    statement(factories.sql_session(ada), text="SELECT *\nFROM nothing", ending="error", shown={"fault": fault(15)})
    found = html(client)
    assert "Line 2, column 6:" in found
    assert "FROM nothing\n     ^" in found


def test_a_command_of_psql_is_explained(client: Client, ada: Person) -> None:
    statement(factories.sql_session(ada), text="\\d books", ending="error", shown={"fault": fault(1)})
    assert "a command of psql" in html(client)


def test_what_was_left_out_is_said(client: Client, ada: Person) -> None:
    result = {
        "tag": "SELECT",
        "columns": [["n", "text"]],
        "rows": [["1"]],
        "more_rows": True,
        "more_columns": 3,
        "cut": 2,
    }
    shown = {"results": [result], "more_results": 4, "more_notices": 5, "transaction": "intrans"}
    statement(factories.sql_session(ada), shown=shown)
    found = html(client)
    for said in (
        "first 1 row",
        "3 columns more",
        "2 values are longer",
        "4 results more",
        "5 notices more",
        "A transaction is open",
    ):
        assert said in found


def test_a_typed_explain_is_shown_as_text(client: Client, ada: Person) -> None:
    result = {"tag": "EXPLAIN", "columns": [["QUERY PLAN", "text"]], "rows": [["Limit"], ["  ->  Seq Scan"]]}
    statement(factories.sql_session(ada), shown={"results": [result]})
    assert "Limit\n  -&gt;  Seq Scan</pre>" in html(client)


def test_a_lost_worker_is_said_and_a_new_session_offered(client: Client, ada: Person) -> None:
    factories.sql_session(ada)
    Session.objects.update(lease_until=Now() - timedelta(seconds=1))
    Session.objects.tidy(600)
    found = html(client)
    assert "was lost. That is not your doing" in found
    assert "Open a session" in found
    assert "SELECT 1 AS n" in found


def test_the_part_that_changes_is_sent_only_when_it_has(client: Client, ada: Person) -> None:
    session = factories.sql_session(ada)
    version = html(client, f"{PAGE}state/").partition('data-version="')[2].partition('"')[0]
    assert client.get(f"{PAGE}state/?seen={version}").status_code == 204
    session.end(Why.IDLE)
    assert client.get(f"{PAGE}state/?seen={version}").status_code == 200


def test_an_older_statement_is_shown_again_while_its_results_are_kept(client: Client, ada: Person) -> None:
    session = factories.sql_session(ada)
    old = statement(session, text="SELECT 'old'", shown=None)
    statement(session, text="SELECT 'new'")
    assert "no longer kept" in html(client, f"{PAGE}?show={old.pk}")
    assert client.get(f"{PAGE}?show=999999999999999999").status_code == 404
    assert client.get(f"{PAGE}?show=x").status_code == 200


def test_nobody_sees_or_drives_anothers_session(client: Client, ada: Person) -> None:
    mine, other = factories.sql_session(ada), Client()
    other.force_login(factories.person(staff=True))
    assert "SELECT 1 AS n" not in html(other)
    other.post(f"{PAGE}end/")
    assert other.post(f"{PAGE}run/", {"text": "SELECT 2", "how": "run"}, headers=JSON).status_code == 422
    mine.refresh_from_db()
    assert (mine.state, mine.statements.count()) == (State.OPEN, 1)


def test_without_sessions_there_is_no_console(client: Client, settings: Any) -> None:
    assert PAGE in html(client, f"/labs/{factories.LAB}/")
    settings.SQL_SESSIONS = 0
    assert client.get(PAGE).status_code == 404
    assert PAGE not in html(client, f"/labs/{factories.LAB}/")


def test_the_page_can_be_used_by_ear_and_by_keyboard(client: Client, ada: Person) -> None:
    closed = Outline(html(client))
    statement(factories.sql_session(ada), shown={"results": [], "fault": fault(3)}, ending="error")
    for outline in (closed, Outline(html(client))):
        assert outline.headings.count(1) == outline.tags["main"] == 1
        assert [field for field in outline.fields if field.get("id") not in outline.labels] == []
        assert len(outline.ids) == len(set(outline.ids))


@pytest.mark.parametrize("state", ["waiting", "opening", "open", "ended"])
def test_the_page_has_no_inline_script_style_or_handler(client: Client, ada: Person, state: str) -> None:
    factories.sql_session(ada)
    Session.objects.update(state=state)
    found = html(client)
    assert " style=" not in found
    assert " onclick=" not in found
    assert "<style" not in found
    assert found.count("<script") == found.count('<script type="module" src=')
