"""A learner's session: asked for by the site, held by a worker. The row is all that the two have in common."""

import uuid
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Self, TypeVar, cast

from django.apps import apps
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now

from perfgym import storable
from perfgym.accounts.models import Person
from perfgym.catalog.lab import Lab
from perfgym.runs import presence
from perfgym.runs.claim import LEASE

if TYPE_CHECKING:
    from perfgym.sittings.errand import ErrandQuerySet

KEPT = timedelta(days=1)  # an ended session, what was asked for in it, and its last results
S = TypeVar("S", bound="HeldSession")


class State(models.TextChoices):
    WAITING = "waiting", "waiting for a place"
    OPENING = "opening", "opening"
    OPEN = "open", "open"
    ENDED = "ended", "ended"


class Why(models.TextChoices):
    """Why a session is over."""

    LEARNER = "learner", "You ended this session."
    REPLACED = "replaced", "You opened another session, and one is what a learner has at a time."
    IDLE = "idle", "It was not used for a long while, so the session was ended to make room for others."
    TOTAL = "total", "The session reached the longest time that one may take."
    WORKER = "worker", "The machine that ran this session stopped or was lost. That is not your doing."
    PLATFORM = "platform", "Something broke on our side."


HELD = (State.OPENING, State.OPEN)
CLOSED = ("testing", "barred")  # states of workers that take nothing
LIVE = (State.WAITING, *HELD)


class SessionQuerySet(models.QuerySet[S]):
    def visible_to(self, person: Person) -> Self:
        """Own sessions, and nobody else's: what one tries while learning is nobody's to read."""
        return self.filter(owner=person)

    def live(self) -> Self:
        return self.filter(state__in=LIVE)

    def one(self, person: Person, lab: Lab, **wanted: Any) -> S:
        """The learner's live session for this lab, with these values: the one there is, or a new one in place of
        another."""
        with transaction.atomic():
            Person.objects.select_for_update().get(pk=person.pk)  # two clicks at once get one session
            mine = self.filter(owner=person)
            if there := mine.live().filter(lab=lab.slug, **wanted).first():
                return there
            for other in mine.live():
                other.end(Why.REPLACED)
            mine.filter(state=State.ENDED, lab=lab.slug).delete()
            return self.create(owner=person, lab=lab.slug, **wanted)

    def claim(self, worker: str) -> S | None:
        """Take the session that has waited longest, if one waits."""
        with transaction.atomic():
            found = self.select_for_update(skip_locked=True).filter(state=State.WAITING).order_by("created_at").first()
            if found is None:
                return None
            self.filter(pk=found.pk).update(
                state=State.OPENING, worker=worker, fence=F("fence") + 1, lease_until=Now() + LEASE
            )
            found.refresh_from_db()
        return found

    def tidy(self, idle: float) -> None:
        """End what lost its worker or was waited for by nobody; forget what ended long ago."""
        for lost in self.filter(state__in=HELD, lease_until__lt=Now()):
            lost.end(Why.WORKER)
        for left in self.filter(state=State.WAITING, seen_at__lt=Now() - timedelta(seconds=idle)):
            left.end(Why.IDLE)
        self.filter(state=State.ENDED, ended_at__lt=Now() - KEPT).delete()

    def alive(self) -> list[tuple[str, int]]:
        """(session id, fence) of every session that some worker rightly holds: what the reaper must leave alone."""
        rows = self.filter(state__in=HELD, lease_until__gt=Now()).values_list("pk", "fence")
        return [(str(pk), fence) for pk, fence in rows]


class HeldSession(models.Model):
    """One pod of a learner's own, from its opening to its end. A room adds the kind of its errands."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="%(app_label)s_sessions")
    lab = models.SlugField(max_length=80)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=10, choices=Why.choices, blank=True)
    message = models.TextField(blank=True)
    worker = models.CharField(max_length=120, blank=True)
    fence = models.PositiveIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())  # last looked at by the learner's page
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        indexes = [models.Index(fields=["state", "created_at"])]

    @classmethod
    def sessions(cls) -> SessionQuerySet[Self]:
        """All of this kind."""
        return cast("SessionQuerySet[Self]", cls._default_manager.all())

    @property
    def errands(self) -> "ErrandQuerySet[Any]":
        """What was asked for in it."""
        raise NotImplementedError

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    def place(self) -> int:
        """Place among those that wait, from 1."""
        return 1 + self.sessions().filter(state=State.WAITING, created_at__lt=self.created_at).count()

    def obstacle(self) -> str:
        """Why no worker that is here takes this waiting session; empty where one will, or where none is here."""
        here = presence.workers() if self.state == State.WAITING else []
        return here[0]["message"] if here and all(one["state"] in CLOSED for one in here) else ""

    def held(self) -> SessionQuerySet[Self]:
        """This row, as long as it is held under the fence that this object knows."""
        return self.sessions().filter(pk=self.pk, fence=self.fence, state__in=HELD)

    def beat(self) -> bool:
        """Extend the lease. False when the session is over or someone else's."""
        return self.held().update(lease_until=Now() + LEASE) == 1

    def opened(self) -> bool:
        return self.held().update(state=State.OPEN) == 1

    def looked_at(self) -> None:
        """Say that the learner still waits for it; what nobody waits for gives its place up."""
        self.sessions().filter(pk=self.pk, state=State.WAITING).update(seen_at=Now())

    def end(self, why: Why, message: str = "") -> bool:
        """End it, once; what was still to do is not done. False when it was over already, or under another fence."""
        rows = self.sessions().filter(pk=self.pk, fence=self.fence, state__in=LIVE)
        said = storable.text(message)
        if rows.update(state=State.ENDED, why=why, message=said, ended_at=Now(), lease_until=None) != 1:
            return False
        self.errands.session_over()
        return True


def rules(name: str) -> list[models.BaseConstraint]:
    """What the database holds of the sessions of one kind."""
    return [
        models.UniqueConstraint(fields=["owner"], condition=Q(state__in=LIVE), name=f"one_{name}_session_a_learner"),
        models.CheckConstraint(condition=Q(state__in=State.values), name=f"{name}_session_state_known"),
        models.CheckConstraint(condition=Q(why__in=["", *Why.values]), name=f"{name}_session_why_known"),
    ]


def kinds() -> list[type[HeldSession]]:
    """The sessions of every room."""
    return [model for model in apps.get_models() if issubclass(model, HeldSession)]
