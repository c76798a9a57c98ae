"""A prediction that was made before a run, and what the run then showed. Nobody can change one; new ones are added."""

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now

from perfgym.accounts.models import Person
from perfgym.checks.interval import Interval
from perfgym.checks.kinds import predict
from perfgym.checks.kinds.predict import PredictAsked
from perfgym.runs.models import Kind, Run, State

if TYPE_CHECKING:
    from perfgym.progress.models import Answer


class PredictionQuerySet(models.QuerySet["Prediction"]):
    def of(self, person: Person, lab: str | None = None) -> Self:
        mine = self.filter(answer__round__owner=person)
        return mine if lab is None else mine.filter(answer__round__lab=lab)

    def told(self) -> Self:
        """Those that a run has answered."""
        return self.filter(value__isnull=False)

    def counting(self) -> Self:
        """Those that points and calibration are computed from."""
        return self.told().filter(counts=True)

    def waiting(self) -> Self:
        """Those that no run has answered, where a run of their kind has ended since they were last looked at."""
        ended = Run.objects.filter(
            owner=OuterRef("answer__round__owner"),
            lab=OuterRef("answer__round__lab"),
            kind=OuterRef("kind"),
            state=State.FINISHED,
            created_at__gt=OuterRef("answer__at"),
        )
        unseen = ended.filter(Q(finished_at__gte=OuterRef("looked_at")) | Q(finished_at__isnull=True))
        return self.filter(Exists(ended), value__isnull=True).filter(Q(looked_at__isnull=True) | Exists(unseen))


class Prediction(models.Model):
    """What somebody expected; `asked` is the check as it stood then.

    `counts` once a run has answered it: no run had shown it before, and nothing else was predicted in between.
    """

    answer = models.OneToOneField("progress.Answer", on_delete=models.CASCADE, related_name="prediction")
    kind = models.CharField(max_length=10, choices=Kind.choices)  # of the runs that can answer it
    asked = models.JSONField()
    low = models.FloatField()
    best = models.FloatField()
    high = models.FloatField()
    looked_at = models.DateTimeField(null=True, blank=True)  # when runs were last held against it
    run = models.ForeignKey(Run, null=True, blank=True, on_delete=models.SET_NULL, related_name="predictions")
    value = models.FloatField(null=True, blank=True)
    counts = models.BooleanField(default=False)

    objects = PredictionQuerySet.as_manager()

    class Meta:
        app_label = "progress"
        constraints = [
            models.CheckConstraint(
                condition=Q(low__gt=0, best__gte=F("low"), high__gte=F("best")), name="prediction_rises"
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="prediction_kind_known"),
            models.CheckConstraint(
                condition=Q(value__isnull=False) | Q(run__isnull=True, counts=False), name="answered_with_a_value"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.expected} in {self.answer}"

    @classmethod
    def keep(cls, answer: "Answer", asked: PredictAsked, interval: Interval) -> "Prediction":
        """Store what was said in an answer. Runs that were asked for before it are never held against it."""
        kind = Kind.EXPLORE if asked.source == "load_test" else Kind.COMPARE
        said = asked.model_dump(mode="json")
        numbers = {"low": interval.low, "best": interval.best, "high": interval.high}
        return cls.objects.create(answer=answer, kind=kind, asked=said, **numbers)

    @property
    def asks(self) -> PredictAsked:
        return PredictAsked.model_validate(self.asked)

    @property
    def interval(self) -> Interval:
        return Interval(self.low, self.best, self.high)

    @property
    def is_inside(self) -> bool:
        return self.value is not None and self.interval.holds(self.value)

    @property
    def share(self) -> float:
        """The share of the points that it earns."""
        return self.interval.share(self.value) if self.value is not None and self.counts else 0.0

    @property
    def expected(self) -> str:
        """ "2.0x, between 1.5x and 2.5x"."""
        return predict.in_words(self.asks, self.interval)

    @property
    def result(self) -> str:
        """ "2.4x", once there is one."""
        return "" if self.value is None else predict.said(self.asks, self.value)

    @property
    def where(self) -> str:
        """How the result lies to the range, as the end of a sentence."""
        if self.value is None:
            return ""
        return "inside the range" if self.is_inside else f"{'below' if self.value < self.low else 'above'} the range"

    def tell(self, run: Run, value: float, counts: bool) -> None:
        """Keep what a run has shown; the first one to say so is kept."""
        mine = type(self).objects.filter(pk=self.pk, value__isnull=True)
        mine.update(run=run, value=value, counts=counts, looked_at=Now())
        self.refresh_from_db()
