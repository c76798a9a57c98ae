"""Who may do what: every URL x role x method x representation, as table.yaml says; a URL without a row fails.

To add a URL, add a row to table.yaml:

    - {at: /things/<thing>/, GET: 200 OS, POST: 302 O, form: {name: x}}

`at`      the address; `<thing>` is put in from `things` of scene.py, where you make one that belongs to `owner`
`shows`   page (if left out), part (of one), json, stream, zip, csv, text or picture: what a 200 is; json asks for JSON
`kept`    private (if left out: `private, no-store`) or public: anyone's cache may keep it
`style`   inline, where the editor or viewer of the page makes style elements of its own
`open`    true, where one need not sign in
`no_head` true, where HEAD is refused though GET is not
`form`, `json`, `upload`  what a writing method sends: fields (`<names>` work), an object, {field: file name}
`GET` ... "STATUS LETTERS"; more by commas. Letters and what everybody else gets: at the top of table.yaml

An object with states (private, public) or an address that answers in two ways (page, JSON) has a row for each; a method
that only one of two rows of an address names is left to that one.
"""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from perfgym.catalog.lab import Lab
from perfgym.runs import presence, seats
from perfgym.runs.seats import Seat
from tests.access import scene as scenes
from tests.access.rows import PLACE, TYPES, WRITING, Row, read
from tests.access.scene import ROLES, Scene

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
ROWS = read()
FAST = "django.contrib.auth.hashers.MD5PasswordHasher"
SECRET = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')
by_row = pytest.mark.parametrize("row", ROWS, ids=str)


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """Made once and kept while this file is tested; each request is undone."""
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=[FAST]):
        yield scenes.make()
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture
def scene(made: Scene, db: None, monkeypatch: pytest.MonkeyPatch) -> Scene:
    monkeypatch.setattr(seats, "take", a_seat)
    monkeypatch.setattr(presence, "workers", list)  # each page asks for them, over a connection of its own
    monkeypatch.setattr(Lab, "image", lambda lab, name: b"a picture" if name == "picture.png" else None)
    monkeypatch.setattr(Lab, "good_image", lambda lab, name: b"a picture" if name == "picture.png" else None)
    return made


async def a_seat(person: int) -> Seat:
    """One for each: nobody listens to the streams asked for here, so none is given back."""
    return Seat(person, "")


def ask(scene: Scene, row: Row, method: str, client: Client, things: dict[str, str] | None = None) -> HttpResponse:
    """Send the request of a cell, and undo what it did."""
    found = {**scene.things, **(things or {})}
    body: dict[str, Any] = {}
    if method in WRITING and row.json is not None:
        body = {"data": row.json, "content_type": "application/json"}
    elif method == "POST":
        body = {"data": {name: fill(str(value), found) for name, value in (row.form or {}).items()}}
        body["data"] |= {name: SimpleUploadedFile(sent, b"# changed") for name, sent in (row.upload or {}).items()}
    with transaction.atomic():
        headers = {"Accept": "application/json"} if row.shows == "json" else {}
        answer = getattr(client, method.lower())(fill(row.at, found), headers=headers, **body)
        transaction.set_rollback(True)
    return answer


def fill(text: str, things: dict[str, str]) -> str:
    return PLACE.sub(lambda found: things[found[1]], text)


def name_of(address: str) -> str:
    return resolve(address.partition("?")[0]).view_name


def names(patterns: list[URLPattern | URLResolver]) -> Iterator[str]:
    for each in patterns:
        if isinstance(each, URLResolver):
            yield from names(each.url_patterns)
        else:
            yield each.name or str(each.pattern)


def test_every_url_has_a_row(scene: Scene) -> None:
    covered = {name_of(fill(row.at, dict(scene.things))) for row in ROWS}
    assert set(names(get_resolver().url_patterns)) - covered == set(), "add a row to tests/access/table.yaml"


