"""Guessing passwords: limited by address and by name, and nobody can shut another person out."""

from typing import Any

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import Client

from perfgym.accounts import browsers
from perfgym.accounts.adapter import TOO_MANY
from perfgym.accounts.models import SignInLink
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
PASSWORD = "a long sentence of no importance"
HOME, ELSEWHERE = "192.0.2.1", "192.0.2.2"


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Any) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def sign_in(name: str, password: str, client: Client | None = None, *, at: str = HOME, **more: Any) -> HttpResponse:
    return (client or Client()).post("/accounts/login/", {"login": name, "password": password}, REMOTE_ADDR=at, **more)


def guess(name: str, times: int, client: Client | None = None, **more: Any) -> list[bool]:
    """Which of so many wrong passwords were refused without a look."""
    answers = [sign_in(name, f"guess {number}", client, **more) for number in range(times)]
    return [TOO_MANY in answer.content.decode() for answer in answers]


def comes_in(answer: HttpResponse) -> bool:
    return answer.status_code == 302


def test_a_name_is_guessed_ten_times_from_an_address() -> None:
    factories.person("ada", password=PASSWORD)
    assert guess("ada", 12) == [False] * 10 + [True] * 2
    assert not comes_in(sign_in("ada", PASSWORD))
    assert not comes_in(sign_in("ADA", PASSWORD))


def test_the_refusal_says_how_long_to_wait_and_what_else_helps() -> None:
    assert "Wait five minutes" in TOO_MANY
    assert "one-time link" in TOO_MANY


def test_names_that_are_nobodys_are_limited_the_same() -> None:
    assert guess("nobody", 11)[-1]


def test_an_address_guesses_sixty_times_whatever_the_names() -> None:
    refused = [guess(f"person{number}", 5) for number in range(13)]
    assert not any(any(each) for each in refused[:12])
    assert all(refused[12])


def test_a_name_guessed_from_many_addresses_is_soon_guessed_three_times_from_each() -> None:
    for number in range(10):
        guess("ada", 10, at=f"198.51.100.{number}")
    assert guess("ada", 5, at="198.51.100.99") == [False] * 3 + [True] * 2


def test_nobody_is_shut_out_by_who_guesses_elsewhere() -> None:
    factories.person("ada", password=PASSWORD)
    for number in range(10):
        guess("ada", 10, at=f"198.51.100.{number}")
    assert comes_in(sign_in("ada", PASSWORD, at=HOME))


def test_nobody_is_shut_out_of_a_known_browser_by_who_guesses_beside_them() -> None:
    factories.person("ada", password=PASSWORD)
    browser = Client()
    assert comes_in(sign_in("ada", PASSWORD, browser))
    browser.post("/accounts/logout/")
    guess("ada", 20)
    assert not comes_in(sign_in("ada", PASSWORD))
    assert comes_in(sign_in("ada", PASSWORD, browser))


def test_a_known_browser_guesses_ten_times_too() -> None:
    factories.person("ada", password=PASSWORD)
    browser = Client()
    sign_in("ada", PASSWORD, browser)
    browser.post("/accounts/logout/")
    assert guess("ada", 12, browser) == [False] * 10 + [True] * 2


def test_a_one_time_link_makes_a_browser_known_and_works_while_guessing_goes_on() -> None:
    ada = factories.person("ada", password=PASSWORD)
    guess("ada", 20)
    browser = Client()
    browser.get(SignInLink.objects.issue(ada))
    browser.post("/accounts/logout/")
    assert comes_in(sign_in("ada", PASSWORD, browser))


@pytest.mark.parametrize(
    "said",
    [
        "", "x", "a:b:c", "\xff",
        pytest.param(signing.dumps(["ada", "x"], salt="another"), id="signed-for-something-else"),
    ],
)  # fmt: skip
def test_a_made_up_cookie_makes_no_browser_known(said: str, rf: Any) -> None:
    request = rf.get("/")
    request.COOKIES[browsers.COOKIE] = said
    assert browsers.known(request, "ada") == ""


@pytest.mark.parametrize("said", [["bob", "x"], "x", 5, None, ["ada"]])
def test_a_browser_is_known_for_one_name(said: Any, rf: Any) -> None:
    request = rf.get("/")
    request.COOKIES[browsers.COOKIE] = signing.dumps(said, salt=browsers.SALT)
    assert browsers.known(request, "ada") == ""


def test_right_passwords_are_not_counted() -> None:
    factories.person("ada", password=PASSWORD)
    assert all(comes_in(sign_in("ada", PASSWORD)) for _ in range(15))


def test_guessing_stays_limited_while_redis_is_away(settings: Any) -> None:
    settings.REDIS_URL = "unix:///nowhere/valkey.sock"
    factories.person("ada", password=PASSWORD)
    assert comes_in(sign_in("ada", PASSWORD))
    assert guess("ada", 11)[-1]


def test_what_a_client_says_of_its_address_counts_only_behind_a_proxy(settings: Any) -> None:
    def refused() -> bool:
        tries = [guess("ada", 1, headers={"X-Forwarded-For": f"10.0.0.{number}, 203.0.113.7"}) for number in range(11)]
        return tries[-1][0]

    assert refused()
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert refused(), "the last address, which the proxy wrote, is one and the same"
    assert not guess("ada", 1, headers={"X-Forwarded-For": "203.0.113.7, 203.0.113.8"})[0]


def test_too_many_requests_of_any_kind_are_told_to_wait_a_minute(settings: Any) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in("ada", "x")
    answer = sign_in("ada", "x")
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")
    assert "Wait one minute" in answer.content.decode()
