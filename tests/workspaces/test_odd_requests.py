"""Nothing that a browser, or somebody who is none, sends about files or runs is an error of ours."""

import json
from typing import Any

import pytest
from django.test import Client

from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
LAB = f"/labs/{factories.LAB}/"
ODD_JSON = [
    b"", b"{", b"null", b"[]", b"7", b'"x"', b"\xff\xfe", b"[" * 100_000, b'{"content":' * 5_000, b'{"content":null}',
    b'{"content":{"a":1}}', b'{"content":"\\ud800"}', b'{"base":"x"}', b'{"content":' + b"9" * 5_000 + b"}",
]  # fmt: skip


@pytest.fixture
def client() -> Client:
    client = Client(raise_request_exception=True)
    client.force_login(factories.person())
    return client


@pytest.mark.parametrize("body", ODD_JSON, ids=lambda body: body[:24].hex())
def test_what_is_no_file_is_not_saved(client: Client, body: bytes) -> None:
    answer = client.put(f"{LAB}files/{factories.EDITED}", body, content_type="application/json")
    assert answer.status_code == 422
    assert "Nothing was changed" in answer.json()["error"]


@pytest.mark.parametrize("path", ["%00", "a%00b.py", "..%2f..%2fetc%2fpasswd", "%ff%fe", "a" * 5_000, "%e2%80%ae.py"])
def test_an_odd_path_is_no_file(client: Client, path: str) -> None:
    assert client.get(f"{LAB}files/{path}").status_code in (400, 404, 422)


@pytest.mark.parametrize("content", ["a\0b", "\u202e", "\ufffe", "\U0010ffff"])
def test_odd_text_is_kept_as_it_was_typed(client: Client, content: str) -> None:
    answer = client.put(
        f"{LAB}files/{factories.EDITED}", json.dumps({"content": content}), content_type="application/json"
    )
    assert (answer.status_code, answer.json()["content"]) == (200, content)


@pytest.mark.parametrize(
    "asked",
    [
        {"users": "\0"}, {"users": "9" * 5_000}, {"users": [1]}, {"seconds": None}, {"seconds": True}, {"users": 1e400},
        {"tags": 7}, {"tags": "abc"}, {"tags": {"a": 1}}, {"tags": ["\0"]}, {"tags": ["\ud800"]}, {"tags": ["--host"]},
        {"tags": [["x"]]}, {"tags": ["x"] * 21}, {"kind": "\0"}, {"kind": []}, {"key": "x"}, {"key": {"a": 1}},
    ],
    ids=str,
)  # fmt: skip
def test_an_odd_run_is_not_started(client: Client, asked: dict[str, Any]) -> None:
    sent = json.dumps({"kind": "explore", **asked}).replace("Infinity", "1e400")
    answer = client.post(f"{LAB}runs/", sent, content_type="application/json")
    assert answer.status_code == 422
    assert "othing was started" in answer.json()["error"] or "must" in answer.json()["error"]


@pytest.mark.parametrize("body", [b"{", b"[]", b"null", b"[" * 100_000, b"\xff"], ids=lambda body: body[:9].hex())
def test_a_run_that_is_no_object_is_not_started(client: Client, body: bytes) -> None:
    assert client.post(f"{LAB}runs/", body, content_type="application/json").status_code == 422


@pytest.mark.parametrize("body", [b"", b"--x", b"--x\r\n\r\n", b"x" * 1000])
def test_a_form_that_is_no_form_changes_nothing(client: Client, body: bytes) -> None:
    answer = client.post(f"{LAB}files/", body, content_type="multipart/form-data; boundary=x")
    assert answer.status_code == 400
    assert "Nothing was changed" in answer.content.decode()


@pytest.mark.parametrize("query", ["?step=" + "9" * 5_000, "?step=-1", "?step=%ff", "?step=٣"])
def test_an_odd_step_is_some_step(client: Client, query: str) -> None:
    assert client.get(f"{LAB}work/{query}").status_code == 200
