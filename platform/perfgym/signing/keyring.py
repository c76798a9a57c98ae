"""The keys of a site: one file, one active key, and the public halves of all that went before."""

import contextlib
import json
import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from perfgym.signing.errors import BadKey, KeysNotKept, KeysUnreadable, NoSuchKey
from perfgym.signing.keys import PublicKey, Signature, from_base64url, to_base64url


class Status(StrEnum):
    """Whether the site signs with a key, has done so, or says that nothing signed with it is to be believed."""

    ACTIVE = "active"
    RETIRED = "retired"
    LEAKED = "leaked"


@dataclass(frozen=True)
class KnownKey:
    """A key that the site has signed with. `made_at` is in UTC, ISO 8601."""

    key: PublicKey
    made_at: str
    status: Status


@dataclass(frozen=True)
class _Stored:
    """`private` is there for the active key alone: a key that is no longer used cannot be stolen later."""

    known: KnownKey
    private: Ed25519PrivateKey | None = None


def _now() -> datetime:
    return datetime.now(UTC)


class KeyRing:
    """The keys in `file`, readable by its owner alone. The first is made when it is first needed."""

    def __init__(self, file: Path, now: Callable[[], datetime] = _now) -> None:
        self._file, self._now = file, now

    def sign(self, message: bytes) -> Signature:
        """By the active key. Raises KeysUnreadable, KeysNotKept."""
        active = self._stored()[0]
        assert active.private is not None
        return Signature(active.known.key, active.private.sign(message))

    def public_keys(self) -> tuple[KnownKey, ...]:
        """All, the active one first. Raises KeysUnreadable, KeysNotKept."""
        return tuple(each.known for each in self._stored())

    def renew(self) -> KnownKey:
        """Sign with a new key from now on; the private half of the last one is destroyed, what it signed stays good.

        Raises KeysUnreadable, KeysNotKept.
        """
        last, *older = self._stored()
        made = self._made()
        self._write([made, _ended(last, Status.RETIRED), *older], first=False)
        return made.known

    def disown(self, key_id: str) -> None:
        """Say of a key that somebody else may have it: nothing that it signed is to be believed any more.

        If it is the active one, another takes its place. Raises NoSuchKey, KeysUnreadable, KeysNotKept.
        """
        if key_id not in (each.key.id for each in self.public_keys()):
            raise NoSuchKey(key_id)
        if self.public_keys()[0].key.id == key_id:
            self.renew()
        keys = [_ended(each, Status.LEAKED) if each.known.key.id == key_id else each for each in self._stored()]
        self._write(keys, first=False)

    def _stored(self) -> list[_Stored]:
        """Read anew each time: another process may have renewed the key."""
        if not self._file.exists():
            self._write([self._made()], first=True)
        try:
            return _read(self._file.read_bytes())
        except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
            raise KeysUnreadable(self._file, getattr(error, "strerror", None) or "they are damaged") from error

    def _made(self) -> _Stored:
        private = Ed25519PrivateKey.generate()
        public = PublicKey(private.public_key().public_bytes_raw())
        return _Stored(KnownKey(public, f"{self._now():%Y-%m-%dT%H:%M:%SZ}", Status.ACTIVE), private)

    def _write(self, keys: Sequence[_Stored], *, first: bool) -> None:
        """The whole file or nothing. Of `first` ones the first wins: two processes may start at once."""
        try:
            self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=f".{self._file.name}.", dir=self._file.parent)  # 0600
            try:
                _fill(handle, _text(keys))
                _place(Path(name), self._file, first=first)
            finally:
                Path(name).unlink(missing_ok=True)
        except OSError as error:
            raise KeysNotKept(self._file, error.strerror or str(error)) from error


def _ended(one: _Stored, status: Status) -> _Stored:
    return _Stored(replace(one.known, status=status))


def _place(draft: Path, file: Path, *, first: bool) -> None:
    if not first:
        draft.replace(file)
        return
    with contextlib.suppress(FileExistsError):
        file.hardlink_to(draft)


def _fill(handle: int, text: str) -> None:
    with os.fdopen(handle, "w") as stream:
        stream.write(text)
        stream.flush()
        os.fsync(stream.fileno())


def _text(keys: Sequence[_Stored]) -> str:
    return json.dumps({"keys": [_row(each) for each in keys]}, indent=1) + "\n"


def _row(one: _Stored) -> dict[str, str]:
    facts = {"made_at": one.known.made_at, "status": one.known.status, "public": to_base64url(one.known.key.raw)}
    return facts | ({"private": to_base64url(one.private.private_bytes_raw())} if one.private else {})


def _read(data: bytes) -> list[_Stored]:
    """Raises ValueError, KeyError or TypeError for anything but what `_text` writes."""
    found = [_key(row) for row in json.loads(data)["keys"]]
    if [each.known.status is Status.ACTIVE for each in found] != [True, *[False] * (len(found) - 1)]:
        raise ValueError("the first key, and no other, must be active")
    return found


def _key(row: dict[str, Any]) -> _Stored:
    known = KnownKey(PublicKey(from_base64url(row["public"])), str(row["made_at"]), Status(row["status"]))
    if known.status is not Status.ACTIVE:
        return _Stored(known)
    private = Ed25519PrivateKey.from_private_bytes(from_base64url(row["private"]))
    if private.public_key().public_bytes_raw() != known.key.raw:
        raise BadKey("its halves do not belong together")
    return _Stored(known, private)
