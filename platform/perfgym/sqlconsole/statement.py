"""A text that a learner asked to run, and what came of it."""

import uuid
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now

from perfgym.errors import LearnerError
from perfgym.sqlconsole import bounds
from perfgym.sqlconsole.answer import Answer, Ending
from perfgym.sqlconsole.session import HELD, Session


class How(models.TextChoices):
    RUN = "run", "run"
    EXPLAIN = "explain", "plan"
    ANALYZE = "analyze", "plan, measured"
    AGAIN = "again", "start again"


class State(models.TextChoices):
    WAITING = "waiting", "waiting"
    RUNNING = "running", "running"
    DONE = "done", "done"


OPEN = (State.WAITING, State.RUNNING)


class NotNow(LearnerError):
    """A statement was asked for that cannot be taken in."""


class StatementQuerySet(models.QuerySet["Statement"]):
    def open(self) -> Self:
        return self.filter(state__in=OPEN)

    def ask(self, session: Session, text: str, how: How, key: uuid.UUID) -> "Statement":
        """Put a text in for the session's worker; the same key puts it in once. Raises NotNow."""
        with transaction.atomic():
            held = Session.objects.select_for_update().filter(pk=session.pk, state__in=HELD).first()
            if there := self.filter(session=session, key=key).first():
                return there
            if held is None:
                raise NotNow("The session is not open. Nothing was run; open a session and run it again.")
            mine = self.filter(session=session)
            if how is How.AGAIN:
                mine.open().update(cancel_asked=True)
            elif mine.open().exists():
                raise NotNow("A statement is still running. Nothing was run; wait for its end, or cancel it.")
            if mine.count() >= bounds.STATEMENTS:
                raise NotNow(f"This session has run {bounds.STATEMENTS} statements, which is the most. Open a new one.")
            return self.create(session=session, key=key, text=text, how=how)

    def cancel(self) -> int:
        """Ask for the end of what is open."""
        return self.open().update(cancel_asked=True)

    def session_over(self) -> None:
        """What was open did not run to its end; of the others only the last keeps its results."""
        said = (
            "The session ended before this was done; whether it took effect no longer matters, as its database is gone."
        )
        self.open().update(state=State.DONE, ending=Ending.LOST, message=said, ended_at=Now())
        self.forget(keep=1)

    def forget(self, keep: int) -> None:
        """Drop the results of all but the last `keep`."""
        last = list(self.order_by("-pk").values_list("pk", flat=True)[:keep])
        self.exclude(pk__in=last).filter(shown__isnull=False).update(shown=None)


class Statement(models.Model):
    """`shown` is what the pod said of it (inside/statement.py has the form), kept for the last few."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="statements")
    key = models.UUIDField(default=uuid.uuid4)  # idempotency key of the client
    text = models.TextField(max_length=bounds.TEXT_BYTES, blank=True)
    how = models.CharField(max_length=8, choices=How.choices, default=How.RUN)
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    ending = models.CharField(max_length=10, choices=Ending.choices, blank=True)
    message = models.TextField(blank=True)
    cancel_asked = models.BooleanField(default=False)
    shown = models.JSONField(null=True, blank=True)
    asked_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = StatementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "key"], name="one_sql_statement_a_key"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="sql_statement_state_known"),
            models.CheckConstraint(condition=Q(how__in=How.values), name="sql_statement_how_known"),
            models.CheckConstraint(condition=Q(ending__in=["", *Ending.values]), name="sql_statement_ending_known"),
        ]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    def start(self) -> bool:
        """Say that it runs now. False when it is over, or its session is."""
        return self._held().filter(state=State.WAITING).update(state=State.RUNNING) == 1

    def asked_to_end(self) -> bool:
        return self._held().filter(cancel_asked=True).exists()

    def finish(self, answer: Answer) -> bool:
        """Write what came of it, once; False when its session is no longer ours."""
        values: dict[str, Any] = {
            "ending": answer.ending,
            "message": answer.message,
            "shown": dict(answer.shown) or None,
        }
        if self._held().update(state=State.DONE, ended_at=Now(), **values) != 1:
            return False
        self.session.statements.forget(keep=bounds.RESULTS_KEPT)
        return True

    def _held(self) -> models.QuerySet["Statement"]:
        """This row, as long as the session is held by who took it from there."""
        held = Session.objects.filter(pk=self.session_id, fence=self.session.fence, state__in=HELD)
        return Statement.objects.filter(pk=self.pk, state__in=OPEN, session__in=held)
