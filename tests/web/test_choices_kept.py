"""What was chosen from a list of a step, and not sent yet, is there again after a look at another page."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.deployment import Deployment

pytestmark = [pytest.mark.servers, pytest.mark.browser]
PERSON = """
from perfgym.accounts.models import Person, SignInLink
from perfgym.catalog import library
from perfgym.progress.course import Course
lab = library.default().lab("baseline")
person = Person.objects.create_user("chooses")
course = Course(person, lab)
for step in lab.steps[:6]: course.skip(step)
print(SignInLink.objects.issue(person))
"""
STEP = "/labs/baseline/work/?step=7"


def opened(page: Page, url: str) -> None:
    page.goto(url)
    expect(page.locator("#workbench[data-ready]")).to_be_attached()


def test_a_choice_and_a_text_are_there_again_after_another_page(site: Deployment, browser: Browser) -> None:
    context = browser.new_context(base_url=site.url)
    page = context.new_page()
    page.goto(site.command("shell", "-v", "0", "-c", PERSON).split()[-1])
    opened(page, STEP)
    first = page.get_by_role("group", name="Objective 1")
    first.get_by_label("Indicator").select_option(index=2)
    chosen = first.get_by_label("Indicator").input_value()
    first.get_by_label("Today").fill("42")
    opened(page, "/labs/baseline/work/?step=1")
    opened(page, STEP)
    expect(first.get_by_label("Indicator")).to_have_value(chosen)
    expect(first.get_by_label("Today")).to_have_value("42")
    expect(page.get_by_role("group", name="Objective 2").get_by_label("Indicator")).to_have_value("")
    context.close()
