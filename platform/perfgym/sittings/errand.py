"""One thing that a learner asked for in a session, and what came of it."""

import uuid
from typing import Any, Self, TypeVar

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now

from perfgym import storable
from perfgym.errors import LearnerError
from perfgym.sittings.answer import Answer, Ending
from perfgym.sittings.session import HELD, HeldSession

E = TypeVar("E", bound="Errand")


class State(models.TextChoices):
    WAITING = "waiting", "waiting"
    RUNNING = "running", "running"
    DONE = "done", "done"


OPEN = (State.WAITING, State.RUNNING)


class NotNow(LearnerError):
    """Something was asked for that cannot be taken in."""


class ErrandQuerySet(models.QuerySet[E]):
    OVER = "The session ended before this was done."  # said of what did not come to its end
    CLOSED = "The session is not open. Open one and ask again."
    BUSY = "Something is still running. Wait for its end, or cancel it."
    MOST = 500  # of one session
    FULL = "This session was asked {most} times, which is the most. Open a new one."
    TAKEN_WHILE: tuple[str, ...] = HELD  # states of a session that takes errands in

    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def put_in(self, session: HeldSession, key: uuid.UUID, *, instead: bool = False, **what: Any) -> E:
        """Leave an errand for the session's worker; the same key puts it in once. Raises NotNow.

        With `instead` what is open is cancelled; otherwise nothing is taken in before it has ended.
        """
        with transaction.atomic():
            held = type(session)._default_manager.select_for_update().filter(pk=session.pk)
            held = held.filter(state__in=self.TAKEN_WHILE)
            taking = held.exists()
            mine = self.filter(session=session)
            if there := mine.filter(key=key).first():
                return there
            if not taking:
                raise NotNow(self.CLOSED)
            if instead:
                mine.cancel()
            elif mine.open().exists():
                raise NotNow(self.BUSY)
            if mine.count() >= self.MOST:
                raise NotNow(self.FULL.format(most=self.MOST))
            return self.create(session=session, key=key, **what)

    def cancel(self) -> int:
        """Ask for the end of what is open."""
        return self.open().update(cancel_asked=True)

    def session_over(self) -> None:
        """What was open did not come to its end; of the others only the last keeps its results."""
        self.open().update(state=State.DONE, ending=Ending.LOST, message=self.OVER, ended_at=Now())
        self.forget(keep=1)

    def forget(self, keep: int) -> None:
        """Drop the results of all but the last `keep`."""
        last = list(self.order_by("-pk").values_list("pk", flat=True)[:keep])
        self.exclude(pk__in=last).filter(shown__isnull=False).update(shown=None)


class Errand(models.Model):
    """`shown` is what the pod said of it, kept for the last few. A room adds `session`, and what is asked for."""

    session_id: uuid.UUID
    session: Any  # a foreign key to the room's sessions

    key = models.UUIDField(default=uuid.uuid4)  # idempotency key of the client
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True)
    message = models.TextField(blank=True)
    cancel_asked = models.BooleanField(default=False)
    shown = models.JSONField(null=True, blank=True)
    asked_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)

    RESULTS_KEPT = 10  # of one session: older errands keep what was asked and how they ended

    class Meta:
        abstract = True

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def start(self) -> bool:
        """Say that it is done now. False when it is over, or its session is."""
        return self._held().filter(state=State.WAITING).update(state=State.RUNNING) == 1

    def asked_to_end(self) -> bool:
        return self._held().filter(cancel_asked=True).exists()

    def finish(self, answer: Answer) -> bool:
        """Write what came of it, once; False when its session is no longer ours."""
        values = {
            "ending": answer.ending,
            "message": storable.text(answer.message),
            "shown": storable.value(answer.shown) or None,
        }
        if self._held().update(state=State.DONE, ended_at=Now(), **values) != 1:
            return False
        self.session.errands.forget(keep=self.RESULTS_KEPT)
        return True

    def _held(self) -> models.QuerySet[Self]:
        """This row, as long as the session is held by who took it from there."""
        return type(self)._default_manager.filter(pk=self.pk, state__in=OPEN, session__in=self.session.held())


def rules(name: str) -> list[models.BaseConstraint]:
    """What the database holds of the errands of one kind."""
    return [
        models.UniqueConstraint(fields=["session", "key"], name=f"one_{name}_a_key"),
        models.CheckConstraint(condition=Q(state__in=State.values), name=f"{name}_state_known"),
        models.CheckConstraint(condition=Q(ending__in=["", *Ending.values]), name=f"{name}_ending_known"),
    ]
