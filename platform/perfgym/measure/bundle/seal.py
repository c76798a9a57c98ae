"""A site's signature on a bundle: only who has the key can make or check it."""

import hashlib
import hmac

from perfgym.measure.bundle.archive import pack, unpack
from perfgym.measure.bundle.content import MANIFEST, SIGNATURE, dump, parse
from perfgym.measure.errors import BadBundle

METHOD = "hmac-sha256"


def sign(data: bytes, key: bytes) -> bytes:
    """The bundle with signature.json in it; an older signature is replaced. Raises BadBundle."""
    members = unpack(data)
    if MANIFEST not in members:
        raise BadBundle(f"This is not an evidence bundle: it has no {MANIFEST}.")
    members.pop(SIGNATURE, None)
    seal = {"method": METHOD, "signature": _hmac(members[MANIFEST], key)}
    return pack({**members, SIGNATURE: dump(seal)})


def signed_with(data: bytes, key: bytes) -> bool:
    """Whether the bundle's manifest bears this key's signature. Raises BadBundle. `verify` checks the rest."""
    members = unpack(data)
    if MANIFEST not in members or SIGNATURE not in members:
        return False
    signature = parse(members, SIGNATURE).get("signature")
    return isinstance(signature, str) and hmac.compare_digest(
        signature.encode(), _hmac(members[MANIFEST], key).encode()
    )


def _hmac(manifest: bytes, key: bytes) -> str:
    return hmac.new(key, manifest, hashlib.sha256).hexdigest()
