"""Bundles of an entry as a site makes them, with keys of the tests', and what a forger needs to make others."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from perfgym.measure import bundle
from perfgym.measure.bundle import archive
from perfgym.portfolio.evidence import members, packing
from perfgym.runs import sources
from perfgym.signing import KnownKey, PublicKey, Signature, Status, key_set
from perfgym.workspaces.diff import as_text, unified
from tests.measure.bundle_factory import make

PATH = "bookshop/queries.py"
OLD, NEW = b"def books():\n    return slow()\n", b"def books():\n    return fast()\n"
LAB, DIGEST = "sql-n-plus-one", "ab" * 32
SITE, OTHER = (Ed25519PrivateKey.from_private_bytes(bytes([n]) * 32) for n in (1, 2))
ENTRY = members.Entry(
    title="The book page, 2.5 times faster",
    slug="book-page",
    by=members.Who(name="Ada Lovelace", handle="ada"),
    site="https://perfgym.example",
    lab=members.OfLab(slug=LAB, digest=DIGEST),
    run=members.OfRun(id="0f", finished_at="2026-05-04T03:02:01Z", evidence_sha256="cd" * 32),
    words_at="2026-05-04T04:00:00Z",
    left_out=[],
)
REVIEW = members.Review(
    accepted=[
        members.Acceptance(
            cohort="Performance 1", by=None, words=None, decided_at="2026-05-05T08:00:00Z", words_changed_after=False
        )
    ]
)
REPORT = "One query a page instead of one a book.\n"


def signer(key: Ed25519PrivateKey = SITE) -> packing.Sign:
    return lambda message: Signature(public(key), key.sign(message))


def public(key: Ed25519PrivateKey = SITE) -> PublicKey:
    return PublicKey(key.public_key().public_bytes_raw())


def published(key: Ed25519PrivateKey = SITE, status: Status = Status.ACTIVE) -> bytes:
    """The list of keys of a site that has this one."""
    return json.dumps(key_set([KnownKey(public(key), "2026-01-01T00:00:00Z", status)])).encode()


def run_bundle(old: bytes = OLD, new: bytes = NEW, **claims: Any) -> bytes:
    """One of a run, with its change."""
    whole = sources.of({PATH: old}, {PATH: new}, None)
    claims = {"lab": LAB, "lab_digest": DIGEST, **claims}
    diff = as_text(unified({PATH: old}, {PATH: new}))
    return make(files=diff, more={sources.NAME: bundle.dump(whole)}, **claims)


def entry_bundle(
    run: bytes | None = None,
    *,
    entry: members.Entry = ENTRY,
    report: str = REPORT,
    review: members.Review = REVIEW,
    key: Ed25519PrivateKey = SITE,
    left_out: tuple[str, ...] = (),
) -> bytes:
    entry = entry.model_copy(update={"left_out": list(left_out)})
    return packing.pack(run or run_bundle(), entry, report, review, signer(key), left_out)


def opened(data: bytes) -> dict[str, bytes]:
    return archive.unpack(data)


def changed(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """One member changed, and nothing else: neither manifest nor signature."""
    found = opened(data)
    return packing.written({**found, name: change(found[name])})


def changed_json(data: bytes, name: str, **values: Any) -> bytes:
    return changed(data, name, lambda old: bundle.dump({**json.loads(old), **values}))


def without(data: bytes, name: str) -> bytes:
    """As its site makes it where the owner does not show a member."""
    found = {each: content for each, content in opened(data).items() if each != name}
    return resigned(found, SITE)


def resigned(found: Mapping[str, bytes], key: Ed25519PrivateKey = OTHER) -> bytes:
    """All that a forger can do: a manifest that fits, and a signature of their own."""
    return packing.signed(
        {name: found[name] for name in found if name not in ("manifest.json", "signature.json")}, signer(key)
    )
