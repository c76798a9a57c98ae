"""A bundle put together from its parts. Equal parts give equal bytes, on every machine: nothing in it is compressed."""

import hashlib
from collections.abc import Callable, Collection, Mapping

from perfgym.measure.bundle import archive
from perfgym.measure.bundle.content import MANIFEST, SIGNATURE, dump
from perfgym.measure.bundle.readme import README
from perfgym.portfolio.evidence.members import ENTRY, KIND, REPORT, REVIEW, Entry, Review
from perfgym.portfolio.evidence.readme import OF_AN_ENTRY
from perfgym.signing.keys import Signature, to_base64url

Sign = Callable[[bytes], Signature]


def pack(
    run_bundle: bytes, entry: Entry, report: str, review: Review, sign: Sign, left_out: Collection[str] = ()
) -> bytes:
    """The bundle of an entry: all of the run's, and who did what with it, but what is `left_out`. Raises BadBundle."""
    members = {
        **archive.unpack(run_bundle),
        "README.txt": f"{OF_AN_ENTRY}\n{README}".encode(),
        ENTRY: dump(entry.model_dump(mode="json")),
        REPORT: report.encode(),
        REVIEW: dump(review.model_dump(mode="json")),
    }
    return signed({name: members[name] for name in members if name not in (MANIFEST, SIGNATURE, *left_out)}, sign)


def signed(members: Mapping[str, bytes], sign: Sign) -> bytes:
    """The members with a manifest of them and a signature of that."""
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in members.items()}
    manifest = dump({"schema": 1, "kind": KIND, "sha256": digests})
    signature = sign(manifest)
    told = {"method": "ed25519", "key": signature.key.jwk(), "signature": to_base64url(signature.value)}
    return written({**members, MANIFEST: manifest, SIGNATURE: dump(told)})


def written(members: Mapping[str, bytes]) -> bytes:
    """The one zip file that these members make: manifest and signature first, the others by name."""
    first = [name for name in (MANIFEST, SIGNATURE) if name in members]
    rest = sorted(name for name in members if name not in first)
    return archive.pack({name: members[name] for name in (*first, *rest)}, compress=False)
