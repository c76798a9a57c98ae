"""The bundle of an entry as it is now."""

from collections.abc import Collection
from datetime import UTC, datetime

from django.conf import settings

from perfgym import signing
from perfgym.portfolio import written
from perfgym.portfolio.evidence import members, packing
from perfgym.portfolio.models import Entry, Sharing


def of(entry: Entry, left_out: Collection[str] | None = None) -> bytes:
    """Signed by the site; the same bytes as long as entry, acceptance and key are the same.

    `left_out` are members that are not in it: what the owner does not show, unless others are given.
    Raises KeysUnreadable, KeysNotKept, BadGivenKeys, BadBundle.
    """
    left_out = entry.shows.left_out if left_out is None else left_out
    evidence, report = entry.run.evidence, written.of(entry).plain  # with its numbers filled in
    return packing.pack(bytes(evidence.bundle), _facts(entry, left_out), report, _review(entry), signing.sign, left_out)


def _facts(entry: Entry, left_out: Collection[str]) -> members.Entry:
    run, owner = entry.run, entry.owner
    return members.Entry(
        title=entry.title,
        slug=entry.slug,
        by=members.Who(name=Sharing.of(owner).name, handle=owner.handle),
        site=site(),
        lab=members.OfLab(slug=run.lab, digest=run.lab_digest),
        run=members.OfRun(id=str(run.pk), finished_at=_moment(run.finished_at), evidence_sha256=run.evidence.digest),
        words_at=_moment(entry.words_at),
        left_out=sorted(left_out),
    )


def _review(entry: Entry) -> members.Review:
    """Who accepted it, as its page says it to anyone."""
    accepted = [
        members.Acceptance(
            cohort=each.cohort.name,
            by=each.reviewer.shown_name if each.shown and each.reviewer else None,
            words=each.shown if each.shown and each.reviewer else None,
            decided_at=_moment(each.decided_at),
            words_changed_after=entry.words_at > each.decided_at,
        )
        for each in entry.accepted.order_by("decided_at", "pk")
    ]
    return members.Review(accepted=accepted)


def site() -> str | None:
    """The site's own address where an operator has set one: what a request calls it is no evidence."""
    return next((origin for origin in settings.CSRF_TRUSTED_ORIGINS if "*" not in origin), None)


def _moment(at: datetime | None) -> str | None:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if at else None
