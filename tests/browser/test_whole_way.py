"""The whole way of a learner and an instructor, in a real browser against a real worker with real pods."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.deployment import Deployment, deployment

pytestmark = [pytest.mark.servers, pytest.mark.docker, pytest.mark.browser, pytest.mark.timeout(600)]

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LOCUSTFILE = """
from locust import FastHttpUser, between, task


class Visitor(FastHttpUser):
    wait_time = between(0.05, 0.1)

    @task
    def books(self):
        self.client.get("/books", name="the catalogue")
"""
SLOW = 180_000  # ms; a bound for waiting, never a measure


@pytest.fixture
def platform(servers: Any, tmp_path: Path) -> Iterator[Deployment]:
    with deployment(servers, tmp_path, "docker") as running:
        running.start_site()
        running.start_worker()
        yield running


@pytest.fixture
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


def sign_in_links(platform: Deployment) -> list[str]:
    code = f"from perfgym.cohorts.local import sign_in_links; print(*sign_in_links('{platform.url}'))"
    return re.findall(r"http\S+", platform.command("shell", "-v", "0", "-c", code))


def person(browser: Browser, link: str) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.set_default_timeout(30_000)
    page.goto(link)
    return page


def paste(page: Page, tab: str, content: str) -> None:
    """Replace a file's content as a person would: open its tab, select all, paste; then wait until it is saved."""
    page.get_by_role("tab", name=re.compile(re.escape(tab))).click()
    editor = page.locator(".cm-content:visible").first
    editor.click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(content)
    expect(page.locator("[data-save-state]")).to_have_attribute("data-save-state", "saved")
