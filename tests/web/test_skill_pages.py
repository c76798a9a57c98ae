"""The skill map and the career page: plain for everybody, with one's own evidence for who is signed in."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.portfolio.models import Entry
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
LIBRARY = library.default()


@pytest.fixture
def ada() -> Person:
    return factories.person("ada")


def page(address: str, person: Person | None = None) -> str:
    client = Client()
    if person:
        client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def skill(html: str, name: str) -> str:
    """The part of the map about one skill."""
    return html.split(f'<li id="{name}">')[1].split('<li id="')[0]


def test_everybody_may_read_the_map_with_the_labs_of_each_skill() -> None:
    html = page("/skills/")
    assert re.findall(r'<li id="(\w+)">', html) == list(LIBRARY.skills)
    assert f'href="/labs/{factories.LAB}/"' in skill(html, "S7")
    assert "none yet" not in html
    assert "No lab trains this yet." in skill(html, "N3")


def test_a_learner_sees_what_is_behind_each_skill_and_what_comes_next(ada: Person) -> None:
    assert "This is where to begin." in page("/skills/", ada)
    run = factories.finished_run(ada)
    html = page("/skills/", ada)
    assert f'<a href="/runs/{run.pk}/">{run.sentence}</a>' in skill(html, "S7")
    assert "</span> measured</span>" in skill(html, "S7")
    assert "It would give evidence from another lab." in skill(html, "S7")
    assert "none yet" in skill(html, "R3")
    assert "It would give the first evidence." in skill(html, "R3")


def test_nobody_elses_evidence_is_on_ones_map(ada: Person) -> None:
    factories.finished_run(factories.person("bob"))
    assert " faster, certain between" not in page("/skills/", ada)


def test_the_career_page_has_every_fact_with_its_source() -> None:
    html, career = page("/career/"), LIBRARY.career
    assert career is not None
    for names in (career.sectors.names, career.employers.names, [role.name for role in career.roles]):
        assert [name for name in names if name not in html] == []
    for band in career.pay.bands:
        assert f"USD {band.low:,} to {band.high:,}" in html
    assert career.demand.trend in html
    assert [one.here for one in career.practice if escape(one.here) not in html] == []
    used = {one.source for one in (*career.practice, *career.roles, *career.pay.bands, career.demand, career.way)}
    assert [source for source in used if escape(source) not in html] == []
    assert "PerfGym has no market data of its own" in html


def test_each_role_says_how_much_of_it_one_has_and_which_lab_comes_next(ada: Person) -> None:
    assert "Evidence for" not in page("/career/")
    factories.finished_run(ada)
    role = page("/career/", ada).split('id="staff-software-engineer"')[1].split("</details>")[0]
    wanted = [one for one in LIBRARY.skills.values() if "Staff software engineer" in one.roles]
    have = [one for one in wanted if one.id in factories.lab().skills and one.shown_by == "change"]
    assert f'Evidence for <span class="num">{len(have)}</span> of <span class="num">{len(wanted)}</span>.' in role
    assert "Next:" in role


def test_labs_without_a_guide_have_no_career_page(monkeypatch: pytest.MonkeyPatch) -> None:
    without = library.read(library.ROOT / "nowhere", library.ROOT / "nowhere")
    monkeypatch.setattr(library, "default", lambda: without)
    assert Client().get("/career/").status_code == 404
    assert "/career/" not in page("/skills/")


@pytest.mark.parametrize("address", ["/skills/", "/career/", "/"])
def test_the_number_of_queries_does_not_grow_with_what_was_done(ada: Person, address: str) -> None:
    client = Client()
    client.force_login(ada)
    factories.finished_run(ada)
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
        for ratio in (0.4, 0.5):
            Entry.of(factories.finished_run(ada, ratio))
    assert counts[0] == counts[1]


def test_the_start_page_says_what_is_next_for_a_learner(ada: Person) -> None:
    assert "Next for you" not in page("/")
    html = page("/", ada)
    assert "This is where to begin." in html
    assert f'href="/labs/{LIBRARY.in_order()[0].slug}/"' in html


def test_the_skills_of_a_lab_lead_to_the_map() -> None:
    html = page(f"/labs/{factories.LAB}/")
    assert all(f'href="/skills/#{name}"' in html for name in factories.lab().skills)
