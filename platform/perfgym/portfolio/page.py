"""What an entry's page shows, whoever looks at it: computed from the run's evidence."""

from collections.abc import Sequence
from typing import Any

from perfgym.catalog import library
from perfgym.measure import bundle
from perfgym.portfolio import changes, headline
from perfgym.portfolio.changes import Remark
from perfgym.portfolio.models import Entry
from perfgym.runs import report


def of(entry: Entry, remarks: Sequence[Remark] = ()) -> dict[str, Any]:
    """The template's context; `remarks` stand beside the lines of the diff that they are about."""
    run = entry.run
    raw = bytes(run.evidence.bundle)
    content = bundle.read(raw)
    return {
        "entry": entry,
        "run": run,
        "lab": library.default().labs.get(run.lab),
        "result": run.result,
        "headline": headline.of(run.result),
        "files": changes.with_remarks(changes.of(run, content.files), remarks),
        "evidence_bytes": len(raw),
        "problems": bundle.verify(raw),
        "host": run.fingerprint.get("host", {}),
        **report.comparison(run, content),
    }
