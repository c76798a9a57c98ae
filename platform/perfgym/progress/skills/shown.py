"""What entries show of somebody's skills to a reader: nothing but these entries is looked at."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from perfgym.catalog import library
from perfgym.catalog.manifest.shelf import Skill
from perfgym.measure.rule import Verdict
from perfgym.portfolio.models import Entry
from perfgym.progress.skills.evidence import Evidence, Level, sorted_by_skill


class Shown(NamedTuple):
    """A skill, and what is behind it, the most certain first."""

    skill: Skill
    behind: tuple[Evidence, ...]


def of_entries(entries: Iterable[Entry]) -> Sequence[Shown]:
    """The skills that these entries show, in the order of the skill map.

    Give entries that the reader may see, with `run` and `owner` selected and `submissions` prefetched. A check passed
    in a guide is not in an entry, so skills that only such checks show are not among them.
    """
    behind = sorted_by_skill(pair for entry in entries for pair in _of(entry))
    return [Shown(skill, behind[name]) for name, skill in library.default().skills.items() if name in behind]


def _of(entry: Entry) -> Iterator[tuple[str, Evidence]]:
    found = library.default()
    lab = found.labs.get(entry.run.lab)
    if lab is None:
        return
    decided = _accepted_at(entry) if entry.shows_review else []
    if not decided and not (entry.run.result.get("verdict") == Verdict.FASTER and entry.run.points):
        return
    level = Level.ACCEPTED if decided else Level.MEASURED
    at = max(decided, default=entry.run.finished_at or entry.run.created_at)
    one = Evidence(lab, level, entry.sentence, at, entry.public_url)
    yield from ((name, one) for name in lab.skills if name in found.skills and found.skills[name].shown_by == "change")


def _accepted_at(entry: Entry) -> list[datetime]:
    return [each.decided_at or each.submitted_at for each in entry.submissions.all() if each.state == "accepted"]
