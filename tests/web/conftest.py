"""The workbench of a new learner, at a site without a worker."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.deployment import Deployment
from tests.web.bench import open_bench


@pytest.fixture
def page(browser: Browser, site: Deployment, links: Iterator[str]) -> Iterator[Page]:
    context = browser.new_context(base_url=site.url, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(next(links))
    open_bench(page)
    yield page
    context.close()
