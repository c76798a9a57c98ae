"""What an entry's page shows, whoever looks at it: computed from the run's evidence."""

from collections.abc import Sequence
from typing import Any

from perfgym.catalog import library
from perfgym.measure import bundle
from perfgym.portfolio import changes, headline
from perfgym.portfolio.changes import Remark
from perfgym.portfolio.models import Entry, Sharing
from perfgym.portfolio.shows import EVERYTHING, Shows
from perfgym.runs import report


def of(entry: Entry, remarks: Sequence[Remark] = (), *, shows: Shows = EVERYTHING) -> dict[str, Any]:
    """The template's context; `remarks` stand beside the lines of the diff that they are about.

    What is not among `shows` is not in it: no template can show it by mistake.
    """
    run = entry.run
    sharing = Sharing.of(entry.owner)
    raw = bytes(run.evidence.bundle)
    content = bundle.read(raw)
    return {
        "entry": entry,
        "run": run,
        "lab": library.default().labs.get(run.lab),
        "result": run.result,
        "headline": headline.of(run.result),
        "shows": shows,
        "report": entry.words if shows.report else "",
        "author": sharing.name,
        "author_url": sharing.url if entry.is_public and sharing.is_public else "",
        "files": changes.with_remarks(changes.of(run, content.files), remarks) if shows.change else [],
        "evidence_bytes": len(raw),
        "problems": bundle.verify(raw),
        "host": run.fingerprint.get("host", {}) if shows.machine else {},
        **report.comparison(run, content),
    }
