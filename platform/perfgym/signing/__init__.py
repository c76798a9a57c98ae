"""What the site signs with, and how anybody checks it: Ed25519 (RFC 8032), keys as JSON Web Keys (RFC 7517, RFC 8037).

signature = signing.sign(message)                  # by the site's active key, made at first use
signing.public_keys()                              # every key the site ever signed with, the active one first
signature.key.verifies(message, signature.value)   # True or False; needs neither site nor settings
"""

from perfgym.signing.keyring import KeyRing, KnownKey, Status
from perfgym.signing.keys import PublicKey, Signature
from perfgym.signing.published import key_set, keys_from
from perfgym.signing.site import public_keys, ring, sign

__all__ = [
    "KeyRing",
    "KnownKey",
    "PublicKey",
    "Signature",
    "Status",
    "key_set",
    "keys_from",
    "public_keys",
    "ring",
    "sign",
]
