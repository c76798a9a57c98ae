"""The page of a comparison says what the improvement may not cost, and what follows where it costs more."""

from typing import Any

import pytest
from django.test import Client

from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
KEPT = {
    "guard": "index_bytes", "limit": 1.4, "broken": False, "of": "", "count": 0, "before": 17_100_000.0,
    "after": 22_000_000.0, "ratio": 1.287, "low": 1.287, "high": 1.287,
}  # fmt: skip


def page(*guards: dict[str, Any]) -> str:
    owner = factories.person()
    run = factories.finished_run(owner)
    run.result["guards"] = list(guards)
    run.points = 0 if any(one["broken"] for one in guards) else run.points
    run.save()
    client = Client()
    client.force_login(owner)
    return client.get(run.get_absolute_url()).content.decode()


def test_a_limit_that_is_kept_is_shown_with_its_numbers() -> None:
    shown = page(KEPT)
    assert "What it may not cost" in shown
    assert "17.1 → 22 MB, 1.29x; the limit is 1.40x." in shown
    assert "over the limit" not in shown


def test_a_broken_limit_takes_the_points_and_says_so() -> None:
    shown = page({**KEPT, "broken": True, "after": 41e6, "ratio": 2.4, "low": 2.4, "high": 2.4})
    assert "but its indexes take too much room, so it earns no points" in shown
    assert "It is faster, and costs more than this lab allows" in shown
    assert "over the limit" in shown


def test_what_a_write_is_called_is_text() -> None:
    shown = page({**KEPT, "guard": "write_latency", "of": "POST /<b>x", "before": 4.0, "after": 5.0})
    assert "POST /&lt;b&gt;x" in shown


def test_a_lab_without_limits_says_nothing_of_them() -> None:
    assert "What it may not cost" not in page()
