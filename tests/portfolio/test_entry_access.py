"""Who may see what of a portfolio: every address by every role, 404 where it is not for one."""

from collections.abc import Callable

import pytest
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.portfolio.models import Entry, Visibility
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]

ROLES = ("anonymous", "owner", "mate", "stranger", "instructor", "other instructor", "staff")


class Scene:
    """An entry of `owner`, who shares a cohort with `mate` under `instructor`."""

    def __init__(self, visibility: Visibility, submitted: bool) -> None:
        self.people = {
            "owner": factories.person("owner"),
            "mate": factories.person("mate"),
            "stranger": factories.person("stranger"),
            "instructor": factories.instructor("instructor"),
            "other instructor": factories.instructor("other"),
            "staff": factories.person("staff", staff=True),
        }
        cohort = factories.cohort(self.people["instructor"], self.people["owner"], self.people["mate"])
        factories.cohort(self.people["other instructor"], name="Another")
        self.entry = factories.entry(self.people["owner"], visibility=visibility)
        if submitted:
            cohort.submissions.create(entry=self.entry)

    def client(self, role: str) -> Client:
        client = Client()
        if role != "anonymous":
            client.force_login(self.people[role])
        return client

    def who(self, url: Callable[[Entry], str], status: int = 200, method: str = "get") -> set[str]:
        """The roles that get this status; every other one gets 404, or is sent to sign in."""
        answers = {role: getattr(self.client(role), method)(url(self.entry)) for role in ROLES}
        rest = {role: answer.status_code for role, answer in answers.items() if answer.status_code != status}
        assert set(rest.values()) <= {404, 302}, rest
        assert all(code == 404 for role, code in rest.items() if role != "anonymous"), rest
        return set(ROLES) - set(rest)


def place(entry: Entry) -> str:
    return f"/p/owner/{entry.slug}/"


def bundle(entry: Entry) -> str:
    return f"/p/owner/{entry.slug}/evidence.zip"


def with_key(url: Callable[[Entry], str]) -> Callable[[Entry], str]:
    return lambda entry: f"{url(entry)}?key={entry.key}"


@pytest.mark.parametrize("url", [place, bundle])
class TestWhoSees:
    def test_private(self, url: Callable[[Entry], str]) -> None:
        scene = Scene(Visibility.PRIVATE, submitted=False)
        assert scene.who(url) == {"owner", "staff"}
        assert scene.who(with_key(url)) == {"owner", "staff"}

    def test_private_and_submitted(self, url: Callable[[Entry], str]) -> None:
        assert Scene(Visibility.PRIVATE, submitted=True).who(url) == {"owner", "staff", "instructor"}

    def test_unlisted(self, url: Callable[[Entry], str]) -> None:
        scene = Scene(Visibility.UNLISTED, submitted=False)
        assert scene.who(url) == {"owner", "staff"}
        assert scene.who(lambda entry: f"{url(entry)}?key=wrong") == {"owner", "staff"}
        assert scene.who(with_key(url)) == set(ROLES)

    def test_public(self, url: Callable[[Entry], str]) -> None:
        assert Scene(Visibility.PUBLIC, submitted=False).who(url) == set(ROLES)

    def test_unlisted_under_a_link_that_was_revoked(self, url: Callable[[Entry], str]) -> None:
        scene = Scene(Visibility.UNLISTED, submitted=True)
        old = with_key(url)(scene.entry)
        scene.entry.renew_link()
        assert scene.who(lambda _: old) == {"owner", "staff", "instructor"}
        assert scene.who(with_key(url)) == set(ROLES)

    def test_deleted(self, url: Callable[[Entry], str]) -> None:
        scene = Scene(Visibility.PUBLIC, submitted=True)
        old = (url(scene.entry), with_key(url)(scene.entry))
        scene.entry.delete()
        assert [scene.who(lambda _, at=at: at) for at in old] == [set(), set()]  # type: ignore[misc]

    def test_of_a_closed_account(self, url: Callable[[Entry], str]) -> None:
        scene = Scene(Visibility.PUBLIC, submitted=False)
        Person.objects.filter(username="owner").update(is_active=False)
        assert {
            role
            for role in ("anonymous", "mate", "instructor")
            if scene.client(role).get(url(scene.entry)).status_code == 200
        } == set()


def test_only_the_owner_chooses_what_is_shown_and_ends_it() -> None:
    scene = Scene(Visibility.PUBLIC, submitted=True)
    for action in ("shows", "new-link", "delete"):  # who is not signed in is led to do so
        asked = scene.who(lambda entry, action=action: f"/portfolio/{entry.pk}/{action}/", 302, "post")  # type: ignore[misc]
        assert asked == {"owner", "anonymous"}, action


@pytest.mark.parametrize("submitted", [False, True])
def test_only_the_owner_edits(submitted: bool) -> None:
    scene = Scene(Visibility.PUBLIC, submitted)
    assert scene.who(lambda entry: f"/portfolio/{entry.pk}/") == {"owner"}
    assert scene.who(lambda entry: f"/portfolio/{entry.pk}/", method="post") == {"owner"}


def test_only_the_owner_makes_an_entry() -> None:
    scene = Scene(Visibility.PUBLIC, submitted=True)
    assert scene.who(lambda entry: f"/runs/{entry.run_id}/entry/", 302, "post") == {"owner", "anonymous"}
    assert scene.client("anonymous").post(f"/runs/{scene.entry.run_id}/entry/").url.startswith("/accounts/login/")  # type: ignore[attr-defined]
    assert scene.client("owner").get(f"/runs/{scene.entry.run_id}/entry/").status_code == 405


@pytest.mark.parametrize("visibility", Visibility)
def test_a_public_page_lists_only_what_is_public(visibility: Visibility) -> None:
    scene = Scene(visibility, submitted=True)
    if visibility is Visibility.PUBLIC:
        assert scene.who(lambda _: "/p/owner/") == set(ROLES)
        return
    assert scene.who(lambda _: "/p/owner/") == {"owner"}
    assert scene.entry.sentence not in scene.client("owner").get("/p/owner/").content.decode()


def test_the_list_shows_ones_own_entries_only() -> None:
    scene = Scene(Visibility.PUBLIC, submitted=True)
    shown = {role: scene.client(role).get("/portfolio/").content.decode() for role in ROLES}
    assert {role for role, page in shown.items() if scene.entry.title in page} == {"owner"}


def test_a_person_without_a_page_cannot_be_told_from_nobody() -> None:
    factories.person("quiet")
    assert [Client().get(f"/p/{name}/").status_code for name in ("quiet", "nobody")] == [404, 404]
