"""What was written must still be shown; what is missing is told from what is merely wrong."""

from types import SimpleNamespace
from typing import Any

import pytest

from perfgym.errors import PlatformError
from perfgym.runs import integrity
from perfgym.runs.integrity import Page
from perfgym.runs.outcome import Reason, RunFailed

ORDER = Page("/orders/7", "an order that was placed", 200, "a" * 16, None)


def compared(got: Page, expected: Page = ORDER) -> None:
    integrity._compare([expected], [got], restarted=True, tail="")


def changed(**fields: Any) -> Page:
    return Page(**{**vars(ORDER), **fields})


def test_the_same_page_is_fine() -> None:
    compared(ORDER)


def test_a_version_that_was_asked_for_fewer_pages_is_not_accused() -> None:
    integrity._compare([ORDER, ORDER], [ORDER], restarted=False, tail="")


@pytest.mark.parametrize(
    ("got", "reason", "says"),
    [
        (
            changed(status=404),
            Reason.LOST_WRITES,
            "an order that was placed: GET /orders/7 does not show it after your",
        ),
        (changed(digest="b" * 16), Reason.LOST_WRITES, "it shows something else"),
        (changed(status=0, error="no answer"), Reason.TOO_MANY_FAILURES, "GET /orders/7 failed after your version was"),
    ],
)
def test_a_page_that_no_longer_shows_it_is_refused(got: Page, reason: Reason, says: str) -> None:
    with pytest.raises(RunFailed, match=says) as failed:
        compared(got)
    assert failed.value.reason is reason


def test_a_failure_of_the_lab_s_own_version_is_ours() -> None:
    with pytest.raises(PlatformError):
        compared(ORDER, changed(error="no answer"))


@pytest.mark.parametrize(
    ("path", "status", "reason"),
    [
        ("/orders/7", 404, Reason.LOST_WRITES),
        ("/orders/7", 200, Reason.WRONG_ANSWERS),
        ("/orders/8", 404, Reason.WRONG_ANSWERS),
    ],
)
def test_what_was_just_written_and_is_missing_is_lost(path: str, status: int, reason: Reason) -> None:
    runner = SimpleNamespace(ask=lambda *_, **__: {"pages": [vars(ORDER)]})
    before: Any = SimpleNamespace(promises={"recall"}, runner=runner, pace=SimpleNamespace(request=10.0))
    turns: Any = SimpleNamespace(wrong=SimpleNamespace(path=path, status=status))
    failed = integrity.lost(RunFailed(Reason.WRONG_ANSWERS, "answered differently"), {"before": before}, turns)
    assert failed.reason is reason
    assert "answered differently" in str(failed)
