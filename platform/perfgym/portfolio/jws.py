"""A signed credential as one line of text: JWS compact serialisation (RFC 7515) with EdDSA (RFC 8037).

The header is that of Open Badges 3.0, section "JSON Web Token Proof Format": alg, kid, jwk, typ and nothing else.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from perfgym import signing
from perfgym.signing.keys import PublicKey, to_base64url


def signed(payload: Mapping[str, Any], address: Callable[[PublicKey], str]) -> str:
    """The payload under the site's active key; `address` says where that key can be looked up.

    Raises KeysUnreadable, KeysNotKept.
    """
    while True:
        key = signing.public_keys()[0].key
        header = {"alg": "EdDSA", "kid": address(key), "jwk": key.jwk(), "typ": "JWT"}
        message = f"{_part(header)}.{_part(payload)}"
        signature = signing.sign(message.encode())
        if signature.key == key:  # else the site was given a new key in between, and the header names the old one
            return f"{message}.{to_base64url(signature.value)}"


def _part(value: Mapping[str, Any]) -> str:
    return to_base64url(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())
