"""A site without a worker, and a browser at it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.deployment import Deployment, deployment
from tests.factories import LAB
from tests.web.bench import FLAGS, open_bench

LEARNERS = 20  # more than a file here has tests


@pytest.fixture(scope="module")
def site(servers: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    home: Path = tmp_path_factory.mktemp("site")
    with deployment(servers, home, "process") as running:
        running.start_site()
        yield running


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def links(site: Deployment) -> Iterator[str]:
    """Sign-in links of new learners who are at the third step, made all at once: a command takes seconds to start."""
    code = (
        "from secrets import token_hex; from perfgym.accounts.models import Person, SignInLink\n"
        "from perfgym.catalog import library; from perfgym.progress.course import Course\n"
        f"lab = library.default().lab('{LAB}')\n"
        f"for _ in range({LEARNERS}):\n"
        " person = Person.objects.create_user('p' + token_hex(4)); course = Course(person, lab)\n"
        " for step in lab.steps[:2]: course.skip(step)\n"
        " print(SignInLink.objects.issue(person))"
    )
    return iter(site.command("shell", "-v", "0", "-c", code).split())


@pytest.fixture
def page(browser: Browser, site: Deployment, links: Iterator[str]) -> Iterator[Page]:
    """The workbench of a new learner."""
    context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(next(links))
    open_bench(page)
    yield page
    context.close()
