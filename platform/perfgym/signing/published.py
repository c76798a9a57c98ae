"""Public keys as they are published and handed on: a JSON Web Key Set (RFC 7517, section 5)."""

import json
from collections.abc import Sequence
from typing import Any

from perfgym.signing.errors import BadKey
from perfgym.signing.keyring import KnownKey, Status
from perfgym.signing.keys import PublicKey

MEDIA_TYPE = "application/jwk-set+json"
MAX_BYTES = 1 << 20
MAX_KEYS = 1000


def key_set(keys: Sequence[KnownKey]) -> dict[str, Any]:
    """Each key with `made_at` and `status` beside the fields of the standard."""
    return {"keys": [{**each.key.jwk(), "made_at": each.made_at, "status": each.status} for each in keys]}


def keys_from(data: bytes) -> tuple[KnownKey, ...]:
    """The keys of a set or of one JSON Web Key, whoever wrote it; of other kinds than Ed25519 none. Raises BadKey."""
    if len(data) > MAX_BYTES:
        raise BadKey(f"the file has more than {MAX_BYTES:,} bytes")
    try:
        found = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise BadKey("the file is not JSON") from error
    rows = found.get("keys", [found]) if isinstance(found, dict) else None
    if not isinstance(rows, list) or len(rows) > MAX_KEYS:
        raise BadKey("the file is neither a JSON Web Key nor a set of them")
    keys = tuple(_known(row) for row in rows if isinstance(row, dict) and row.get("kty") == "OKP")
    if not keys:
        raise BadKey("the file holds none")
    return keys


def _known(row: dict[str, Any]) -> KnownKey:
    status = row.get("status", Status.RETIRED)
    if status not in list(Status):
        raise BadKey(f"its status is {str(status)[:20]!r}")
    return KnownKey(PublicKey.of_jwk(row), str(row.get("made_at", ""))[:40], Status(status))
