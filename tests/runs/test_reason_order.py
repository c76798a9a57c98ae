"""Of several reasons why a run's numbers do not count, the learner is told the one that explains the others."""

from itertools import combinations

import pytest

from perfgym.runs.outcome import ADVICE, Reason, RunFailed, foremost

ORDER = [
    "cancelled",
    "worker_lost",
    "limit",
    "app_start",
    "app_exited",
    "too_many_failures",
    "wrong_answers",
    "lost_writes",
    "too_noisy",
]


@pytest.mark.parametrize(("first", "second"), list(combinations(ORDER, 2)))
def test_the_earlier_reason_is_told_whichever_was_noticed_first(first: str, second: str) -> None:
    one, other = RunFailed(Reason(first), "one"), RunFailed(Reason(second), "other")
    assert foremost([one, other]) is one
    assert foremost([other, one]) is one


def test_of_one_reason_noticed_twice_the_first_is_told() -> None:
    one, other = RunFailed(Reason.LIMIT, "of the app"), RunFailed(Reason.LIMIT, "of the database")
    assert foremost([one, other]) is one


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_comes_with_what_to_do(reason: Reason) -> None:
    assert ADVICE[reason].endswith(".")
