"""The pages around the workbench, as they are rendered."""

import pytest
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.progress import points
from perfgym.progress.course import Course
from perfgym.runs.models import Kind, Run, State
from perfgym.workspaces.models import Snapshot, Workspace
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
LAB = f"/labs/{factories.LAB}/"
LAST = len(library.default().lab(factories.LAB).steps)


@pytest.fixture
def ada() -> Person:
    return factories.person("ada")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def run(owner: Person, **more: object) -> Run:
    values = {"kind": Kind.EXPLORE, "lab": factories.LAB, "lab_digest": "0", "snapshot": Snapshot.of({}), **more}
    return Run.objects.create(owner=owner, **values)


def test_the_start_page_shows_a_measured_result_and_one_way_on() -> None:
    html = page(Client(), "/")
    assert "faster, certain between" in html
    assert "chart-strip" in html
    assert html.count("btn-go") == 1


@pytest.mark.parametrize(
    ("query", "shown"), [("", True), ("?level=foundation", True), ("?level=advanced", False), ("?skill=S7", True)]
)
def test_the_catalogue_can_be_filtered(query: str, shown: bool) -> None:
    html = page(Client(), f"/labs/{query}")
    assert (LAB in html) is shown
    assert ("No lab fits this filter" in html) is not shown


def test_the_catalogue_shows_ones_own_progress(ada: Person) -> None:
    assert ">started<" not in page(signed_in(ada), "/labs/")
    Workspace.objects.create(owner=ada, lab=factories.LAB)
    assert ">started<" in page(signed_in(ada), "/labs/")
    factories.finished_run(ada)
    total = points.of(ada, library.default().lab(factories.LAB)).total
    assert f"{total} of 100 points" in page(signed_in(ada), "/labs/")


def test_a_lab_says_what_is_in_it_before_one_starts() -> None:
    html = page(Client(), LAB)
    assert "Start the lab" in html
    assert "You will be asked to sign in" in html
    assert "bookshop/queries.py" in html


def test_the_workbench_asks_who_is_there() -> None:
    assert Client().get(f"{LAB}work/").url.startswith("/accounts/login/")  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("asked", "shown"), [("3", 3), ("0", 1), ("99", LAST), ("-1", 1), ("x", 1), ("²", 1), ("9" * 5000, LAST)]
)
def test_a_step_that_is_not_there_leads_to_the_nearest(ada: Person, asked: str, shown: int) -> None:
    assert f"step {shown} of {LAST}" in page(signed_in(ada), f"{LAB}work/?step={asked}")


def test_the_workbench_opens_where_one_was_last(ada: Person) -> None:
    client = signed_in(ada)
    course = Course(ada, library.default().lab(factories.LAB))
    for step in course.lab.steps[:4]:
        course.skip(step)
    page(client, f"{LAB}work/?step=4")
    assert f"step 4 of {LAST}" in page(client, f"{LAB}work/")
    assert f"step 5 of {LAST}" in page(signed_in(ada), f"{LAB}work/")  # another browser: the first that is open


def test_the_workbench_holds_every_file_in_the_labs_order_for_readers_without_javascript(ada: Person) -> None:
    html = page(signed_in(ada), f"{LAB}work/")
    places = [html.index(f"<h3>{path}</h3>") for path in ("bookshop/queries.py", "bookshop/views.py", "locustfile.py")]
    assert places == sorted(places)


def test_a_file_cannot_end_the_script_that_carries_it(ada: Person) -> None:
    client = signed_in(ada)
    client.put(f"{LAB}files/locustfile.py", {"content": "</script><b id=out>"}, content_type="application/json")
    assert "<b id=out>" not in page(client, f"{LAB}work/")


def test_the_list_of_runs_says_how_each_ended(ada: Person) -> None:
    factories.finished_run(ada)
    run(ada, state=State.FAILED, reason="app_start")
    run(ada, state=State.FINISHED, result={"count": 10, "rps": 31.11, "p50": 4.4, "p95": 10.5, "fails": 0})
    run(ada, state=State.FINISHED, result={"count": 0, "rps": 0.0, "fails": 0})
    html = page(signed_in(ada), f"{LAB}work/runs/")
    assert "faster, certain between" in html
    assert "your version did not start" in html
    assert "31.1 requests a second, median 4.4 ms" in html
    assert "no request was answered" in html


def test_the_list_of_runs_holds_only_ones_own(ada: Person) -> None:
    mine = run(factories.person("bob"), state=State.FINISHED, result={"count": 0})
    assert str(mine.pk) not in page(signed_in(ada), f"{LAB}work/runs/")
