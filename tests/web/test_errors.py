"""Error pages say what happened, what it means, what to do; and nothing that was not written for people."""

import pytest
from django.test import Client, RequestFactory

from perfgym.errors import LearnerError, PlatformError
from perfgym.web import errors

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


def broken(error: Exception) -> str:
    """The page of an error that no view has caught."""
    try:
        raise error
    except type(error):
        answer = errors.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    return answer.content.decode()


def test_a_page_that_is_not_there_leads_on() -> None:
    answer = Client().get("/nothing-here/")
    assert answer.status_code == 404
    assert 'href="/labs/"' in answer.content.decode()


def test_an_unknown_lab_is_not_there() -> None:
    assert Client().get("/labs/no-such-lab/").status_code == 404


def test_a_form_that_has_expired_says_so() -> None:
    answer = errors.expired(RequestFactory().get("/"), reason="CSRF cookie not set.")
    assert answer.status_code == 403
    assert "expired" in answer.content.decode()


def test_what_was_written_for_people_is_shown() -> None:
    assert "lab.yaml line 3" in broken(LearnerError("lab.yaml line 3: minutes must be a number"))
    error = PlatformError("The disk is full.")
    assert error.report_id in broken(error)


def test_anything_else_stays_in_the_log() -> None:
    assert "secret" not in broken(RuntimeError("password=secret"))
