"""Texts that a learner wrote in one lab about what they did in another."""

from collections.abc import Sequence

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.checks.kinds.document import LAB
from perfgym.progress.models import Answer


def about(person: Person, lab: Lab) -> Sequence[Lab]:
    """The labs in which this person passed a text about `lab`, by name."""
    passed = Answer.objects.filter(round__owner=person, passed=True, **{f"given__{LAB}": lab.title})
    slugs = passed.order_by("round__lab").values_list("round__lab", flat=True).distinct()
    labs = library.default().labs
    return [labs[slug] for slug in slugs if slug in labs]
