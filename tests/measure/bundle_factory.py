"""Makes bundles as a run does, and bundles as a forger would."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from perfgym.measure import bundle
from perfgym.measure.bundle import archive
from perfgym.measure.bundle.columns import AFTER, BEFORE, WARM_UP
from perfgym.measure.look import look
from perfgym.measure.points import points
from perfgym.measure.rule import Metric
from perfgym.measure.samples import Segment
from tests.measure.measure_factories import segments

REFERENCE = 0.30
FINGERPRINT = {"cpu": "a processor", "cores": 2, "seed": 7}


def request_rows(taken: Sequence[Segment], dropped: set[tuple[int, int]], wrong: int = 0) -> list[bundle.Request]:
    """Two rows a pair, the first `wrong` pairs with differing answers, and one pair of warm-up."""
    rows = [
        bundle.Request(arm, WARM_UP, 0, 0, "GET /books", 0.1, 20.0, 200, 900, 2**64 - 1, False)
        for arm in (BEFORE, AFTER)
    ]
    for number, segment in enumerate(taken):
        for index, pair in enumerate(segment.pairs):
            kept, start = (number, pair.slice) not in dropped, 12.0 * number + index / 40
            name = "GET /books" if index % 3 else "GET /books/[id]"
            for arm, ms in ((BEFORE, pair.before_ms), (AFTER, pair.after_ms)):
                digest = 2**63 + index + (arm == AFTER and number == 0 and index < wrong)
                rows.append(bundle.Request(arm, number, pair.slice, index, name, start, ms, 200, 900, digest, kept))
    return rows


def make(
    taken: Sequence[Segment] | None = None,
    *,
    metric: Metric = Metric.WALL,
    wrong: int = 0,
    files: Mapping[str, str] | None = None,
    more: Mapping[str, bytes] | None = None,
    **claims: object,
) -> bytes:
    """A bundle of these segments. `claims` replace what verdict.json truly says."""
    taken = segments(2, 0.4, pairs=6) if taken is None else taken
    found = look(taken, metric)
    said = bundle.stated(
        found.judgement,
        asked=metric.value,
        reference_ratio=REFERENCE,
        points=points(found.judgement, REFERENCE) if found.judgement else 0,
        reason=found.reason,
    )
    dropped = {(drop.segment, drop.slice) for drop in found.gated.dropped}
    return bundle.write(
        verdict={**said, **claims},
        fingerprint=FINGERPRINT,
        requests=bundle.Requests.of(request_rows(taken, dropped, wrong)),
        segments=taken,
        files=files,
        more=more,
    )


def tampered(data: bytes, name: str, change: Callable[[bytes], bytes], *, redo_manifest: bool = True) -> bytes:
    """The bundle with one member changed, and the manifest made to fit as a careful forger would."""
    members = archive.unpack(data)
    members[name] = change(members[name])
    if redo_manifest:
        manifest: dict[str, Any] = json.loads(members["manifest.json"])
        manifest["sha256"] = {
            each: hashlib.sha256(members[each]).hexdigest()
            for each in members
            if each not in ("manifest.json", "signature.json")
        }
        members["manifest.json"] = json.dumps(manifest).encode()
    return archive.pack(members)
