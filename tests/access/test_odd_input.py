"""Odd input is refused in words: no error page of ours, no traceback in the log."""

import logging
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
START = f"/labs/{factories.LAB}/runs/"


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(factories.person("ada"))
    return client


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> StringIO:
    """What the site's own handler writes."""
    handler = next(each for each in logging.root.handlers if each.get_name() == "stderr")
    monkeypatch.setattr(handler, "stream", StringIO())
    written: StringIO = handler.stream  # type: ignore[attr-defined]
    return written


@pytest.mark.parametrize("address", ["/p/ada/x/?key=%00", "/p/ada/x/?key=a%00b", "/labs/?skill=%00", "/p/%00/"])
def test_a_nul_in_an_address_cannot_be_read(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert b"could not be read" in answer.content


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "5", "null", "[" * 100_000, '{"kind": []}', '{"kind": "explore", "tags": 5}',
             '{"kind": "explore", "tags": ["\\u0000"]}', '{"kind": "explore", "tags": ["\\ud800"]}',
             '{"kind": "explore", "users": {}}', '{"kind": "explore", "key": "\\u0000"}'],
)  # fmt: skip
def test_what_is_no_request_for_a_run_is_refused_in_words(client: Client, body: str) -> None:
    answer = client.post(START, body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["error"]


def test_a_form_where_json_is_due_is_refused_in_words(client: Client) -> None:
    answer = client.post(START, {"kind": "explore"})
    assert answer.status_code == 422


@pytest.mark.parametrize(
    "odd",
    [
        {"path": "/labs/", "headers": {"Host": "evil.example"}},
        {"path": "/accounts/", "data": {f"field{number}": "" for number in range(1500)}},
        {"path": "/accounts/", "data": "x" * (3 * 2**20), "content_type": "application/x-www-form-urlencoded"},
        {"path": "/accounts/", "data": "x", "content_type": "multipart/form-data; boundary="},
    ],
    ids=["an unknown host", "too many fields", "too large", "no boundary"],
)
def test_a_refusal_leaves_one_line_in_the_log(client: Client, odd: dict[str, Any], log: StringIO) -> None:
    assert client.post(**odd).status_code == 400
    assert "WARNING django" in log.getvalue() or "ERROR django.security" in log.getvalue()
    assert "Traceback" not in log.getvalue()
