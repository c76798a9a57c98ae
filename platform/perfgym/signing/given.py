"""Keys that a deployment gives in its environment, as it gives its other secrets: nothing of them is kept on disk."""

import re
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from perfgym.signing.errors import BadGivenKeys, KeysAreGiven
from perfgym.signing.keyring import KnownKey, Status
from perfgym.signing.keys import PublicKey, Signature

VARIABLE = "PERFGYM_SIGNING_KEYS"
ONE = re.compile(r"(?P<seed>[0-9a-f]{64})(?P<leaked>:leaked)?")


class GivenKeys:
    """Keys as `PERFGYM_SIGNING_KEYS` has them, by commas: 64 hexadecimal digits each, the one to sign with first.

    `:leaked` after an older one disowns it. Raises BadGivenKeys.
    """

    def __init__(self, text: str) -> None:
        found = [ONE.fullmatch(each.strip()) for each in text.split(",")]
        if not all(found) or (found[0] and found[0]["leaked"]):
            raise BadGivenKeys(VARIABLE)
        keys = [Ed25519PrivateKey.from_private_bytes(bytes.fromhex(each["seed"])) for each in found if each]
        self._private = keys[0]
        statuses = [Status.LEAKED if each and each["leaked"] else Status.RETIRED for each in found]
        self._known = _known(keys, [Status.ACTIVE, *statuses[1:]])

    def sign(self, message: bytes) -> Signature:
        return Signature(self._known[0].key, self._private.sign(message))

    def public_keys(self) -> tuple[KnownKey, ...]:
        return self._known

    def renew(self) -> KnownKey:
        """Raises KeysAreGiven: only who sets the environment can."""
        raise KeysAreGiven(VARIABLE)

    def disown(self, key_id: str) -> None:
        """Raises KeysAreGiven."""
        raise KeysAreGiven(VARIABLE)


def _known(keys: Sequence[Ed25519PrivateKey], statuses: Sequence[Status]) -> tuple[KnownKey, ...]:
    public = [PublicKey(key.public_key().public_bytes_raw()) for key in keys]
    return tuple(KnownKey(key, "", status) for key, status in zip(public, statuses, strict=True))
