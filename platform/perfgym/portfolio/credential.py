"""Credentials that were issued, and which of them still stand."""

import hashlib
import uuid
from typing import TYPE_CHECKING, Self

from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.errors import LearnerError
from perfgym.portfolio import badge, jws

if TYPE_CHECKING:
    from perfgym.portfolio.models import Entry


class NotAccepted(LearnerError):
    """There is nothing to certify."""

    def __init__(self) -> None:
        super().__init__(
            "No instructor has accepted this entry, so there is nothing to certify yet. "
            "Submit it to your cohort; once it is accepted, come back here."
        )


class LabGone(LearnerError):
    """A credential says what the lab asks for, and nobody here knows any more."""

    def __init__(self) -> None:
        super().__init__("The lab of this entry is no longer on this site, so no credential can say what it was for.")


class IssuedQuerySet(models.QuerySet["Issued"]):
    def revoked(self) -> Self:
        """Those that no longer stand: the acceptance was taken back, or the entry or its owner is gone."""
        standing = Credential.objects.filter(issued=OuterRef("pk"), entry__submissions__state="accepted")
        return self.filter(~Exists(standing))


class Issued(models.Model):
    """The number of a credential that was ever issued, and nothing else: kept for good, so that it can be revoked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    at = models.DateTimeField()

    objects = IssuedQuerySet.as_manager()

    class Meta:
        app_label = "portfolio"
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return self.id.urn


class CredentialQuerySet(models.QuerySet["Credential"]):
    def visible_to(self, person: Person) -> Self:
        """Those of one's own entries; everything for staff."""
        return self if person.is_staff else self.filter(entry__owner=person)


class Credential(models.Model):
    """What an entry's owner downloads: the signed text, as it was made. It goes with the entry."""

    entry = models.OneToOneField("portfolio.Entry", on_delete=models.CASCADE, related_name="credential")
    issued = models.OneToOneField(Issued, on_delete=models.PROTECT, related_name="credential")
    subject = models.UUIDField(default=uuid.uuid4, editable=False)
    token = models.TextField()
    made_at = models.DateTimeField()

    objects = CredentialQuerySet.as_manager()

    class Meta:
        app_label = "portfolio"

    def __str__(self) -> str:
        return f"credential of {self.entry}"

    @classmethod
    def issue(cls, entry: "Entry", site: badge.Site, evidence: bytes = b"") -> "Credential":
        """Make it, or make it again: the same number with a later date, which replaces the one before (Open Badges 3.0,
        section "Credential equality"). `evidence` is the file that anybody gets of this entry now, if they get one.

        Raises NotAccepted, LabGone, KeysUnreadable, KeysNotKept.
        """
        now = timezone.now()
        with transaction.atomic():
            type(entry).objects.select_for_update().get(pk=entry.pk)  # two clicks at once make one
            made = cls.objects.filter(entry=entry).first()
            if made is None:
                made = cls(entry=entry, issued=Issued(at=now))
            made.made_at = now
            made.token = _token(made, site, evidence)
            made.issued.save()
            made.save()
        return made

    @property
    def stands(self) -> bool:
        return not Issued.objects.revoked().filter(pk=self.issued_id).exists()


def _token(made: Credential, site: badge.Site, evidence: bytes) -> str:
    entry, found = made.entry, library.default()
    review = entry.accepted.order_by("-decided_at").first()
    if review is None:
        raise NotAccepted
    lab = found.labs.get(entry.run.lab)
    if lab is None:
        raise LabGone
    accepted = badge.Accepted(
        number=made.issued.pk,
        subject=made.subject,
        handle=entry.owner.handle,
        sentence=entry.sentence,
        lab=lab,
        lab_digest=entry.run.lab_digest,
        skills=[found.skills[name] for name in lab.skills if name in found.skills],
        digest=entry.run.evidence.digest,
        handed_out=hashlib.sha256(evidence).hexdigest() if evidence else "",
        page=f"{site.origin}{entry.public_url}" if entry.is_public else "",
        accepted_at=review.decided_at,
        issued_at=made.made_at,
    )
    return jws.signed(badge.payload(site, accepted), lambda key: site.key(key.id))
