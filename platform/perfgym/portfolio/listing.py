"""Entries as a list shows them: a sentence, its interval, where it stands; without what only their own pages show."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import BooleanField, Case, F, Q, QuerySet, TextChoices, Value, When
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from perfgym.charts import interval
from perfgym.charts.scale import RatioAxis
from perfgym.measure.rule import Verdict
from perfgym.portfolio import story
from perfgym.portfolio.models import Entry
from perfgym.portfolio.story import Told

SAID = ("verdict", "reason", "ratio", "interval", "guards")  # of a result: what its sentence is made of
COLUMNS = (
    "title", "slug", "visibility", "key", "place", "shows_review",
    "owner__handle", "owner__username", "owner__first_name", "owner__last_name",
    "run__lab", "run__created_at", "run__finished_at", "run__points",
)  # fmt: skip


class State(TextChoices):
    """Where an entry stands; the owner's list can be cut down to one of these."""

    PRIVATE = "private", "private"
    SHARED = "shared", "shared"
    SUBMITTED = "submitted", "in review"
    ACCEPTED = "accepted", "accepted"


class Missing(TextChoices):
    """What an entry still lacks."""

    WORDS = "words", "say what changed and why"
    STORY = "story", "tell it as a story"
    REST = "rest", "finish its story"
    REVIEW = "review", "submit it for review"


@dataclass(frozen=True)
class Row:
    """One entry of a list, drawn on the axis of all of them."""

    entry: Entry
    axis: RatioAxis | None

    @cached_property
    def claim(self) -> tuple[str, str]:
        """The sentence, parted before how certain it is: ("2.4x faster", ", certain between 2.2x and 2.6x")."""
        sentence = self.entry.sentence
        at = min((found for mark in (", ", ": ", "; ") if (found := sentence.find(mark)) > 0), default=len(sentence))
        return sentence[:at], sentence[at:]

    @property
    def is_faster(self) -> bool:
        return bool(self.entry.run.result.get("verdict") == Verdict.FASTER)

    @property
    def picture(self) -> SafeString:
        """The interval; nothing where there is no verdict. The sentence beside it says the same."""
        ends = _ends(self.entry)
        return SafeString("") if not ends or self.axis is None else _drawn(self.axis, *ends)

    @cached_property
    def states(self) -> list[str]:
        """Of its submissions."""
        return [each.state for each in self.entry.submissions.all()]

    @property
    def is_accepted(self) -> bool:
        return State.ACCEPTED in self.states

    @property
    def says_accepted(self) -> bool:
        """To others: whether it was accepted, where the owner shows reviews."""
        return self.is_accepted and self.entry.shows_review

    @property
    def is_in(self) -> set[State]:
        found = {State.SHARED if self.entry.is_shared else State.PRIVATE}
        if self.states:
            found.add(State.ACCEPTED if self.is_accepted else State.SUBMITTED)
        return found

    @cached_property
    def story_url(self) -> str:
        """Where others read its story, if they may."""
        entry: Any = self.entry
        return entry.public_story_url if entry.has_shown_story else ""

    def missing(self, in_cohort: bool) -> list[tuple[str, str]]:
        """(address, what to do there), in the order in which one would; only who is in a cohort can submit."""
        entry: Any = self.entry
        edit, tell = entry.get_absolute_url(), reverse("story_edit", args=[entry.pk])
        begun = Missing.REST if entry.told == Told.BEGUN else Missing.STORY
        open_ = [
            (not entry.has_words, Missing.WORDS, edit),
            (entry.told != Told.WHOLE, begun, tell),
            (in_cohort and not self.states, Missing.REVIEW, f"{edit}#review"),
        ]
        return [(where, str(what.label)) for is_open, what, where in open_ if is_open]


@dataclass(frozen=True)
class Listing:
    """Entries in their owner's order, on one axis of ratios."""

    rows: Sequence[Row]
    axis: RatioAxis | None

    @property
    def ruler(self) -> SafeString:
        """What the axis of the pictures says; nothing where no entry has a picture."""
        return SafeString("") if self.axis is None else _ruler(self.axis)

    def counts(self) -> list[tuple[State, int]]:
        """How many entries are in each state that there is one of."""
        found = [(state, sum(state in row.is_in for row in self.rows)) for state in State]
        return [(state, count) for state, count in found if count]

    def only(self, state: State | None) -> "Listing":
        """Those in a state; all for None. The axis stays."""
        return self if state is None else Listing([row for row in self.rows if state in row.is_in], self.axis)


def of(entries: "QuerySet[Entry]") -> Listing:
    """In two queries, however many there are."""
    found = brief(entries.prefetch_related("submissions"), SAID)
    axis = _fitting(found)
    return Listing([Row(each, axis) for each in found], axis)


def brief(entries: "QuerySet[Entry]", said_of: Iterable[str]) -> list[Entry]:
    """In order, without fingerprints and texts, which may be of any size; to be shown, not to be saved.

    Of its run's result each has these keys alone. `told`, `has_words` and `has_shown_story` come from the database.
    """
    said = JSONObject(**{name: F(f"run__result__{name}") for name in said_of})
    has_words = Case(When(words="", then=Value(False)), default=Value(True), output_field=BooleanField())
    shown = Case(When(Q(story__shown=True), then=Value(True)), default=Value(False), output_field=BooleanField())
    kept = entries.select_related("owner", "run").only(*COLUMNS)
    found: list[Any] = list(
        kept.annotate(said=said, has_words=has_words, told=story.told(), has_shown_story=shown).order_by("-place")
    )
    for entry in found:
        entry.run.result = entry.said
    return found


def _ends(entry: Entry) -> tuple[float, float, float] | None:
    """(low, high, ratio) of a result that has them."""
    ratio, ends = (entry.run.result.get(name) for name in ("ratio", "interval"))
    return (ends[0], ends[1], ratio) if ratio and ends else None


def _fitting(entries: Iterable[Entry]) -> RatioAxis | None:
    ends = [each for entry in entries if (each := _ends(entry))]
    return RatioAxis.fitting([], min(low for low, *_ in ends), max(high for _, high, _ in ends)) if ends else None


@lru_cache(maxsize=4096)
def _drawn(axis: RatioAxis, low: float, high: float, ratio: float) -> SafeString:
    return mark_safe(interval.interval(axis, low, high, ratio))  # noqa: S308  # drawn by us from numbers


@lru_cache(maxsize=256)
def _ruler(axis: RatioAxis) -> SafeString:
    return mark_safe(interval.ruler(axis))  # noqa: S308  # drawn by us from numbers
