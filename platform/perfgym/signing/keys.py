"""A public key and a signature of it."""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from perfgym.signing.errors import BadKey

KEY_BYTES, SIGNATURE_BYTES = 32, 64


@dataclass(frozen=True)
class PublicKey:
    """A public key of Ed25519: 32 bytes. Raises BadKey for anything else."""

    raw: bytes

    def __post_init__(self) -> None:
        if len(self.raw) != KEY_BYTES:
            raise BadKey(f"it has {len(self.raw)} bytes, not {KEY_BYTES}")

    @classmethod
    def of_jwk(cls, jwk: Mapping[str, object]) -> "PublicKey":
        """From a JSON Web Key; its `kid`, where there is one, must be its thumbprint. Raises BadKey."""
        if (jwk.get("kty"), jwk.get("crv")) != ("OKP", "Ed25519"):
            raise BadKey(f"kty and crv are {str(jwk.get('kty'))[:20]!r} and {str(jwk.get('crv'))[:20]!r}")
        key = cls(from_base64url(jwk.get("x")))
        if "kid" in jwk and jwk["kid"] != key.id:
            raise BadKey("its kid is not its thumbprint")
        return key

    @property
    def id(self) -> str:
        """The key's thumbprint (RFC 7638, RFC 8037 appendix A.3): 43 characters."""
        named = json.dumps(self._required(), separators=(",", ":"), sort_keys=True)
        return to_base64url(hashlib.sha256(named.encode()).digest())

    def jwk(self) -> dict[str, str]:
        """As a JSON Web Key for signatures (RFC 8037)."""
        return {**self._required(), "kid": self.id, "alg": "EdDSA", "use": "sig"}

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Whether this key's owner signed exactly this message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    def _required(self) -> dict[str, str]:
        return {"crv": "Ed25519", "kty": "OKP", "x": to_base64url(self.raw)}


@dataclass(frozen=True)
class Signature:
    """64 bytes, and the key that they are of. The same message and key always give the same bytes."""

    key: PublicKey
    value: bytes


def to_base64url(data: bytes) -> str:
    """Without padding, as JSON Web Keys have it (RFC 7515, section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def from_base64url(text: object) -> bytes:
    """Strictly: one spelling for each sequence of bytes. Raises BadKey."""
    if not isinstance(text, str) or len(text) > 200:
        raise BadKey("it is not a short text in base64url")
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadKey("it is not in base64url") from error
    if to_base64url(data) != text:
        raise BadKey("it is not in base64url without padding")
    return data
