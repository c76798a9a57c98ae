"""Which lab is said to come next, and why."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.catalog.manifest.shelf import Skill, Track
from perfgym.progress.skills import lead
from perfgym.progress.skills.evidence import Evidence, Level
from perfgym.progress.skills.own import NOTHING, Begun, Standing
from tests import factories

AT = datetime(2026, 1, 1, tzinfo=UTC)


def lab(slug: str, *skills: str, **more: object) -> Lab:
    return replace(factories.lab(), slug=slug, title=slug, skills=skills, **more)  # type: ignore[arg-type]


def shelf(*labs: Lab) -> library.Library:
    """A track that leads through these labs in the order given."""
    skills = {name: Skill(id=name, name=f"skill {name}", group="skill") for name in "abcde"}
    tracks = (Track(id="all", title="All", labs=tuple(each.slug for each in labs)),) if labs else ()
    return replace(library.default(), labs={each.slug: each for each in labs}, skills=skills, tracks=tracks)


def standing(lab: Lab, level: Level = Level.MEASURED) -> Standing:
    behind = {skill: (Evidence(lab, level, "2.4x faster", AT, "/"),) for skill in lab.skills}
    return Standing(behind, {}, has_change=level > Level.CHECKED)


def begun(*slugs: str) -> dict[str, Begun]:
    """The later in the list, the later begun."""
    return {slug: Begun(2, 6, AT.replace(day=day)) for day, slug in enumerate(slugs, 1)}


def said(found: lead.Lead | None) -> Sequence[str]:
    return (found.lab.slug, found.why) if found else ()


FIRST, SECOND, THIRD = lab("first", "a"), lab("second", "a", "b", "c", "d", "e"), lab("third", "a", "b")
ABOUT = lab("about", "e", runs_on=None)
SHELF = shelf(FIRST, SECOND, THIRD)


def test_for_a_skill_the_tracks_decide() -> None:
    assert said(lead.for_skill("a", NOTHING, SHELF)) == ("first", "It would give the first evidence.")
    assert lead.for_skill("a", NOTHING, shelf(ABOUT)) is None


def test_a_second_lab_gives_evidence_of_its_own() -> None:
    assert said(lead.for_skill("a", standing(FIRST), SHELF)) == ("second", "It would give evidence from another lab.")


def test_what_is_begun_goes_first_and_says_how_far_it_is() -> None:
    going = replace(NOTHING, begun=begun("third"))
    why = "You have passed 2 of its 6 checks. It would give the first evidence."
    assert said(lead.for_skill("b", going, SHELF)) == ("third", why)
    assert said(lead.for_skills("ab", going, SHELF))[0] == "third"


def test_where_every_lab_is_done_a_measured_change_would_be_more_certain() -> None:
    alone = shelf(FIRST)
    assert "more certain" in said(lead.for_skill("a", standing(FIRST, Level.CHECKED), alone))[1]
    assert lead.for_skill("a", standing(FIRST), alone) is None


def test_for_several_skills_it_is_the_lab_that_shows_most_that_is_new() -> None:
    why = "It would give the first evidence for: skill a, skill b, skill c and 2 more."
    assert said(lead.for_skills("abcde", NOTHING, SHELF)) == ("second", why)
    assert said(lead.for_skills("ab", standing(FIRST), SHELF)) == (
        "second",
        "It would give the first evidence for: skill b.",
    )
    assert lead.for_skills("a", standing(FIRST), SHELF) is None


def test_a_lab_about_other_labs_waits_for_a_measured_change() -> None:
    found = shelf(FIRST, ABOUT)
    assert lead.for_skills("e", NOTHING, found) is None
    assert said(lead.for_skills("e", standing(FIRST), found))[0] == "about"


def test_who_is_new_begins_at_the_beginning() -> None:
    assert said(lead.for_anyone(NOTHING, SHELF)) == ("first", "This is where to begin.")
    assert lead.for_anyone(NOTHING, shelf()) is None


def test_who_is_in_the_middle_goes_on_with_the_last() -> None:
    going = replace(standing(FIRST), begun=begun("third", "second"))
    assert said(lead.for_anyone(going, SHELF))[0] == "second"
    assert said(lead.for_anyone(standing(FIRST), SHELF))[0] == "second"
