"""What is behind each skill of a person: measured, accepted, checked, and never somebody else's."""

import pytest
from django.db.models.functions import Now
from django.test.utils import CaptureQueriesContext

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.cohorts.models import Submission
from perfgym.portfolio.models import Entry
from perfgym.progress.models import Answer, Round, Trial
from perfgym.progress.skills import own, shown
from perfgym.progress.skills.evidence import Level
from perfgym.runs.models import Kind
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
BY_CHANGE, BY_STEPS = "S7", "R3"  # skills of the factories' lab
TRIAL = {"batch": "b", "locustfile": "starter/locustfile.py", "fault": "", "says": "the app once more"}


@pytest.fixture
def ada() -> Person:
    return factories.person("ada")


def checks() -> list[str]:
    return [step.name for step in factories.lab().steps if step.check is not None]


def passed(person: Person, step: str) -> Answer:
    lab = factories.lab()
    going = Round.current(person, lab)
    facts = {"kind": "answer", "lab_digest": lab.digest, "message": "Right."}
    return Answer.objects.create(round=going, step=step, passed=True, **facts)


def accepted(person: Person) -> Submission:
    made = factories.submission(person, factories.cohort())
    Submission.objects.filter(pk=made.pk).update(state="accepted", decided_at=Now())
    return made


def test_the_lab_has_a_skill_of_each_kind() -> None:
    skills, lab = library.default().skills, factories.lab()
    assert {BY_CHANGE, BY_STEPS} <= set(lab.skills)
    assert (skills[BY_CHANGE].shown_by, skills[BY_STEPS].shown_by) == ("change", "steps")
    assert len(checks()) > 1


def test_nothing_done_is_nothing_shown(ada: Person) -> None:
    factories.finished_run(factories.person("bob"))
    assert own.of(ada) == own.NOTHING


def test_a_change_measured_as_faster_shows_what_such_a_change_can_show(ada: Person) -> None:
    run = factories.finished_run(ada)
    found = own.of(ada)
    (one,) = found.behind[BY_CHANGE]
    assert (one.level, one.said, one.at, one.lab.slug) == (Level.MEASURED, run.sentence, run.finished_at, run.lab)
    assert one.address == run.get_absolute_url()
    assert BY_STEPS not in found.behind
    assert found.has_change


def test_a_comparison_without_a_gain_shows_nothing(ada: Person) -> None:
    factories.finished_run(ada, ratio=1.0, pairs=40)
    assert own.of(ada) == own.NOTHING


def test_of_several_comparisons_the_best_stands_and_leads_to_its_entry(ada: Person) -> None:
    best, worse = factories.finished_run(ada, ratio=0.4), factories.finished_run(ada, ratio=0.8)
    assert best.points > worse.points
    entry = Entry.of(best)
    (one,) = own.of(ada).behind[BY_CHANGE]
    assert one.address == entry.get_absolute_url()


def test_an_entry_counts_as_accepted_once_it_is(ada: Person) -> None:
    submission = factories.submission(ada, factories.cohort())
    assert own.of(ada).level(BY_CHANGE) == Level.MEASURED
    Submission.objects.filter(pk=submission.pk).update(state="accepted", decided_at=Now())
    submission.refresh_from_db()
    (one,) = own.of(ada).behind[BY_CHANGE]
    assert (one.level, one.at) == (Level.ACCEPTED, submission.decided_at)


def test_the_day_is_that_of_the_acceptance_though_another_cohort_still_waits(ada: Person) -> None:
    first = accepted(ada)
    factories.cohort(name="Another").submissions.create(entry=first.entry)
    first.refresh_from_db()
    assert own.of(ada).behind[BY_CHANGE][0].at == first.decided_at


def test_all_checks_passed_show_every_skill_and_some_passed_show_none(ada: Person) -> None:
    *some, last = checks()
    for step in some:
        passed(ada, step)
    found = own.of(ada)
    assert found.behind == {}
    assert found.begun[factories.LAB][:2] == (len(some), len(checks()))
    answer = passed(ada, last)
    found = own.of(ada)
    assert {name: one.level for name, (one,) in found.behind.items()} == dict.fromkeys(
        factories.lab().skills, Level.CHECKED
    )
    assert found.behind[BY_STEPS][0].at == answer.at
    assert found.begun == {}


def test_a_check_that_the_lab_has_no_more_counts_for_nothing(ada: Person) -> None:
    passed(ada, "10-gone")
    assert own.of(ada) == own.NOTHING


def test_checks_of_which_perfgym_has_measured_one_itself_count_as_measured(ada: Person) -> None:
    answers = [passed(ada, step) for step in checks()]
    Trial.objects.create(answer=answers[0], run=factories.queued_run(ada, Kind.TRIAL, trial=TRIAL), name="again")
    assert own.of(ada).level(BY_STEPS) == Level.MEASURED


def test_checks_count_as_accepted_where_an_entry_about_the_lab_is(ada: Person) -> None:
    for step in checks():
        passed(ada, step)
    accepted(ada)
    assert own.of(ada).level(BY_STEPS) == Level.ACCEPTED


def test_it_takes_three_queries_however_much_was_done(
    ada: Person, django_assert_num_queries: CaptureQueriesContext
) -> None:
    for ratio in (0.4, 0.5, 0.6):
        Entry.of(factories.finished_run(ada, ratio))
    accepted(ada)
    for step in checks():
        passed(ada, step)
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert own.of(ada).behind


def entries(*made: Entry) -> list[Entry]:
    keys = [entry.pk for entry in made]
    return list(Entry.objects.filter(pk__in=keys).select_related("run", "owner").prefetch_related("submissions"))


def test_readers_are_shown_only_what_is_in_the_entries_given(ada: Person) -> None:
    entry, hidden = factories.entry(ada), accepted(ada).entry
    for step in checks():
        passed(ada, step)
    found = {one.skill.id: one.behind for one in shown.of_entries(entries(entry))}
    assert (found[BY_CHANGE][0].level, found[BY_CHANGE][0].address) == (Level.MEASURED, entry.public_url)
    assert BY_STEPS not in found
    both = {one.skill.id: one.behind for one in shown.of_entries(entries(entry, hidden))}
    assert [one.level for one in both[BY_CHANGE]] == [Level.ACCEPTED]
    assert shown.of_entries([]) == []


def test_an_entry_without_a_gain_shows_readers_nothing(ada: Person) -> None:
    assert shown.of_entries(entries(Entry.of(factories.finished_run(ada, ratio=1.0, pairs=40)))) == []


def test_skills_are_in_the_order_of_the_map(ada: Person) -> None:
    found = [one.skill.id for one in shown.of_entries(entries(factories.entry(ada)))]
    assert found == [name for name in library.default().skills if name in found]
