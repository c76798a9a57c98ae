"""One-time links: they sign in once, within a day, whom they were made for; and the console makes them."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models.functions import Now
from django.test import Client

from perfgym.accounts.models import Person, SignInLink
from perfgym.catalog import library
from perfgym.cohorts.local import sign_in_links
from perfgym.cohorts.models import Cohort
from perfgym.workspaces.models import Workspace
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


def who(client: Client) -> str | None:
    key = client.session.get("_auth_user_id")
    return Person.objects.get(pk=key).username if key else None


def test_a_link_signs_in_once() -> None:
    link = SignInLink.objects.issue(factories.person("ada"))
    first, second = Client(), Client()
    assert first.get(link).url == "/labs/"  # type: ignore[attr-defined]
    assert second.get(link).url == "/accounts/login/"  # type: ignore[attr-defined]
    assert (who(first), who(second)) == ("ada", None)


def test_reloading_ones_own_used_link_is_no_mistake() -> None:
    client, link = Client(), SignInLink.objects.issue(factories.instructor("grace"))
    assert [client.get(link).url for _ in range(2)] == ["/review/"] * 2  # type: ignore[attr-defined]


def test_an_old_link_an_unknown_one_and_one_of_a_closed_account_sign_nobody_in() -> None:
    old, closed = factories.person("old"), factories.person("closed", is_active=False)
    links = [SignInLink.objects.issue(old), "/enter/nonsense/", SignInLink.objects.issue(closed)]
    SignInLink.objects.filter(person=old).update(expires=Now() - timedelta(seconds=1))
    for link in links:
        client = Client()
        assert client.get(link).status_code == 302
        assert who(client) is None


def test_a_link_lasts_a_day() -> None:
    SignInLink.objects.issue(factories.person())
    link = SignInLink.objects.get()
    assert link.expires - link.created == timedelta(days=1)


def test_a_guess_of_the_browser_does_not_use_it_up() -> None:
    client, link = Client(), SignInLink.objects.issue(factories.person("ada"))
    assert client.get(link, headers={"Sec-Purpose": "prefetch;prerender"}).status_code == 204
    assert client.head(link).status_code == 405
    assert client.get(link).status_code == 302
    assert who(client) == "ada"


def test_the_token_is_128_bits_and_only_its_digest_is_kept() -> None:
    token = SignInLink.objects.issue(factories.person()).split("/")[2]
    assert len(token) == 22
    assert token not in str(SignInLink.objects.values().get())


def test_signing_in_renews_the_session_and_leaves_the_other_persons_behind() -> None:
    client = Client()
    client.get(SignInLink.objects.issue(factories.person("ada")))
    client.session["left"] = "behind"
    before = client.session.session_key
    client.get(SignInLink.objects.issue(factories.person("bob")))
    assert who(client) == "bob"
    assert client.session.session_key != before
    assert "left" not in client.session


def test_up_has_the_same_two_people_each_time() -> None:
    for _ in range(2):
        links = sign_in_links("http://127.0.0.1:8131/")
    assert all(link.startswith("http://127.0.0.1:8131/enter/") for link in links)
    clients = [Client(), Client()]
    for client, link in zip(clients, links, strict=True):
        client.get(link.removeprefix("http://127.0.0.1:8131"))
    assert [who(client) for client in clients] == ["learner", "instructor"]
    cohort = Cohort.objects.get()
    assert (cohort.members.get().username, cohort.instructors.get().username) == ("learner", "instructor")


def test_up_opens_the_tour_for_who_has_begun_nothing() -> None:
    learner, instructor = sign_in_links("")
    assert Client().get(learner).url == "/labs/first-measurement/work/"  # type: ignore[attr-defined]
    assert Client().get(instructor).url == "/review/"  # type: ignore[attr-defined]
    lab = library.default().lab(factories.LAB)
    Workspace.open(Person.objects.get(username="learner"), lab)
    assert Client().get(sign_in_links("")[0]).url == "/labs/"  # type: ignore[attr-defined]


@pytest.mark.parametrize("there", ["https://example.org/", "//example.org", "javascript:alert(1)", "", "http:///x"])
def test_a_link_leads_nowhere_else(there: str) -> None:
    link = SignInLink.objects.issue(factories.person())
    assert Client().get(link, {"next": there}).url == "/labs/"  # type: ignore[attr-defined]


def test_a_second_cohort_of_that_name_disturbs_nothing() -> None:
    sign_in_links("")
    factories.cohort(Person.objects.get(username="instructor"), name="Performance 1")
    sign_in_links("")
    assert Cohort.objects.count() == 2


def test_the_console_makes_an_instructor_and_prints_the_link() -> None:
    out = StringIO()
    call_command(
        "person", "add", "grace", "--role", "instructor", "--url", "https://gym/", stdout=out, stderr=StringIO()
    )
    assert out.getvalue().startswith("https://gym/enter/")
    client = Client()
    client.get(out.getvalue().strip().removeprefix("https://gym"))
    assert Person.objects.get(pk=client.session["_auth_user_id"]).is_instructor


@pytest.mark.parametrize(
    ("arguments", "message"),
    [(("add", "ada"), "already exists"), (("add", "a b"), "valid username"), (("link", "nobody"), "Nobody is called")],
)
def test_the_console_says_what_is_wrong_with_a_name(arguments: tuple[str, str], message: str) -> None:
    factories.person("ada")
    with pytest.raises(CommandError, match=message) as error:
        call_command("person", *arguments)
    assert error.value.returncode == 2
    assert Person.objects.count() == 1
