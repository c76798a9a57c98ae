"""A learner's session of the console: one database of their own."""

from typing import TYPE_CHECKING

from django.db import models

from perfgym.accounts.models import Person
from perfgym.catalog.lab import Lab
from perfgym.errors import LearnerError
from perfgym.sittings import session as sessions
from perfgym.sittings.session import HeldSession

if TYPE_CHECKING:
    from perfgym.sqlconsole.statement import StatementQuerySet


class NoDatabase(LearnerError):
    def __init__(self, lab: Lab) -> None:
        super().__init__(f"The application of “{lab.title}” has no database, so there is no SQL console for it.")


class SessionQuerySet(sessions.SessionQuerySet["Session"]):
    def begin(self, person: Person, lab: Lab, *, read_only: bool) -> "Session":
        """The learner's session for this lab: the one there is, or a new one in place of another. Raises NoDatabase."""
        if not lab.has_database:
            raise NoDatabase(lab)
        return self.one(person, lab, read_only=read_only)


class Session(HeldSession):
    read_only = models.BooleanField(default=False)

    objects = SessionQuerySet.as_manager()

    class Meta(HeldSession.Meta):
        constraints = sessions.rules("sql")

    def __str__(self) -> str:
        return f"SQL session {str(self.id)[:8]} of {self.lab}"

    @property
    def errands(self) -> "StatementQuerySet":
        return self.statements.all()
