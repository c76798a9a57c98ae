"""The charts of a run as files: pictures that stand by themselves, numbers that no spreadsheet takes for formulas."""

import csv
import io
from xml.etree import ElementTree

import pytest
from django.http import HttpResponse
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.runs.models import Kind, Run
from perfgym.runs.report import comparecharts, loadcharts
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
HOSTILE = '=HYPERLINK("http://example.com")<script>alert(1)</script>'


@pytest.fixture
def ada() -> Person:
    return factories.person("ada")


def get(person: Person, address: str) -> HttpResponse:
    client = Client()
    client.force_login(person)
    answer: HttpResponse = client.get(address)
    return answer


def sheet(answer: HttpResponse) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode())))


@pytest.mark.parametrize("kind", list(Kind))
def test_every_chart_of_a_page_can_be_downloaded_in_both_forms(ada: Person, kind: Kind) -> None:
    of_load = kind is Kind.EXPLORE
    run = factories.finished_load(ada) if of_load else factories.finished_run(ada)
    page = get(ada, run.get_absolute_url()).content.decode()
    names = (loadcharts.CHARTS if of_load else comparecharts.CHARTS).by_name
    for name in names:
        if f'id="figure-{name}"' not in page:
            assert name == "resources"  # the factory's comparison has no readings
            continue
        picture, rows = get(ada, f"/runs/{run.pk}/charts/{name}.svg"), get(ada, f"/runs/{run.pk}/data/{name}.csv")
        assert picture["Content-Disposition"].startswith("attachment")
        assert ElementTree.fromstring(picture.content.decode()).get("viewBox")
        assert len(sheet(rows)) > 1
        assert f'href="/runs/{run.pk}/charts/{name}.svg"' in page
        assert f'href="/runs/{run.pk}/data/{name}.csv"' in page


def test_names_of_requests_and_errors_are_disarmed_and_escaped(ada: Person) -> None:
    run = factories.finished_load(ada)
    run.result["by_name"][0]["name"] = HOSTILE
    run.result["errors"] = [[HOSTILE, HOSTILE, 7]]
    run.result["error_kinds"] = [[HOSTILE, HOSTILE]]
    run.save()
    assert sheet(get(ada, f"/runs/{run.pk}/data/requests.csv"))[1][0] == f"'{HOSTILE}"
    assert sheet(get(ada, f"/runs/{run.pk}/data/failures.csv"))[1][:2] == [f"'{HOSTILE}", f"'{HOSTILE}"]
    assert all(
        "<script" not in cell or cell.startswith("'") for cell in sheet(get(ada, f"/runs/{run.pk}/data/errors.csv"))[0]
    )
    for address in (run.get_absolute_url(), *(f"/runs/{run.pk}/charts/{name}.svg" for name in ("requests", "errors"))):
        assert "<script>alert" not in get(ada, address).content.decode()


@pytest.mark.parametrize("address", ["charts/nothing.svg", "data/nothing.csv", "charts/pairs.svg"])
def test_what_a_run_does_not_have_is_not_there(ada: Person, address: str) -> None:
    assert get(ada, f"/runs/{factories.finished_load(ada).pk}/{address}").status_code == 404


def test_a_run_that_goes_on_has_no_files_yet(ada: Person) -> None:
    waiting: Run = factories.queued_run(ada, Kind.EXPLORE)
    assert get(ada, f"/runs/{waiting.pk}/charts/seconds.svg").status_code == 404
