"""The people of one's own machine: a learner, an instructor, and the small cohort they share."""

from perfgym.accounts.models import Person, SignInLink
from perfgym.cohorts.models import Cohort

COHORT = "Performance 1"


def sign_in_links(base_url: str) -> tuple[str, str]:
    """One-time links for the local learner and the local instructor; makes both people and their cohort if missing."""
    learner = _person("learner", Person.Role.LEARNER)
    instructor = _person("instructor", Person.Role.INSTRUCTOR)
    cohort, _ = Cohort.objects.get_or_create(name=COHORT)
    cohort.members.add(learner)
    cohort.instructors.add(instructor)
    paths = [SignInLink.objects.issue(person) for person in (learner, instructor)]
    return base_url + paths[0], base_url + paths[1]


def _person(name: str, role: Person.Role) -> Person:
    person, made = Person.objects.get_or_create(username=name, defaults={"role": role})
    if made:
        person.set_unusable_password()
        person.save()
    return person
