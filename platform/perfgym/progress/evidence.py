"""What counts for the checks of a round: a person's runs and portfolio entries of its lab."""

from datetime import datetime

from perfgym.checks.evidence import Evidence
from perfgym.portfolio.models import Entry
from perfgym.progress.models import Round
from perfgym.runs import own


def of(going: Round, until: datetime | None = None) -> Evidence:
    """All runs in the first round; later only those since the round began; those alone that were over by `until`."""
    since = going.begun_at if going.number > 1 else None
    entries = Entry.objects.filter(owner=going.owner, run__lab=going.lab).order_by("-changed_at")
    if since is not None:
        entries = entries.filter(changed_at__gte=since)
    words = list(entries.values_list("words", flat=True)[: own.LATEST])
    return own.evidence(going.owner, going.lab, since, words, until)
