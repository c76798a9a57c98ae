"""What a learner is told of a run that waits: its place in the fair order, and about how long it will be."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db.models import F, Max
from django.db.models.functions import Now

from perfgym.runs import presence
from perfgym.runs.forecast import Learner, Station, Waiting, starts
from perfgym.runs.models import HELD, Kind, Run, State

RECENT = 20  # comparisons from which the time of the next is expected
FIRST_GUESS = 60.0  # seconds of a comparison where there was none yet
POD_SECONDS = 6.0  # around a load test: its pod starts and stops
SOON = 5.0  # seconds, for a run that takes longer than expected
ALL = tuple(Kind)
PLACES = ("Next", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth", "Ninth", "Tenth")
OWN_WORK_SECONDS = 60.0  # that a worker's own work is expected to take
OWN_WORK = {  # what a worker does before it takes runs, by the state that it announces
    "checking": "before yours, this machine measures two identical versions: its verdicts count only if it calls them "
    "the same",
    "preparing": "before yours, this machine gets its apps ready; the first time, this takes some minutes",
}
NOBODY = (
    "no measuring machine is connected to this site now, so nothing runs; this run starts as soon as one is. Whoever "
    "looks after the site starts one with “perfgym worker”"
)


@dataclass(frozen=True)
class Outlook:
    """`place` is 0 for a run that does not wait; `seconds` is None where nobody can tell."""

    place: int = 0
    seconds: float | None = None
    obstacle: str = ""  # why nothing runs, or not yet
    left: float | None = None  # seconds until a run at work is over; below zero: it takes longer than the last ones

    @property
    def sentence(self) -> str:
        if not self.place:
            return ""
        return f"{_nth(self.place)} in line{'' if self.seconds is None else _about(self.seconds)}."


def outlook(run: Run) -> Outlook:
    if run.state in HELD:
        return Outlook(left=_left(run))
    if run.state != State.QUEUED:
        return Outlook()
    here = presence.workers()
    waiting, held, typical = _waiting(), _held(), _typical()
    order = [
        Waiting(str(pk), owner, kind, -ago, _takes(kind, asked, typical)) for pk, owner, kind, asked, ago in waiting
    ]
    learners, remaining = _learners(waiting, held, typical)
    times = starts(order, learners, [_station(one, remaining) for one in here])
    if str(run.pk) in times:
        return Outlook(list(times).index(str(run.pk)) + 1, times[str(run.pk)], _own_work(here))
    anywhere = starts(order, learners, [Station(0, ALL)])
    place = list(anywhere).index(str(run.pk)) + 1 if str(run.pk) in anywhere else 0
    return Outlook(place, None, _obstacle(run, here))


def _nth(place: int) -> str:
    """The place as one says it: "Next", "Second", ..., "11th"."""
    if place <= len(PLACES):
        return PLACES[place - 1]
    ending = {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th") if place % 100 not in (11, 12, 13) else "th"
    return f"{place}{ending}"


def _about(seconds: float) -> str:
    minutes = math.ceil(seconds / 60)
    if seconds < SOON:
        return "; it starts in a moment"
    return f"; it starts in about {minutes} minutes" if minutes > 1 else "; it starts within a minute or so"


def _obstacle(run: Run, here: Sequence[Mapping[str, Any]]) -> str:
    if not here:
        return NOBODY
    closed = not any(run.kind in _kinds(one) for one in here)
    return str(here[0]["message"]) if closed else ""


def _own_work(here: Sequence[Mapping[str, Any]]) -> str:
    """What every worker does before it takes a run; nothing where one is free for runs."""
    doing = [OWN_WORK.get(one["state"], "") for one in here]
    return doing[0] if doing and all(doing) else ""


def _station(worker: Mapping[str, Any], remaining: Mapping[str, float]) -> Station:
    own = OWN_WORK_SECONDS if worker["state"] in OWN_WORK else 0.0
    return Station(remaining.get(worker["name"], own), _kinds(worker))


def _kinds(worker: Mapping[str, Any]) -> tuple[Kind, ...]:
    """What a worker takes in the state that it has announced."""
    return {"testing": (), "barred": (), "unfit": (Kind.EXPLORE, Kind.TRIAL)}.get(worker["state"], ALL)


Row = tuple[Any, int, str, Mapping[str, Any], float]


def _waiting() -> list[Row]:
    """(id, owner, kind, settings, seconds since it was asked for) of every run that waits."""
    rows = Run.objects.filter(state=State.QUEUED).annotate(ago=Now() - F("created_at"))
    found = rows.values_list("pk", "owner", "kind", "settings", "ago")
    return [(pk, owner, kind, settings, ago.total_seconds()) for pk, owner, kind, settings, ago in found]


def _held() -> list[dict[str, Any]]:
    rows = Run.objects.filter(state__in=HELD).annotate(ago=Now() - F("started_at"))
    return [dict(row) for row in rows.values("owner", "kind", "settings", "worker", "ago")]


def _left(run: Run) -> float:
    """Seconds from now until it should be over."""
    ago = Run.objects.filter(pk=run.pk).annotate(ago=Now() - F("started_at")).values_list("ago", flat=True).get()
    return _takes(run.kind, run.settings, _typical()) - (ago.total_seconds() if ago else 0.0)


def _learners(
    waiting: Sequence[Row], held: Sequence[Mapping[str, Any]], typical: float
) -> tuple[dict[int, Learner], dict[str, float]]:
    """What is known of who waits or has a run at work; and in how many seconds each worker at work is free."""
    owners = {row[1] for row in waiting}
    served = Run.objects.filter(owner__in=owners).values("owner").annotate(ago=Now() - Max("started_at"))
    found = {one["owner"]: Learner(-one["ago"].total_seconds()) for one in served if one["ago"] is not None}
    remaining: dict[str, float] = {}
    for one in held:
        left = max(SOON, _takes(one["kind"], one["settings"], typical) - one["ago"].total_seconds())
        remaining[one["worker"]] = left
        found[one["owner"]] = Learner(-one["ago"].total_seconds(), left)
    return found, remaining


def _takes(kind: str, settings: Mapping[str, Any], typical: float) -> float:
    """Seconds that a run is expected to take."""
    return typical if kind == Kind.COMPARE else float(settings.get("seconds", 0)) + POD_SECONDS


def _typical() -> float:
    """Seconds of a comparison: the median of the last ones that came to a verdict."""
    ended = Run.objects.judged().filter(started_at__isnull=False).order_by("-finished_at")
    spans = ended.annotate(span=F("finished_at") - F("started_at")).values_list("span", flat=True)[:RECENT]
    return median(span.total_seconds() for span in spans) if spans else FIRST_GUESS
