"""What is computed for a final run is computed once, and never shown for other data."""

from unittest.mock import patch

import pytest
from django.core.cache import caches
from django.test import Client
from django.test.utils import CaptureQueriesContext

from perfgym.charts import Charts
from perfgym.runs.models import Evidence, Run
from tests import factories, loads

pytestmark = [pytest.mark.servers, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    caches["drawn"].clear()


def seen(run: Run) -> tuple[str, int, int]:
    """The page, how often charts were drawn for it, and how many queries it took."""
    from django.db import connection

    client = Client()
    client.force_login(run.owner)
    with (
        patch.object(Charts, "drawn", autospec=True, side_effect=Charts.drawn) as drawn,
        CaptureQueriesContext(connection) as queries,
    ):
        html = client.get(run.get_absolute_url()).content.decode()
    return html, drawn.call_count, len(queries)


@pytest.mark.parametrize("make", [factories.finished_load, factories.finished_run])
def test_the_second_view_draws_nothing_and_reads_no_evidence(make) -> None:  # type: ignore[no-untyped-def]
    run = make(factories.person())
    first, drawn, queries = seen(run)
    again, drawn_again, fewer = seen(run)
    assert (drawn, drawn_again) == (1, 0)
    assert fewer < queries
    assert first.count("<svg") == again.count("<svg") > 3


def test_other_evidence_is_drawn_anew() -> None:
    run = factories.finished_load(factories.person())
    seen(run)
    Evidence.objects.filter(run=run).update(bundle=loads.load(seed=9)[1])
    assert seen(run)[1] == 1


def test_the_number_of_queries_does_not_grow_with_the_run() -> None:
    small, large = (factories.finished_load(factories.person(), seconds=seconds) for seconds in (5, 300))
    assert seen(small)[2] == seen(large)[2]


def test_a_page_of_600_seconds_and_100_000_requests_stays_small() -> None:
    html, _, _ = seen(factories.finished_load(factories.person(), seconds=600, rps=167))
    assert len(html) < 130_000
