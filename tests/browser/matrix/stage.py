"""A whole site with something on every page: the scene of the access table, in a deployment's own database."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import HTTPRedirectHandler, Request, build_opener

from perfgym.catalog import library
from tests.deployment import Deployment, deployment

if TYPE_CHECKING:
    from perfgym.accounts.models import Person

PLACE = re.compile(r"<(\w+)>")
SECONDS = 60


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass(frozen=True)
class Stage:
    """`things` by the names that addresses of the table use; `cookies`: the session of each letter."""

    site: Deployment
    things: dict[str, str]
    cookies: dict[str, str]

    def address(self, at: str) -> str:
        return PLACE.sub(lambda found: self.things[found[1]], at)

    def html(self, letter: str, address: str) -> str:
        """What this person is sent, without a browser. Raises HTTPError for everything but a page."""
        headers = {"Cookie": f"sessionid={self.cookies[letter]}"} if letter in self.cookies else {}
        request = Request(self.site.url + address, headers=headers)
        with build_opener(_Stay).open(request, timeout=SECONDS) as answer:
            return str(answer.read().decode())


@contextmanager
def stage(servers: Any, home: Path) -> Iterator[Stage]:
    """No worker is here: nothing changes while one looks."""
    with deployment(servers, home, "process", apart=True) as running:
        code = "from tests.browser.matrix import stage; stage.tell()"
        made = json.loads(running.command("shell", "-v", "0", "-c", code).splitlines()[-1])
        running.start_site(PERFGYM_SIGNUP="open")
        yield Stage(running, made["things"], made["cookies"])


def half_way(person: "Person") -> None:
    """At the step that asks for a number: one passed, one skipped, one wrong answer and a hint; the next are closed."""
    from perfgym.progress.course import Course

    course = Course(person, library.default().lab("sql-n-plus-one"))
    first, second, third, *_ = course.lab.steps
    course.go_on(first)
    course.skip(second)
    course.take_hint(third, 0)
    course.answer(third, {"answer": "3"})


def tell() -> None:
    """In the deployment's own Django: make the scene and print it."""
    from django.conf import settings

    from tests import factories
    from tests.access import scene
    from tests.portfolio import rich

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    made = scene.make()
    half_way(made.people["O"])
    long = {"long": str(factories.finished_run(made.people["O"], pairs=300).pk)}
    whole = rich.entry(made.people["O"])
    long |= {"rich": whole.slug, "rich_entry": str(whole.pk)}
    cookies = {letter: jar["sessionid"].value for letter, jar in made.cookies.items()}
    print(json.dumps({"things": {**made.things, **long}, "cookies": cookies}))
