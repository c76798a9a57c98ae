"""What a person has explained in the SQL console, for the checks. That room lies above this one, so it comes to us."""

from collections.abc import Callable, Sequence
from datetime import datetime

from perfgym.accounts.models import Person
from perfgym.checks.evidence import Explained

Source = Callable[[Person, str, datetime | None], Sequence[Explained]]  # (person, lab, since)

SOURCES: list[Source] = []  # filled as Django starts


def of(person: Person, lab: str, since: datetime | None) -> tuple[Explained, ...]:
    """The newest first."""
    return tuple(one for source in SOURCES for one in source(person, lab, since))
