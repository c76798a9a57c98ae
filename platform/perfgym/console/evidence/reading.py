"""A bundle of a file, and everything that `perfgym evidence verify --json` says of it."""

from pathlib import Path
from typing import Any

from perfgym import signing
from perfgym.measure.bundle import again
from perfgym.measure.bundle.archive import MAX_BUNDLE
from perfgym.measure.errors import BadBundle
from perfgym.portfolio.evidence.checking import Checked, check
from perfgym.signing import KnownKey
from perfgym.signing.errors import BadKey
from perfgym.signing.published import MAX_BYTES

PROBLEMS, UNREADABLE = 1, 2
SAID = ("lab", "verdict", "reason", "ratio", "interval", "points")


def examine(path: Path, keys: Path | None) -> tuple[dict[str, Any], int]:
    """The document, and the exit code. Raises BadKey for a file of keys that is none."""
    trusted = trusted_keys(keys)
    document: dict[str, Any] = {"bundle": str(path), "readable": False, "holds": False, "problems": []}
    try:
        checked = check(contents(path), trusted)
    except BadBundle as error:
        return {**document, "error": str(error)}, UNREADABLE
    document |= {"readable": True, "holds": not checked.problems, "problems": list(checked.problems), **found(checked)}
    return document, PROBLEMS if checked.problems else 0


def found(checked: Checked) -> dict[str, Any]:
    """What a bundle says, what its raw data give (None where it does not hold), and who signed it."""
    content = checked.content
    return {
        "kind": "entry" if checked.is_of_an_entry else "run",
        "requests": len(content.requests.columns["arm"]),
        **{key: content.verdict.get(key) for key in SAID},
        "computed": None if checked.problems else again.verdict(content),
        "signature": {
            "key": checked.signer and checked.signer.id,
            "known": checked.known and checked.known.status,
            "site": checked.entry and checked.entry.site,
        },
        "entry": checked.entry and checked.entry.model_dump(mode="json"),
        "review": checked.review and checked.review.model_dump(mode="json"),
    }


def contents(path: Path, most: int = MAX_BUNDLE) -> bytes:
    """The file's bytes. Raises BadBundle where there are none; of far too many only so many that it shows."""
    try:
        with path.open("rb") as stream:
            return stream.read(most + 1)
    except OSError as error:
        raise BadBundle(f"It cannot be read: {error.strerror or error}.") from error


def trusted_keys(path: Path | None) -> tuple[KnownKey, ...] | None:
    """The keys of a file, as a site publishes them; None without one. Raises BadKey."""
    if path is None:
        return None
    try:
        return signing.keys_from(contents(path, MAX_BYTES))
    except BadBundle as error:
        raise BadKey(f"{path}: {error}") from error
