"""The keys of this site: those that a deployment gives it, else those in its state folder."""

import os

from perfgym.embedded import home
from perfgym.signing.given import VARIABLE, GivenKeys
from perfgym.signing.keyring import KeyRing, KnownKey
from perfgym.signing.keys import Signature

FILE = "signing_keys"  # a backup keeps it, as it keeps secret_key


def ring() -> KeyRing | GivenKeys:
    """Raises BadGivenKeys."""
    given = os.environ.get(VARIABLE)
    return GivenKeys(given) if given else KeyRing(home.path() / FILE)


def sign(message: bytes) -> Signature:
    """By the site's active key. Raises KeysUnreadable, KeysNotKept, BadGivenKeys."""
    return ring().sign(message)


def public_keys() -> tuple[KnownKey, ...]:
    """Every key that this site signs or has signed with, the active one first. Raises as `sign` does."""
    return ring().public_keys()
