"""Sessions: a new key at sign-in, an end everywhere on request, cookies that scripts and other sites do not get."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from perfgym.accounts.models import Person, SignInLink
from perfgym.accounts.sessions import person_of
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
PASSWORD = "a long sentence of no importance"
PRINT = (
    "import json; from perfgym import settings as s; print(json.dumps({name: getattr(s, name) for name in "
    "('SESSION_COOKIE_NAME', 'SESSION_COOKIE_SECURE', 'CSRF_COOKIE_SECURE', 'ALLAUTH_TRUSTED_PROXY_COUNT')}))"
)


def browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def is_in(client: Client) -> bool:
    return client.get("/accounts/").status_code == 200


def test_signing_in_by_password_gives_a_new_key() -> None:
    factories.person("ada", password=PASSWORD)
    client = Client()
    client.session["left"] = "behind"
    session = client.session
    session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = before = session.session_key
    client.post("/accounts/login/", {"login": "ada", "password": PASSWORD})
    assert is_in(client)
    assert client.session.session_key != before
    assert person_of(before) is None


def test_signing_out_everywhere_else_keeps_this_browser_under_a_new_key() -> None:
    ada = factories.person("ada")
    here, elsewhere, other = browser(ada), browser(ada), browser(factories.person("bob"))
    before = here.session.session_key
    assert "signed out everywhere else" in here.post("/accounts/sign-out-elsewhere/", follow=True).content.decode()
    assert (is_in(here), is_in(elsewhere), is_in(other)) == (True, False, True)
    assert here.session.session_key != before
    assert person_of(before) is None


def test_another_password_ends_the_other_sessions() -> None:
    ada = factories.person("ada", password=PASSWORD)
    here, elsewhere = browser(ada), browser(ada)
    new = {"oldpassword": PASSWORD, "password1": f"{PASSWORD} 2", "password2": f"{PASSWORD} 2"}
    here.post("/accounts/password/change/", new)
    assert (is_in(here), is_in(elsewhere)) == (True, False)


def test_a_closed_account_is_out_at_once() -> None:
    ada = factories.person("ada")
    client = browser(ada)
    Person.objects.filter(pk=ada.pk).update(is_active=False)
    assert not is_in(client)
    assert person_of(client.cookies[settings.SESSION_COOKIE_NAME].value) is None


@pytest.mark.parametrize("key", [None, "", "nonsense", "x" * 5000])
def test_a_key_that_is_no_sessions_is_nobodys(key: str | None) -> None:
    assert person_of(key) is None


def test_cookies_are_for_this_site_alone_and_end_after_two_weeks() -> None:
    factories.person("ada", password=PASSWORD)
    client = Client()
    client.get("/accounts/login/")
    client.post("/accounts/login/", {"login": "ada", "password": PASSWORD})
    for name in ("sessionid", "csrftoken", "known"):
        assert client.cookies[name]["httponly"], name
        assert client.cookies[name]["samesite"] == "Lax", name
        assert not client.cookies[name]["domain"], name
    assert client.cookies["sessionid"]["max-age"] == 14 * 24 * 3600


@pytest.mark.parametrize(("https", "name", "proxies"), [("1", "__Host-sessionid", 1), ("", "sessionid", 0)])
def test_behind_tls_cookies_go_over_tls_only(https: str, name: str, proxies: int) -> None:
    environment = {**os.environ, "PERFGYM_HTTPS": https, "PERFGYM_PROXIES": ""}
    done = subprocess.run([sys.executable, "-c", PRINT], env=environment, capture_output=True, text=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    assert found["SESSION_COOKIE_NAME"] == name
    assert found["SESSION_COOKIE_SECURE"] is found["CSRF_COOKIE_SECURE"] is bool(https)
    assert found["ALLAUTH_TRUSTED_PROXY_COUNT"] == proxies


def test_a_new_one_time_link_withdraws_the_one_before() -> None:
    ada = factories.person("ada")
    old, new = SignInLink.objects.issue(ada), SignInLink.objects.issue(ada)
    assert [Client().get(link)["Location"] for link in (old, new)] == ["/accounts/login/", "/labs/"]