@by_row
def test_status_and_headers_of_every_cell(scene: Scene, row: Row) -> None:
    wrong = []
    for letter in ROLES:
        for method in row.asked:
            answer = ask(scene, row, method, scene.client(letter))
            expected = row.expected(method, letter)
            if answer.status_code != expected:
                wrong.append(f"{ROLES[letter]} {method}: {answer.status_code}, not {expected}")
            wrong += [f"{ROLES[letter]} {method}: {problem}" for problem in problems(row, method, answer)]
    assert wrong == []


def problems(row: Row, method: str, answer: HttpResponse) -> Iterator[str]:
    """What is wrong with the headers of an answer."""
    done = answer.status_code in (200, 201)
    cache, policy = answer.get("Cache-Control", ""), answer.get("Content-Security-Policy", "")
    if done and row.kept == "public" and "public" not in cache:
        yield f"may be kept by anyone, and says {cache!r}"
    if not (done and row.kept == "public") and not {"private", "no-store"} <= set(re.split(r"[ ,]+", cache)):
        yield f"may be kept by nobody, and says {cache!r}"
    directives = {name: value for name, _, value in (part.strip().partition(" ") for part in policy.split(";"))}
    if directives.get("script-src", directives.get("default-src")) not in ("'self'", "'none'"):
        yield f"scripts may come from elsewhere: {policy!r}"
    inline = "'unsafe-inline'" in directives.get("style-src", "")
    if inline and not (row.style == "inline" or row.shows == "picture"):
        yield f"allows inline styles: {policy!r}"
    if answer.get("X-Content-Type-Options") != "nosniff" or answer.get("X-Frame-Options") != "DENY":
        yield "lets a browser guess its type, or another site frame it"
    if done and method == "GET" and not answer["Content-Type"].startswith(TYPES[row.shows]):
        yield f"is {answer['Content-Type']}, not {row.shows}"


@by_row
def test_who_is_not_signed_in_is_led_there(scene: Scene, row: Row) -> None:
    if row.open:
        return
    for method in row.asked:
        answer = ask(scene, row, method, scene.client("A"))
        assert answer["Location"].startswith("/accounts/login/?next=/"), method


@by_row
def test_what_one_may_not_see_cannot_be_told_from_what_is_not_there(scene: Scene, row: Row) -> None:
    for thing in sorted(row.places - {"lab", "file", "token", "key"}):
        refused = {method: set(ROLES) - set(row.let_in("GET" if method == "HEAD" else method)) for method in row.named}
        for method, letters in {"PATCH": {"L"}, **refused}.items():  # one method that no row names
            for letter in letters:
                there = ask(scene, row, method, scene.client(letter))
                nowhere = ask(scene, row, method, scene.client(letter), {thing: scene.strange[thing]})
                assert said(there, scene) == said(nowhere, scene), f"{thing} {ROLES[letter]} {method}"


def said(answer: HttpResponse, scene: Scene) -> tuple[int, bytes, dict[str, str]]:
    """All of an answer that could give something away, without what was sent or is random."""
    headers = {name: value for name, value in answer.headers.items() if name not in ("Location", "Content-Length")}
    return answer.status_code, SECRET.sub(b"", answer.getvalue()), headers


@by_row
def test_nothing_is_written_without_the_token_of_the_form(scene: Scene, row: Row) -> None:
    for method in set(WRITING) & set(row.methods):
        for letter in row.let_in(method):
            client = scene.client(letter, enforce_csrf_checks=True)
            answer = ask(scene, row, method, client)
            assert answer.status_code == 403
            assert b"This form has expired" in answer.content


def test_the_number_of_cells_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    addresses = {row.at for row in ROWS}
    cells = sum(len(row.asked) for row in ROWS) * len(ROLES)
    assert cells > 2000
    with capsys.disabled():
        print(f"\naccess: {len(addresses)} addresses, {len(ROWS)} rows, {cells} cells ", end="")
