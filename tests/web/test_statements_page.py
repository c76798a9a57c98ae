"""The statements of a run: a section on its page, a page of all, one for each with its plans, and files."""

import csv
import io
import json
import re

import pytest
from django.test import Client

from perfgym.runs.models import Run
from perfgym.runs.statements.shown.compared import COLUMNS
from tests import factories
from tests.runs.statement_factories import AUTHOR, BOOKS, arm, compared, counted, explored, many, plan

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
HOSTILE = 'SELECT 1 AS "<script>alert(1)</script>" -- =cmd()'
MANY = counted(calls=2_400, plan=plan())
LIST = counted(BOOKS, calls=100, rows=2_400, ms=900.0)


def get(run: Run, more: str = "sql/", status: int = 200) -> str:
    client = Client()
    client.force_login(run.owner)
    answer = client.get(f"{run.get_absolute_url()}{more}")
    assert answer.status_code == status
    return re.sub(r"\s+", " ", answer.content.decode())


def test_one_query_too_many_is_named_on_the_runs_page() -> None:
    html = get(explored(factories.person(), arm(MANY, LIST)), "")
    assert "One query too many (N+1)." in html
    assert f"Asked 24 times a request, about one row each time: {AUTHOR}" in html
    assert "All 2 statements, compare with another load test" in html


def test_all_statements_together_are_told_without_begin_and_commit() -> None:
    own = arm(MANY, LIST, counted("BEGIN", calls=100, ms=0.0), counted("COMMIT", calls=100, ms=0.0))
    assert "25 statements a request, which took 11.4 ms in the database" in get(explored(factories.person(), own), "")
    both = compared(factories.person(), own, arm(LIST))
    assert "25 → 1 statements a request, which took 11.4 → 9 ms in the database (before → after)" in get(both, "")


def test_many_rows_at_once_or_once_a_request_is_not_called_too_many() -> None:
    run = explored(factories.person(), arm(LIST, counted("BEGIN", 900), counted("SELECT 1", calls=100)))
    assert "N+1" not in get(run, "")


def test_a_comparison_shows_both_arms_matched() -> None:
    run = compared(factories.person(), arm(MANY, LIST), arm(LIST, counted("SELECT 2", calls=100)))
    html = get(run, "")
    assert ">24 → 0<" in html
    assert "<td>gone</td>" in html
    assert "<td>new</td>" in html
    assert "N+1" not in html


def test_less_often_is_said_in_words_and_small_differences_are_not() -> None:
    before, after = arm(counted(calls=4_100, plan=plan())), arm(counted(calls=105))
    html = get(compared(factories.person(), before, after))
    assert ">41 → 1.05<" in html
    assert "<td>asked less often</td>" in html
    same = compared(factories.person(), arm(counted(calls=100)), arm(counted(calls=104)))
    assert "<td></td>" in get(same)


@pytest.mark.parametrize("sort", COLUMNS)
def test_the_table_is_sorted_by_any_of_its_figures(sort: str) -> None:
    slow = counted("SELECT slow", calls=10, rows=5_000, ms=900.0, hit=90_000)
    often = counted("SELECT often", calls=5_000, rows=50, ms=9.0, hit=50)
    html = get(explored(factories.person(), arm(slow, often)), f"sql/?sort={sort}").partition("<thead>")[2]
    first = "SELECT often" if sort == "calls" else "SELECT slow"
    assert html.index(first) == min(html.index("SELECT often"), html.index("SELECT slow"))
    assert f"<strong>{COLUMNS[sort][0]} ↓</strong>" in html


def test_an_odd_way_to_sort_is_the_usual_one() -> None:
    assert "<strong>time a request ↓</strong>" in get(explored(factories.person(), arm(LIST)), "sql/?sort=__class__")


def test_text_of_a_strangers_database_is_text_and_no_formula() -> None:
    run = explored(factories.person(), arm(counted(HOSTILE, plan=plan(values="=1+1<b>"))))
    for more in ("", "sql/", f"sql/{counted(HOSTILE).fingerprint}/"):
        html = get(run, more)
        assert "<script>alert" not in html
        assert "&lt;script&gt;" in html
    armed = explored(run.owner, arm(counted("=cmd()")))
    assert "'=cmd()" in get(armed, "sql.csv")


