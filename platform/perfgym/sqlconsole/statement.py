"""A text that a learner asked to run, and what came of it."""

import uuid

from django.db import models
from django.db.models import Q

from perfgym.sittings import errand
from perfgym.sittings.errand import Errand, ErrandQuerySet
from perfgym.sqlconsole import bounds
from perfgym.sqlconsole.session import Session


class How(models.TextChoices):
    RUN = "run", "run"
    EXPLAIN = "explain", "plan"
    ANALYZE = "analyze", "plan, measured"
    AGAIN = "again", "start again"


class StatementQuerySet(ErrandQuerySet["Statement"]):
    OVER = "The session ended before this was done; whether it took effect no longer matters, as its database is gone."
    CLOSED = "The session is not open. Nothing was run; open a session and run it again."
    BUSY = "A statement is still running. Nothing was run; wait for its end, or cancel it."
    MOST = bounds.STATEMENTS
    FULL = "This session has run {most} statements, which is the most. Open a new one."

    def ask(self, session: Session, text: str, how: How, key: uuid.UUID) -> "Statement":
        """Put a text in for the session's worker; the same key puts it in once. Raises NotNow."""
        return self.put_in(session, key, instead=how is How.AGAIN, text=text, how=how)


class Statement(Errand):
    """`shown` is what the pod said of it (inside/statement.py has the form), kept for the last few."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="statements")
    text = models.TextField(max_length=bounds.TEXT_BYTES, blank=True)
    how = models.CharField(max_length=8, choices=How.choices, default=How.RUN)

    objects = StatementQuerySet.as_manager()

    class Meta(Errand.Meta):
        constraints = [
            *errand.rules("sql_statement"),
            models.CheckConstraint(condition=Q(how__in=How.values), name="sql_statement_how_known"),
        ]

    def __str__(self) -> str:
        return self.text[:60]
