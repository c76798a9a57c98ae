"""What an entry's page shows, whoever looks at it: computed from the run's evidence."""

from typing import Any

from perfgym.measure import bundle
from perfgym.portfolio.models import Entry
from perfgym.runs import report
from perfgym.workspaces.diff import unified


def of(entry: Entry) -> dict[str, Any]:
    """The template's context."""
    run = entry.run
    own_test = run.current_lab().own_test
    changed = [diff for diff in unified(run.before_files(), run.after_files()) if diff.path != own_test]
    return {
        "entry": entry,
        "run": run,
        "lab": run.current_lab(),
        "result": run.result,
        "diffs": changed,
        "evidence_bytes": len(run.evidence.bundle),
        "problems": bundle.verify(bytes(run.evidence.bundle)),
        **report.comparison(run),
    }
