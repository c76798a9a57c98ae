"""The workbench follows a measurement that an answer waits for, in a lab that scores no change."""

import pytest
from playwright.sync_api import Browser, expect

from tests.deployment import Deployment

pytestmark = [pytest.mark.servers, pytest.mark.browser]
WAITING = """
from django.db import transaction
from perfgym.accounts.models import Person, SignInLink
from perfgym.catalog import library
from perfgym.progress.course import Course
from perfgym.progress.models import Answer, Judged, Trial
from perfgym.checks.trial import TrialSpec
from perfgym.runs.models import Run
lab = library.default().lab("baseline")
person = Person.objects.create_user("waits")
course = Course(person, lab)
for step in lab.steps[:5]: course.skip(step)
with transaction.atomic():
    (run,) = Run.ask_trials(person, lab, [TrialSpec("fresh", "the app", "starter/locustfile.py", users=1, seconds=1)])
answer = Answer.objects.create(round=course.round, step=lab.steps[5].name, lab_digest="", kind="band", passed=False,
    state=Judged.WAITING, message="Wait.", given={"p95-from": "77"})
Trial.objects.create(answer=answer, run=run, name="fresh")
print(SignInLink.objects.issue(person))
"""


def test_the_run_bar_follows_it_and_the_step_tells_how_it_ended(site: Deployment, browser: Browser) -> None:
    link = site.command("shell", "-v", "0", "-c", WAITING).split()[-1]
    page = browser.new_context(base_url=site.url).new_page()
    page.goto(link)
    page.goto("/labs/baseline/work/?step=6")
    expect(page.locator("#workbench[data-ready]")).to_be_attached()
    expect(page.locator("#said")).to_contain_text("The bar of the runs says how far it is.")
    expect(page.locator("#run-state")).to_contain_text("in line")
    expect(page.locator("#run-load")).to_be_disabled()
    page.locator(".cm-content").click()
    page.locator("#cancel-run").dispatch_event("click")
    expect(page.locator("#said")).to_contain_text("You stopped the measurement")
    expect(page.locator(".cm-content")).to_be_focused()
    expect(page.locator("#run-again")).to_be_hidden()
    page.context.close()
