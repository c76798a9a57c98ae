"""An address of the app that a learner asked for, and what the app answered."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from perfgym.appview import bounds
from perfgym.appview.session import Session
from perfgym.catalog.lab import Lab
from perfgym.sittings import errand
from perfgym.sittings.errand import Errand, ErrandQuerySet
from perfgym.sittings.session import LIVE
from perfgym.workspaces.models import Snapshot, Workspace

PATH_CHARS = 2000


class Method(models.TextChoices):
    """What changes nothing: nothing else is ever sent."""

    GET = "GET", "GET"
    HEAD = "HEAD", "HEAD"


class Version(models.TextChoices):
    YOURS = "yours", "your files"
    ORIGINAL = "original", "the original"


class VisitQuerySet(ErrandQuerySet["Visit"]):
    OVER = "The session ended before the app had answered."
    CLOSED = "The session has ended meanwhile. Nothing was sent; press Go again."
    MOST = bounds.VISITS
    FULL = "This session has sent {most} requests, which is the most. End it, then go on in a new one."
    TAKEN_WHILE = LIVE  # the first request is asked together with its session

    def ask(self, session: Session, lab: Lab, path: str, key: uuid.UUID | None = None, **more: Any) -> "Visit":
        """Ask for an address, in place of what is still open. The learner's files are taken as they are now.

        The same key asks once. Raises NotNow.
        """
        values: dict[str, Any] = {"version": Version.YOURS, **more}
        mine = values["version"] == Version.YOURS
        snapshot = Workspace.open(session.owner, lab).freeze() if mine else None
        return self.put_in(session, key or uuid.uuid4(), instead=True, path=path, snapshot=snapshot, **values)

    def follow(self, token: str, lab: Lab, path: str) -> "Visit | None":
        """Ask as a link on a page does, which shows its session's token: of the same version as the last time.

        None where that session is over. Raises BadSignature and NotNow.
        """
        session = Session.objects.of_token(token)
        if session is None or session.lab != lab.slug:
            return None
        last = self.filter(session=session).order_by("-pk").first()
        return self.ask(session, lab, path, version=last.version if last else Version.YOURS)


class Visit(Errand):
    """`shown` is what the pod said of it (inside/serve.py), the app's log beside it (`log`); kept for the last few."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="visits")
    path = models.CharField(max_length=PATH_CHARS)
    method = models.CharField(max_length=4, choices=Method.choices, default=Method.GET)
    version = models.CharField(max_length=8, choices=Version.choices, default=Version.YOURS)
    snapshot = models.ForeignKey(Snapshot, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    fresh = models.BooleanField(default=False)  # in a fresh pod: the app starts anew, its database as it was
    stands_for = models.BigIntegerField(null=True, blank=True)  # the earlier visit that this one goes back to

    objects = VisitQuerySet.as_manager()

    RESULTS_KEPT = 3

    class Meta(Errand.Meta):
        constraints = [
            *errand.rules("app_visit"),
            models.CheckConstraint(condition=Q(method__in=Method.values), name="app_visit_method_known"),
            models.CheckConstraint(condition=Q(version__in=Version.values), name="app_visit_version_known"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path[:60]}"

    def back(self) -> "Visit | None":
        """The visit before this one of another address, as a browser's Back has it."""
        went = self.session.visits.filter(stands_for=None, pk__lt=self.stands_for or self.pk)
        return went.exclude(path=self.path).order_by("-pk").first()
