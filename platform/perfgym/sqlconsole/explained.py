"""The measured plans that a person has made in the console of a lab, as far as their results are kept."""

from collections.abc import Sequence
from datetime import datetime

from perfgym.accounts.models import Person
from perfgym.checks.evidence import Explained
from perfgym.sqlconsole.statement import How, Statement

LATEST = 20


def of(person: Person, lab: str, since: datetime | None) -> Sequence[Explained]:
    """The newest first."""
    mine = Statement.objects.filter(session__owner=person, session__lab=lab, how=How.ANALYZE, ended_at__isnull=False)
    if since is not None:
        mine = mine.filter(ended_at__gte=since)
    newest = mine.order_by("-pk")[:LATEST]
    return [
        Explained(one.ended_at, one.text, str(one.shown["plan"]))
        for one in newest
        if one.ended_at and one.shown and one.shown.get("plan")
    ]
