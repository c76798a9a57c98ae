"""Signed-in learners of a whole PerfGym: each asks for runs and stops them through the site, as a browser does."""

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import urlencode

from tests.deployment import Deployment

LAB = "sql-n-plus-one"
CSRF = 32 * "c"
NO_ANSWER = 0  # in place of a status: the site cannot be reached or broke off
ANSWER_SECONDS = 30.0

SIGN_IN = """
import json
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from perfgym.accounts.models import Person
from tests.chaos import repeats
found = []
for name in {names}:
    person = Person.objects.create_user(name)
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    repeats.lead_there(person)
    found.append([person.pk, session.session_key])
print(json.dumps(found))
"""


@dataclass(frozen=True)
class Learner:
    pk: int
    session: str
    port: int

    def ask(self, key: uuid.UUID, kind: str = "compare", **settings: Any) -> tuple[int, dict[str, Any]]:
        """(status, answer) of asking for a run. The same key may be sent again and again."""
        return self._post(f"/labs/{LAB}/runs/", json.dumps({"kind": kind, "key": str(key), **settings}))

    def cancel(self, run: str) -> int:
        return self._post(f"/runs/{run}/cancel/", json.dumps({}))[0]

    def answer(self, step: str, given: Mapping[str, str]) -> int:
        """Answer a step of the guide, `lab/step`: the status."""
        lab, _, name = step.partition("/")
        return self._post(f"/labs/{lab}/steps/{name}/answer/", urlencode(given), "application/x-www-form-urlencoded")[0]

    def _post(self, path: str, body: str, kind: str = "application/json") -> tuple[int, dict[str, Any]]:
        cookie = f"sessionid={self.session}; csrftoken={CSRF}"
        headers = {"Cookie": cookie, "X-CSRFToken": CSRF, "Accept": "application/json", "Content-Type": kind}
        site = HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_SECONDS)
        try:
            site.request("POST", path, body, headers)
            answer = site.getresponse()
            text = answer.read()
        except (OSError, HTTPException):
            return NO_ANSWER, {}
        finally:
            site.close()
        is_json = answer.headers.get_content_type() == "application/json"
        return answer.status, json.loads(text) if is_json else {}


def sign_in(platform: Deployment, count: int) -> list[Learner]:
    """`count` new people with a session each."""
    names = [f"p{uuid.uuid4().hex[:10]}" for _ in range(count)]
    told = platform.command("shell", "-v", "0", "-c", SIGN_IN.format(names=names))
    return [Learner(pk, session, platform.port) for pk, session in json.loads(told.splitlines()[-1])]
