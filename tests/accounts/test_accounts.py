"""Accounts of name and password: made, used, changed; and the handle that names a person in public."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from perfgym.accounts.models import Person
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
PASSWORD = "a long sentence of no importance"


def sign_up(name: str, client: Client | None = None) -> object:
    form = {"username": name, "password1": PASSWORD, "password2": PASSWORD}
    return (client or Client()).post("/accounts/signup/", form)


@pytest.mark.parametrize(
    ("name", "handle"), [("Ada Lovelace", "ada-lovelace"), ("ada_l", "ada_l"), ("@+@", "person"), ("Ünal", "unal")]
)
def test_a_handle_is_made_from_the_name(name: str, handle: str) -> None:
    assert factories.person(name).handle == handle


def test_equal_handles_are_counted_and_never_change_by_themselves() -> None:
    people = [factories.person(name) for name in ("ada", "Ada", "ADA")]
    assert [person.handle for person in people] == ["ada", "ada-2", "ada-3"]
    people[1].username = "grace"
    people[1].save()
    assert people[1].handle == "ada-2"


def test_the_database_refuses_an_unknown_role() -> None:
    ada = factories.person("ada")
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=ada.pk).update(role="king")


def test_signing_up_asks_for_no_address_and_signs_in_a_learner() -> None:
    client = Client()
    page = client.get("/accounts/signup/")
    assert "accounts/signup.html" in [template.name for template in page.templates]
    assert 'name="email"' not in page.content.decode()
    assert sign_up("ada", client).url == "/labs/"  # type: ignore[attr-defined]
    ada = Person.objects.get(pk=client.session["_auth_user_id"])
    assert (ada.handle, ada.role, ada.is_staff) == ("ada", Person.Role.LEARNER, False)


@pytest.mark.parametrize("name", ["", "a b", "x" * 41, "ADA"])
def test_a_name_that_cannot_be_is_refused(name: str) -> None:
    factories.person("ada")
    assert sign_up(name).status_code == 200  # type: ignore[attr-defined]
    assert Person.objects.count() == 1


def test_role_and_rights_cannot_be_sent_along() -> None:
    form = {"username": "eve", "password1": PASSWORD, "password2": PASSWORD}
    Client().post("/accounts/signup/", {**form, "role": "instructor", "is_staff": "1", "handle": "ada"})
    eve = Person.objects.get()
    assert (eve.handle, eve.role, eve.is_staff) == ("eve", Person.Role.LEARNER, False)


def test_signing_in_and_out() -> None:
    sign_up("ada")
    client = Client()
    assert "Sign in" in client.get("/accounts/login/?next=/portfolio/").content.decode()
    wrong = client.post("/accounts/login/", {"login": "ada", "password": "no"})
    assert wrong.status_code == 200
    right = client.post("/accounts/login/", {"login": "ada", "password": PASSWORD, "next": "/portfolio/"})
    assert right.url == "/portfolio/"  # type: ignore[attr-defined]
    assert client.get("/accounts/logout/").status_code == 200
    client.post("/accounts/logout/")
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example", "http://[", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(address: str) -> None:
    sign_up("ada")
    right = Client().post("/accounts/login/", {"login": "ada", "password": PASSWORD, "next": address})
    assert right.url == "/labs/"  # type: ignore[attr-defined]


def test_guessing_is_stopped_with_a_page_that_says_so() -> None:
    sign_up("ada")
    client = Client()
    answers = [client.post("/accounts/login/", {"login": "ada", "password": f"guess {n}"}) for n in range(12)]
    assert any("Too many" in answer.content.decode() for answer in answers)
    assert client.post("/accounts/login/", {"login": "ada", "password": PASSWORD}).status_code != 302


def test_who_came_by_a_link_sets_a_password_and_changes_it_later() -> None:
    ada, client = factories.person("ada"), Client()
    client.force_login(ada)
    assert "Set a password" in client.get("/accounts/").content.decode()
    assert client.get("/accounts/password/change/").url == "/accounts/password/set/"  # type: ignore[attr-defined]
    assert client.post("/accounts/password/set/", {"password1": PASSWORD, "password2": PASSWORD}).url == "/accounts/"  # type: ignore[attr-defined]
    assert "Change your password" in client.get("/accounts/").content.decode()
    new = {"oldpassword": PASSWORD, "password1": f"{PASSWORD} 2", "password2": f"{PASSWORD} 2"}
    assert client.post("/accounts/password/change/", new).url == "/accounts/"  # type: ignore[attr-defined]
    ada.refresh_from_db()
    assert ada.check_password(f"{PASSWORD} 2")


def test_the_name_that_others_read() -> None:
    ada, client = factories.person("ada"), Client()
    client.force_login(ada)
    assert ada.shown_name == "ada"
    client.post("/accounts/", {"first_name": "Ada", "last_name": "Lovelace", "role": "instructor"})
    ada.refresh_from_db()
    assert (ada.shown_name, ada.handle, ada.role) == ("Ada Lovelace", "ada", Person.Role.LEARNER)


def test_nothing_that_needs_e_mail_is_offered() -> None:
    for path in ("email", "password/reset", "confirm-email", "login/code/confirm"):
        assert Client().get(f"/accounts/{path}/").status_code == 404


def test_the_account_page_is_ones_own() -> None:
    assert Client().get("/accounts/").url.startswith("/accounts/login/")  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_closed_sign_up_makes_no_account_and_says_so(settings: Any) -> None:
    settings.SIGN_UP_OPEN = False
    assert "signup" not in Client().get("/accounts/login/").content.decode().split("<main", 1)[1]
    answers: list[Any] = [Client().get("/accounts/signup/"), sign_up("ada")]
    for answer in answers:
        assert "accounts/signup_closed.html" in [template.name for template in answer.templates]
    assert not Person.objects.filter(username="ada").exists()
