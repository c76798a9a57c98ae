"""The preview's page: what it offers in each state, and that nothing of the app gets out of its frame."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.db.models.functions import Now
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.appview.models import Session, Visit
from perfgym.sittings.session import State, Why
from perfgym.workspaces.models import Workspace
from tests import factories
from tests.web.test_accessible import Outline

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
PAGE = f"/labs/{factories.LAB}/app/"
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


def looked(ada: Person, **shown: Any) -> Visit:
    visit = factories.app_visit(ada)
    visit.shown |= shown
    visit.save()
    return visit


def test_the_app_is_started_waited_for_and_ended_without_a_script(client: Client, ada: Person) -> None:
    assert "Start the app" in html(client)
    client.post(f"{PAGE}visit/", {"path": "/books", "version": "original"})
    visit = Visit.objects.get(session__owner=ada)
    assert (visit.path, visit.version, visit.session.state) == ("/books", "original", State.WAITING)
    assert 'http-equiv="refresh"' in html(client)
    client.post(f"{PAGE}cancel/")
    visit.refresh_from_db()
    assert visit.cancel_asked
    client.post(f"{PAGE}end/")
    assert 'http-equiv="refresh"' not in html(client)
    assert "Start the app" in html(client)


@pytest.mark.parametrize(
    ("path", "sent"),
    [("/books?page=2", "/books?page=2"), ("books", "/books"), ("/a b", "/a%20b"), ("/é", "/%C3%A9"), ("/x#y", "/x"),
     ("/%zz", "/%zz")],
)  # fmt: skip
def test_an_address_is_put_into_the_form_that_is_sent(client: Client, path: str, sent: str) -> None:
    assert client.post(f"{PAGE}visit/", {"path": path}, headers=JSON).status_code == 200
    assert Visit.objects.get().path == sent


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"path": ""}, "Type an address"),
        ({"path": "http://evil.example/"}, "no address of the app"),
        ({"path": "//evil.example/"}, "no address of the app"),
        ({"path": "/" + "x" * 3000}, "too long"),
        ({"path": "/", "method": "POST"}, "not one of the available choices"),
        ({"path": "/", "version": "another"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(client: Client, data: dict[str, str], says: str) -> None:
    answer = client.post(f"{PAGE}visit/", data, headers=JSON)
    assert answer.status_code == 422
    assert says in answer.json()["error"]
    assert "Nothing was sent" in answer.json()["error"]
    assert not Visit.objects.exists()


def test_the_page_of_the_app_is_in_a_frame_without_any_right(client: Client, ada: Person) -> None:
    looked(ada)
    answer = client.get(PAGE)
    found = answer.content.decode()
    assert '<iframe id="app-frame" sandbox="" ' in found
    assert "<h1>All books" not in found
    document = unescape(found.partition('srcdoc="')[2].partition('"></iframe>')[0])
    assert "default-src 'none'" in document
    assert f"{PAGE}follow/" in document
    assert "frame-src 'self'" in answer["Content-Security-Policy"]
    assert "script-src 'self';" in answer["Content-Security-Policy"]


def test_what_the_app_says_of_itself_is_text(client: Client, ada: Person) -> None:
    odd = "<script>alert(1)</script>"
    more = {"kind": "text", "text": odd, "headers": [[odd, odd]], "log": odd, "reason": odd, "type": odd}
    looked(ada, **more, hops=[{"path": odd, "status": 302}], outward=odd, notes=[odd], before=[odd], path=odd)
    found = html(client)
    assert odd not in found
    assert found.count("&lt;script&gt;") >= 10
    assert "<iframe" not in found


def test_a_link_in_the_frame_asks_without_a_cookie_and_only_for_its_session(client: Client, ada: Person) -> None:
    visit = looked(ada)
    link = visit.session.links()("/books/1")
    assert Client().get(link).status_code == 204
    asked = Visit.objects.latest("pk")
    assert (asked.path, asked.session) == ("/books/1", visit.session)
    assert Client().get(link.replace("follow/", "follow/x")).status_code == 404
    assert Client().get(link.replace("%2Fbooks", "http%3A%2F%2Fevil.example")).status_code == 204
    visit.session.end(Why.LEARNER)
    assert Client().get(link).status_code == 204
    assert Visit.objects.latest("pk") == asked


def test_changed_files_are_noticed(client: Client, ada: Person) -> None:
    lab = factories.lab()
    client.post(f"{PAGE}visit/", {"path": "/books"})
    assert "have changed since" not in html(client)
    Workspace.open(ada, lab).save_file(lab, factories.EDITED, b"# changed", None)
    assert "have changed since" in html(client)


def test_times_status_size_and_queries_are_told(client: Client, ada: Person) -> None:
    looked(ada, size=123_456, whole=False, status=299, reason="")
    found = html(client)
    for said in (">299<", "42 ms", "more than 123 kB", ">3<", "text/html"):
        assert said in found


def test_a_page_with_what_was_left_out_says_so(client: Client, ada: Person) -> None:
    page = {"nodes": [], "left_out": {"script": 2, "img": 1, "form": 1, "embed": 3, "rest": 1}}
    looked(ada, page=page, more_headers=940)
    found = unescape(html(client))
    for said in (
        "2 scripts do not run",
        "1 picture is not shown",
        "sends nothing",
        "3 other elements",
        "its end is left",
    ):
        assert said in found
    assert "940 headers more" in found


def test_the_part_that_changes_is_sent_only_when_it_has(client: Client, ada: Person) -> None:
    visit = looked(ada)
    version = html(client, f"{PAGE}state/").partition('data-version="')[2].partition('"')[0]
    assert client.get(f"{PAGE}state/?seen={version}").status_code == 204
    visit.session.end(Why.IDLE)
    assert client.get(f"{PAGE}state/?seen={version}").status_code == 200


def test_a_lost_worker_is_said_and_the_app_can_be_started_again(client: Client, ada: Person) -> None:
    looked(ada)
    Session.objects.update(lease_until=Now() - timedelta(seconds=1))
    Session.objects.tidy(300)
    found = html(client)
    assert "was lost. That is not your doing" in found
    assert "Start the app" in found


def test_nobody_sees_or_drives_anothers_preview(client: Client, ada: Person) -> None:
    visit, other = looked(ada), Client()
    other.force_login(factories.person(staff=True))
    assert "<iframe" not in html(other)
    other.post(f"{PAGE}end/")
    other.post(f"{PAGE}cancel/")
    other.post(f"{PAGE}visit/", {"path": "/x"})
    visit.session.refresh_from_db()
    assert (visit.session.state, visit.session.visits.count()) == (State.OPEN, 1)
    assert other.get(f"{PAGE}?show={visit.pk}").status_code == 404


def test_without_previews_there_is_no_page(client: Client, settings: Any) -> None:
    assert PAGE in html(client, f"/labs/{factories.LAB}/")
    settings.APP_SESSIONS = 0
    assert client.get(PAGE).status_code == 404
    assert PAGE not in html(client, f"/labs/{factories.LAB}/")
    assert "toggle-app" not in html(client, f"/labs/{factories.LAB}/work/")


@pytest.mark.parametrize("state", ["waiting", "opening", "open", "ended"])
def test_the_page_can_be_used_by_ear_and_has_nothing_inline(client: Client, ada: Person, state: str) -> None:
    looked(ada)
    Session.objects.update(state=state)
    found = html(client)
    outline = Outline(found)
    assert outline.headings.count(1) == outline.tags["main"] == 1
    assert [field for field in outline.fields if field.get("id") not in outline.labels] == []
    assert len(outline.ids) == len(set(outline.ids))
    outside = found.replace(found.partition("srcdoc=")[2].partition("></iframe>")[0], "")
    assert " style=" not in outside
    assert "<style" not in outside
    assert outside.count("<script") == outside.count('<script type="module" src=')
