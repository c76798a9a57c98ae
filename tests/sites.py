"""Sites that tests look at from outside, one of each kind a process, and a browser. A plugin of tests/conftest.py.

A site takes ten seconds to set up, so it is shared: whoever uses it makes people of their own, and stops nothing.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.deployment import Deployment, deployment

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LAB = "sql-n-plus-one"
LEARNERS = 20  # made at once: a command takes seconds to start
HALF_WAY = (
    "from secrets import token_hex; from perfgym.accounts.models import Person, SignInLink\n"
    "from perfgym.catalog import library; from perfgym.progress.course import Course\n"
    f"lab = library.default().lab('{LAB}')\n"
    f"for _ in range({LEARNERS}):\n"
    " person = Person.objects.create_user('p' + token_hex(4)); course = Course(person, lab)\n"
    " for step in lab.steps[:2]: course.skip(step)\n"
    " print(SignInLink.objects.issue(person))"
)
ADA = (
    "from perfgym.accounts.models import Person, SignInLink\n"
    "ada = Person.objects.filter(username='ada').first() or Person.objects.create_user('ada')\n"
    "print(SignInLink.objects.issue(ada))"
)


@pytest.fixture(scope="session")
def site(servers: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """A site without a worker."""
    with deployment(servers, tmp_path_factory.mktemp("site"), "process", apart=True) as running:
        running.start_site()
        yield running


@pytest.fixture(scope="session")
def working_site(servers: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """A site and a worker with pods of plain processes, which take the code of one person only: ada's."""
    with deployment(servers, tmp_path_factory.mktemp("working"), "process", apart=True) as running:
        running.start_site()
        running.start_worker()
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Closed with its module: as long as it is open an event loop runs here, and Django refuses its database."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def links(site: Deployment) -> Iterator[str]:
    """Sign-in links at `site` of new learners who are at the third step."""

    def more() -> Iterator[str]:
        while True:
            yield from site.command("shell", "-v", "0", "-c", HALF_WAY).split()

    return more()


def sign_in_ada(site: Deployment) -> str:
    """A sign-in link of the one person of a working site."""
    return site.command("shell", "-v", "0", "-c", ADA).split()[-1]
