"""Do a bundle's two tables agree with each other and with the gates?"""

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import astuple

import numpy as np

from perfgym.measure.bundle.columns import AFTER, BEFORE, WARM_UP
from perfgym.measure.bundle.content import Content
from perfgym.measure.gates import Dropped
from perfgym.measure.samples import Slice


def wrong_answers(content: Content) -> int:
    """How many pairs, warm-up included, have answers of different digests. Failed requests are counted as errors."""
    columns = content.requests.columns
    order = np.lexsort((columns["arm"], columns["pair"], columns["segment"]))
    segment, pair, arm, digest, status = (
        columns[name][order] for name in ("segment", "pair", "arm", "digest", "status")
    )
    same = (segment[1:] == segment[:-1]) & (pair[1:] == pair[:-1]) & (arm[:-1] == BEFORE) & (arm[1:] == AFTER)
    answered = (status > 0) & (status < 500)
    return int(np.count_nonzero(same & answered[1:] & answered[:-1] & (digest[1:] != digest[:-1])))


def kept_as_gated(content: Content, dropped: tuple[Dropped, ...]) -> Iterator[str]:
    """Requests are kept exactly where no gate dropped their slice."""
    gone = {(drop.segment, drop.slice) for drop in dropped}
    columns = content.requests.columns
    where = zip(columns["segment"].tolist(), columns["slice"].tolist(), columns["kept"].tolist(), strict=True)
    differing = sum(kept != (segment != WARM_UP and (segment, one) not in gone) for segment, one, kept in where)
    if differing:
        yield f"{differing} requests are marked as kept or dropped against the gates."


def slices_as_requested(content: Content) -> Iterator[str]:
    """Each slice holds possible numbers, appears once, and counts the requests that requests.npz has of it."""
    columns = content.requests.columns
    counts = Counter(zip(columns["segment"].tolist(), columns["slice"].tolist(), columns["arm"].tolist(), strict=True))
    rows = [(number, one) for number, segment in enumerate(content.segments) for one in segment.slices]
    known = Counter((number, one.index) for number, one in rows)
    if any(count > 1 for count in known.values()) or any(key[:2] not in known for key in counts if key[0] != WARM_UP):
        yield "The slices of slices.npz are not those of requests.npz."
    if impossible := sum(not _possible(one) for _, one in rows):
        yield f"{impossible} slices hold numbers that cannot be."
    wrong = sum(
        (one.n_before, one.n_after) != (counts[number, one.index, BEFORE], counts[number, one.index, AFTER])
        for number, one in rows
    )
    if wrong:
        yield f"{wrong} slices count other requests than requests.npz has of them."


def _possible(one: Slice) -> bool:
    values = astuple(one)
    return all(math.isfinite(value) and value >= 0 for value in values) and one.seconds > 0 and one.steal <= 1
