"""What an entry's page shows, whoever looks at it: computed from the run's evidence."""

from collections.abc import Mapping, Sequence
from typing import Any

from perfgym.catalog import library
from perfgym.charts import words
from perfgym.measure import bundle
from perfgym.portfolio import beside, changes, costs, headline, limits, written
from perfgym.portfolio.changes import Remark, ShownFile
from perfgym.portfolio.models import Entry, Sharing
from perfgym.portfolio.shows import Shows
from perfgym.runs import report
from perfgym.runs.models import Run
from perfgym.runs.report import facts, kept


def of(
    entry: Entry, remarks: Sequence[Remark] = (), *, shows: Shows | None = None, owner: bool = False
) -> dict[str, Any]:
    """The template's context; `remarks` stand beside the lines of the diff that they are about.

    What is not among `shows` (what its owner shows anybody, unless another is given) is not in it: no template can show
    it by mistake. For its `owner` the words say more of their numbers.
    """
    shows = shows or entry.shows
    run, sharing = entry.run, Sharing.of(entry.owner)
    checked = kept.of(run, "evidence of an entry", lambda: _checked(run))
    compared = report.comparison(run)
    files = _files(run, checked["kept_changes"], remarks) if shows.change else []
    host = run.fingerprint.get("host", {}) if shows.machine else {}
    return {
        "evidence_bytes": checked["evidence_bytes"],
        "problems": checked["problems"],
        **compared,
        **(beside.of(run) if shows.change else {}),
        "entry": entry,
        "run": run,
        "lab": library.default().labs.get(run.lab),
        "result": run.result,
        "shows": shows,
        "author": sharing.name,
        "author_url": sharing.url if entry.is_public and sharing.is_public else "",
        "heads": heads(compared["figures"], run.result),
        "headline": headline.of(entry.title, run.result, host),
        "written": written.of(entry, owner=owner) if shows.report else None,
        "voice": "owner" if owner else "reader",
        "files": files,
        "costs": costs.of(run.result, compared["guards"], [one.diff for one in files]),
        "limits": limits.of(run, host),
        "facts": facts.of(run) if shows.machine else [],
        "host": host,
    }


def heads(figures: Sequence[dict[str, str]], result: Mapping[str, Any]) -> list[dict[str, str]]:
    """The figures at the head of the page: few enough to be read at a glance; the rest is in the tables."""
    shown = [row for row in figures if not row["label"].startswith("99 %")]
    side = result.get("side") or {}
    was, now = ((side.get(arm) or {}).get("queries") for arm in ("before", "after"))
    if was is None or now is None:
        return shown
    return [*shown, {"label": "queries a request", "change": words.change(was, now)}]


def _checked(run: Run) -> dict[str, Any]:
    """The evidence read once: about how large it is to download, what is wrong with it, the change that it keeps."""
    content = bundle.read(bytes(run.evidence.bundle))
    return {
        "evidence_bytes": sum(map(len, content.members.values())),  # what is signed is not compressed
        "problems": bundle.problems(content),
        "kept_changes": content.files,
    }


def _files(run: Run, in_evidence: dict[str, str] | None, remarks: Sequence[Remark]) -> list[ShownFile]:
    lab = library.default().labs.get(run.lab)
    name = f"changes {lab.digest if lab else ''} {kept.mark(run)}"
    diffs = kept.remembered(name, lambda: {"files": changes.with_remarks(changes.of(run, in_evidence), [])})["files"]
    return changes.with_remarks([one.diff for one in diffs], remarks) if remarks else list(diffs)
