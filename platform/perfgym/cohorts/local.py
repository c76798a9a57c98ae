"""The people of one's own machine: a learner, an instructor, and the small cohort they share."""

from perfgym.accounts.local import INSTRUCTOR, LEARNER
from perfgym.accounts.models import Person, Role, SignInLink
from perfgym.catalog import library
from perfgym.cohorts.models import Cohort
from perfgym.workspaces.models import Workspace

COHORT = "Performance 1"
TOUR = "first-measurement"  # the lab that a learner who has begun nothing starts in


def sign_in_links(base_url: str) -> tuple[str, str]:
    """One-time links for the local learner and the local instructor; makes both people and their cohort if missing."""
    learner = _person(LEARNER, Role.LEARNER)
    instructor = _person(INSTRUCTOR, Role.INSTRUCTOR)
    mine = Cohort.objects.filter(instructors=instructor).order_by("pk")
    cohort = mine.filter(name=COHORT).first() or Cohort.found(COHORT, instructor)
    cohort.members.add(learner)
    learner_path, instructor_path = (SignInLink.objects.issue(person) for person in (learner, instructor))
    return base_url.rstrip("/") + learner_path + _way(learner), base_url.rstrip("/") + instructor_path


def _way(learner: Person) -> str:
    """To the tour for whoever has not begun any lab; to the catalogue otherwise."""
    begun = Workspace.objects.filter(owner=learner).exists()
    return "" if begun or TOUR not in library.default().labs else f"?next=/labs/{TOUR}/work/"


def _person(name: str, role: Role) -> Person:
    person = Person.objects.filter(username=name).first() or Person(username=name, role=role)
    if not person.pk:
        person.set_unusable_password()
        person.save()
    return person
