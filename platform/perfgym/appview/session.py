"""A learner's preview of a lab's app: one pod of their own."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core import signing
from django.urls import reverse

from perfgym.accounts.models import Person
from perfgym.catalog.lab import Lab
from perfgym.sittings import session as sessions
from perfgym.sittings.session import HeldSession

if TYPE_CHECKING:
    from perfgym.appview.visit import VisitQuerySet

SALT = "appview.follow"


class AppSessionQuerySet(sessions.SessionQuerySet["Session"]):
    def begin(self, person: Person, lab: Lab) -> "Session":
        """The learner's session for this lab: the one there is, or a new one in place of another."""
        return self.one(person, lab)

    def of_token(self, token: str) -> "Session | None":
        """The live session whose page has links with this token. Raises BadSignature for one that we never made."""
        return self.live().filter(pk=signing.loads(token, salt=SALT)).first()


class Session(HeldSession):
    objects = AppSessionQuerySet.as_manager()

    class Meta(HeldSession.Meta):
        constraints = sessions.rules("app")

    def __str__(self) -> str:
        return f"app preview {str(self.id)[:8]} of {self.lab}"

    @property
    def errands(self) -> "VisitQuerySet":
        return self.visits.all()

    def links(self) -> Callable[[str], str]:
        """Where a link on a page of the app leads, by the path that it asks for. A token in it says whose page it is:
        in its frame the browser does not."""
        start = reverse("app_follow", args=[self.lab, signing.dumps(str(self.pk), salt=SALT)])
        return lambda path: f"{start}?{urlencode({'path': path})}"
