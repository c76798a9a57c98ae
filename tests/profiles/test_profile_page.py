"""The page of a profile: the hot path first, own code first, an earlier run beside it, and files to take along."""

import json
import re
from typing import Any

import pytest
from django.test import Client

from perfgym.accounts.models import Person
from perfgym.runs.profile import Profiling
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
AFTER = "serve (bookshop/serve.py:9);books (bookshop/views.py:12);joined (bookshop/queries.py:30) 30\n"
HOSTILE = '<script>alert(1)</script> ("onload=alert(2).py:1);"><img src=x> (a\\u202e.py:2) 7\n'


@pytest.fixture
def ada() -> Person:
    return factories.person("ada")


def shown(person: Person, address: str) -> Any:
    client = Client()
    client.force_login(person)
    return client.get(address)


def text(person: Person, address: str) -> str:
    answer = shown(person, address)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_it_says_where_the_time_goes_and_shows_own_code_first(ada: Person) -> None:
    run = factories.profiled_run(ada)
    page = text(ada, f"/runs/{run.pk}/profile/")
    assert "<b>70 %</b> of the CPU time is spent in <code>total</code>" in page
    assert "called from <code>books</code>" in page
    table = page[page.index("<tbody>") :]
    assert table.index("<code>serve</code>") < table.index("<code>books</code>") < table.index("<code>total</code>")
    assert "<code>dumps</code>" not in table


def test_another_kind_of_code_and_another_order_can_be_asked_for(ada: Person) -> None:
    run = factories.profiled_run(ada)
    page = text(ada, f"/runs/{run.pk}/profile/?show=all&sort=own")
    table = page[page.index("<tbody>") :]
    order = [table.index(f"<code>{name}</code>") for name in ("total", "handle", "dumps")]
    assert order == sorted(order)


@pytest.mark.parametrize("query", ["show=<b>&sort=1", "show=&sort=", "before=", "show=python&show=own"])
def test_an_odd_question_is_answered_as_none(ada: Person, query: str) -> None:
    run = factories.profiled_run(ada)
    assert shown(ada, f"/runs/{run.pk}/profile/?{query}").status_code == 200


def test_two_runs_are_compared_by_the_request(ada: Person) -> None:
    before, after = factories.profiled_run(ada), factories.profiled_run(ada, AFTER, requests=400)
    page = text(ada, f"/runs/{after.pk}/profile/?before={before.pk}")
    assert "5 ms → 750" not in page
    assert "5 → 0.75 ms" in page or "5 ms → 0.75 ms" in page or "5 ms → 750 µs" in page
    assert "−3.5 ms" in page  # noqa: RUF001
    assert "CPU time a request, over 200 and 400 requests" in page


def test_only_own_profiles_of_the_same_kind_are_offered_and_taken(ada: Person) -> None:
    run = factories.profiled_run(ada)
    foreign = factories.profiled_run(factories.person())
    memory = factories.profiled_run(ada, profiling=Profiling.MEMORY)
    page = text(ada, f"/runs/{run.pk}/profile/")
    assert "There is no other" in page
    for other in (foreign, memory, run, "nonsense"):
        assert shown(ada, f"/runs/{run.pk}/profile/?before={getattr(other, 'pk', other)}").status_code == 404


def test_the_original_is_named_among_the_others(ada: Person) -> None:
    factories.profiled_run(ada)
    run = factories.profiled_run(ada, AFTER, edits={factories.EDITED: b"# changed\n"})
    assert "the original" in text(ada, f"/runs/{run.pk}/profile/")


def test_a_memory_profile_speaks_of_bytes(ada: Person) -> None:
    run = factories.profiled_run(ada, profiling=Profiling.MEMORY, highest=2_000_000, held=1_000_000)
    page = text(ada, f"/runs/{run.pk}/profile/")
    assert "of the memory was taken in <code>total</code>" in page
    assert "held the most, its start included: 2 MB" in page
    assert "At the end it still held 1 MB" in page


def test_a_run_without_a_profile_has_no_such_page(ada: Person) -> None:
    for run in (factories.queued_run(ada), factories.profiled_run(ada, "", problem="It had no Python.")):
        assert shown(ada, f"/runs/{run.pk}/profile/").status_code == 404


def test_the_page_of_the_run_shows_it_or_says_why_there_is_none(ada: Person) -> None:
    assert "CPU profile" in text(ada, factories.profiled_run(ada).get_absolute_url())
    failed = factories.profiled_run(ada, "", problem="The profiler saw no Python code at work.")
    assert "saw no Python code" in text(ada, failed.get_absolute_url())


def test_names_are_text_on_every_page_and_in_every_file(ada: Person) -> None:
    run, other = factories.profiled_run(ada, HOSTILE), factories.profiled_run(ada, HOSTILE)
    for address in (
        f"/runs/{run.pk}/profile/?show=all",
        f"/runs/{run.pk}/profile/?before={other.pk}",
        f"/runs/{run.pk}/",
    ):
        page = text(ada, address)
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert "alert(1)" in shown(ada, f"/runs/{run.pk}/profile.speedscope.json").content.decode()


def test_speedscope_gets_seconds_by_stack(ada: Person) -> None:
    run = factories.profiled_run(ada)
    answer = shown(ada, f"/runs/{run.pk}/profile.speedscope.json")
    document = json.loads(answer.content)
    profile, frames = document["profiles"][0], document["shared"]["frames"]
    assert document["$schema"] == "https://www.speedscope.app/file-format-schema.json"
    assert (profile["type"], profile["unit"]) == ("sampled", "seconds")
    assert sum(profile["weights"]) == pytest.approx(1.0) == pytest.approx(profile["endValue"])
    stacks = {tuple(frames[each]["name"] for each in sample) for sample in profile["samples"]}
    assert ("serve", "handle", "books", "total") in stacks
    assert {"name": "total", "file": "bookshop/queries.py", "line": 21} in frames
    assert answer["Content-Disposition"].endswith('.speedscope.json"')


def test_all_functions_leave_as_csv_and_the_picture_as_svg(ada: Person) -> None:
    run = factories.profiled_run(ada, factories.STACKS + "=cmd (a.py:1) 5\n")
    table = shown(ada, f"/runs/{run.pk}/profile.csv").content.decode().splitlines()
    assert (
        table[0]
        == "function,file,line,code,own samples,own share,total samples,total share,charged samples,charged share"
    )
    assert "total,bookshop/queries.py,21,own,70,0.66667,70,0.66667,70,0.66667" in table
    assert any(line.startswith("'=cmd,") for line in table)
    answer = shown(ada, f"/runs/{run.pk}/profile.svg")
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content.startswith(b"<svg")


def test_folded_stacks_come_as_they_were_recorded(ada: Person) -> None:
    answer = shown(ada, f"/runs/{factories.profiled_run(ada).pk}/profile.folded")
    assert answer.content.decode() == factories.STACKS
    assert answer["Content-Type"].startswith("text/plain")


def test_own_functions_can_be_ranked_with_the_library_code_that_they_called(ada: Person) -> None:
    page = text(ada, f"/runs/{factories.profiled_run(ada).pk}/profile/?show=own&sort=charged")
    table = page.split('class="functions"')[1].split("</table>")[0]
    assert re.findall(r"<code>(\w+)</code>", table) == ["total", "serve", "books"]
    assert 'aria-sort="descending">with library code' in table