def test_a_statement_has_a_page_with_its_plan_and_the_worst_step() -> None:
    run = compared(factories.person(), arm(MANY, LIST), arm(LIST))
    html = get(run, f"sql/{MANY.fingerprint}/")
    assert "SELECT id, name FROM authors WHERE id = $1" in html
    assert '<strong class="plan-here">here</strong>' in html
    assert "It used no index; one on authors (id) could lead to them directly." in html
    assert "Of one execution of 9 that were seen, the middle one by time; it took 9 ms." in html
    assert "It was not asked after, or is not among the 50" in html
    assert json.loads(get(run, f"sql/{MANY.fingerprint}/before.json"))[0]["Plan"]["Node Type"] == "Seq Scan"
    get(run, f"sql/{MANY.fingerprint}/after.json", 404)
    get(run, "sql/nothing/", 404)


def test_a_plan_that_cannot_be_read_breaks_no_page() -> None:
    run = explored(factories.person(), arm(counted(plan=plan({"Node Type": 7}))))
    assert "The server&#x27;s plan could not be read." in get(run, f"sql/{counted().fingerprint}/")


def test_two_load_tests_of_ones_own_are_held_against_each_other() -> None:
    earlier = explored(factories.person(), arm(MANY, LIST))
    later = explored(earlier.owner, arm(counted(calls=100), LIST))
    html = get(later)
    assert f'<option value="{earlier.pk}">' in html
    for run, other in ((later, earlier), (earlier, later)):  # whichever page one is on
        html = get(run, f"sql/?with={other.pk}")
        assert ">24 → 1<" in html
        assert f"with={other.pk}" in html
    page = get(later, f"sql/{MANY.fingerprint}/?with={earlier.pk}")
    assert "Plan earlier" in page
    assert f"/runs/{earlier.pk}/sql/{MANY.fingerprint}/own.json" in page
    get(earlier, f"sql/{MANY.fingerprint}/own.json")


def test_somebody_elses_load_test_is_neither_offered_nor_compared_with() -> None:
    mine, theirs = (explored(factories.person(), arm(LIST)) for _ in range(2))
    assert str(theirs.pk) not in get(mine)
    get(mine, f"sql/?with={theirs.pk}", 404)
    get(mine, "sql/?with=x", 404)


def test_an_instructor_is_not_shown_the_other_load_tests_of_a_learner() -> None:
    owner, staff = factories.person(), factories.person(staff=True)
    one, other = explored(owner, arm(LIST)), explored(owner, arm(LIST))
    teacher = factories.instructor()
    client = Client()
    client.force_login(teacher)
    assert client.get(f"{one.get_absolute_url()}sql/?with={other.pk}").status_code == 404
    client.force_login(staff)
    assert client.get(f"{one.get_absolute_url()}sql/?with={other.pk}").status_code == 200


def test_the_table_is_a_file_too() -> None:
    rows = list(
        csv.reader(
            io.StringIO(get(explored(factories.person(), arm(MANY, LIST)), "sql.csv").replace(" own,", "\nown,"))
        )
    )
    assert rows[1][:4] == ["own", AUTHOR, "2400", "24.0"]


@pytest.mark.parametrize(
    ("own", "said"),
    [
        (arm(why="The database had ended before it could tell."), "The database had ended before it could tell."),
        (arm(), "No statement reached the database"),
    ],
)
def test_where_there_is_nothing_it_says_why(own: object, said: str) -> None:
    assert said in get(explored(factories.person(), own))  # type: ignore[arg-type]


def test_a_run_without_statements_says_what_to_do_and_has_no_section() -> None:
    run = factories.finished_run(factories.person())
    assert "Nothing was kept of what this run asked its database" in get(run)
    assert "What it asked the database" not in get(run, "")
    get(run, "sql.csv", 404)


def test_what_the_database_forgot_is_not_hidden() -> None:
    html = get(explored(factories.person(), many()))
    assert "950 other statements together: 10 calls and 0.5 ms a request." in html
    assert "had no room for all statements" in html
