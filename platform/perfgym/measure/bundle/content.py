"""What a bundle holds, written and read."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from perfgym.measure.bundle.archive import pack, unpack
from perfgym.measure.bundle.arrays import pack_arrays, unpack_arrays
from perfgym.measure.bundle.columns import Requests, requests_from, segments_of, slice_arrays, slices_from
from perfgym.measure.bundle.readme import README
from perfgym.measure.errors import BadBundle
from perfgym.measure.rule import ALPHA, Judgement
from perfgym.measure.samples import Segment

SCHEMA = 1
MAX_JSON = 8 << 20  # bytes
MANIFEST, SIGNATURE, FACTS = "manifest.json", "signature.json", "facts.json"
_NEEDED = ("README.txt", "verdict.json", "fingerprint.json", "requests.npz", "slices.npz")

Json = dict[str, Any]


@dataclass(frozen=True)
class Content:
    """A bundle that was read: nothing in it is believed yet."""

    verdict: Json
    fingerprint: Json
    requests: Requests
    segments: tuple[Segment, ...]  # as measured, dropped slices included
    files: Json | None  # path -> unified diff against the starter
    members: Mapping[str, bytes]

    @property
    def index_bytes(self) -> dict[str, int] | None:
        """Bytes by arm of what the databases kept beside the original's rows; None where that was not read.

        Raises BadBundle.
        """
        if FACTS not in self.members:
            return None
        found = parse(self.members, FACTS).get("index_bytes")
        arms = ("before", "after")
        if not isinstance(found, dict) or not all(type(found.get(arm)) is int and found[arm] >= 0 for arm in arms):
            raise BadBundle(f"{FACTS} does not say how many bytes each arm's indexes have.")
        return {arm: found[arm] for arm in arms}

    @property
    def manifest(self) -> Json:
        return parse(self.members, MANIFEST)


def stated(judgement: Judgement | None, *, asked: str, reference_ratio: float, points: int, **more: object) -> Json:
    """verdict.json: `asked` is the lab's metric; `more` may hold lab, reason, alpha, answers_wrong and so on."""
    return {
        "schema": SCHEMA,
        "asked": asked,
        "reference_ratio": reference_ratio,
        "points": points,
        "alpha": ALPHA,
        **numbers(judgement),
        **more,
    }


def numbers(judgement: Judgement | None) -> Json:
    """The part of verdict.json that a judgement decides; all None without one."""
    return {
        "verdict": judgement and judgement.verdict.value,
        "metric": judgement and judgement.metric.value,
        "ratio": judgement and judgement.ratio,
        "interval": judgement and [judgement.low, judgement.high],
        "segments": judgement and judgement.segments,
        "samples": judgement and judgement.samples,
    }


def write(
    *,
    verdict: Mapping[str, object],
    fingerprint: Mapping[str, object],
    requests: Requests,
    segments: Sequence[Segment],
    files: Mapping[str, str] | None = None,
    index_bytes: Mapping[str, int] | None = None,
    more: Mapping[str, bytes] | None = None,
) -> bytes:
    """The bundle as bytes, the same for the same content. `verdict` comes from `stated`; `segments` are ungated,
    `index_bytes` by arm; `more` are members by their names, which nothing is computed from.
    """
    members = {
        "README.txt": README.encode(),
        "verdict.json": dump(verdict),
        "fingerprint.json": dump(fingerprint),
        "requests.npz": pack_arrays(requests.arrays()),
        "slices.npz": pack_arrays(slice_arrays(segments)),
    }
    if files is not None:
        members["files.json"] = dump(files)
    if index_bytes:
        members[FACTS] = dump({"index_bytes": dict(index_bytes)})
    members |= more or {}
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in members.items()}
    return pack({MANIFEST: dump({"schema": SCHEMA, "sha256": digests}), **members})


def read(data: bytes) -> Content:
    """Read a bundle, whoever made it. Raises BadBundle."""
    members = unpack(data)
    missing = [name for name in (MANIFEST, *_NEEDED) if name not in members]
    if missing:
        raise BadBundle(f"This is not an evidence bundle: it has no {', '.join(missing)}.")
    requests = requests_from(unpack_arrays(members["requests.npz"], "requests.npz"))
    slices = slices_from(unpack_arrays(members["slices.npz"], "slices.npz"))
    return Content(
        verdict=parse(members, "verdict.json"),
        fingerprint=parse(members, "fingerprint.json"),
        requests=requests,
        segments=segments_of(requests, slices),
        files=parse(members, "files.json") if "files.json" in members else None,
        members=members,
    )


def dump(value: Mapping[str, object]) -> bytes:
    """JSON in one form only: sorted, indented, without NaN."""
    return (json.dumps(value, indent=2, sort_keys=True, allow_nan=False, ensure_ascii=False) + "\n").encode()


def parse(members: Mapping[str, bytes], name: str) -> Json:
    """A member's JSON object. Raises BadBundle."""
    content = members[name]
    if len(content) > MAX_JSON:
        raise BadBundle(f"{name} has {len(content):,} bytes; at most {MAX_JSON:,} are read.")
    try:
        value = json.loads(content, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise BadBundle(f"{name} is not JSON: {error}") from error
    if not isinstance(value, dict):
        raise BadBundle(f"{name} is not a JSON object.")
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON number")
