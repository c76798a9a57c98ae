"""What came before a comparison: the same version adds to its data, and each different version spends less alpha."""

from typing import TYPE_CHECKING

from django.db.models import Min, QuerySet

from perfgym.measure import bundle
from perfgym.measure.rule import alpha_of_attempt

if TYPE_CHECKING:
    from perfgym.runs.models import Run


def alpha(run: "Run") -> float:
    """What this run may spend: the k-th different version of a learner on a lab gets 0.01 * 6 / (pi k)^2.

    Versions are counted in the order in which they were first judged, so measuring one again costs nothing.
    """
    versions = judged(run).values("change").annotate(first=Min("finished_at")).order_by("first")
    order = [row["change"] for row in versions]
    return alpha_of_attempt(1 + (order.index(run.change) if run.change in order else len(order)))


def earlier(run: "Run", host: str) -> bundle.Content | None:
    """The data of the last judged run of the same version on the same host; each holds those of all before it."""
    same = judged(run).filter(change=run.change, lab_digest=run.lab_digest, fingerprint__host_key=host)
    last = same.order_by("-finished_at").first()
    return bundle.read(bytes(last.evidence.bundle)) if last else None


def judged(run: "Run") -> "QuerySet[Run]":
    """Comparisons of this learner on this lab that have a verdict, other than this run."""
    return type(run).objects.filter(owner=run.owner, lab=run.lab).judged().exclude(pk=run.pk)
