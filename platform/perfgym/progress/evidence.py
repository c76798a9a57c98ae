"""What counts for the checks of a round: a person's runs and portfolio entries of its lab."""

from dataclasses import replace
from datetime import datetime

from perfgym.catalog import library
from perfgym.checks.evidence import Compared, Evidence, Written
from perfgym.portfolio.models import Entry
from perfgym.progress import explained
from perfgym.progress.models import Round
from perfgym.runs import own
from perfgym.runs.otherlabs import Labs


def of(going: Round, until: datetime | None = None) -> Evidence:
    """All runs in the first round; later only those since the round began; those alone that were over by `until`.

    Of a lab that runs nothing: those of the other labs, all of them.
    """
    lab = library.default().labs.get(going.lab)
    if lab is not None and lab.runs_on is None:
        return Evidence(labs=Labs(going.owner))
    since = going.begun_at if going.number > 1 else None
    entries = Entry.objects.filter(owner=going.owner, run__lab=going.lab).order_by("-changed_at")
    if since is not None:
        entries = entries.filter(changed_at__gte=since)
    written = [Written(entry.words, _about(entry)) for entry in entries.select_related("run__snapshot")[: own.LATEST]]
    found = own.evidence(going.owner, going.lab, since, written, until)
    return replace(found, explained=explained.of(going.owner, going.lab, since))


def _about(entry: Entry) -> Compared | None:
    return own.compared(entry.run) if entry.run.result.get("ratio") else None
