"""Does a bundle hold: who signed it, is it whole, and do its raw data say what it says? Needs no site."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from perfgym.measure import bundle
from perfgym.measure.bundle.content import MANIFEST, SIGNATURE
from perfgym.portfolio.evidence import members, packing
from perfgym.portfolio.evidence.members import ENTRY, KIND, REPORT, REVIEW
from perfgym.runs import sources
from perfgym.signing import KnownKey, PublicKey, Status
from perfgym.signing.errors import BadKey
from perfgym.signing.keys import from_base64url
from perfgym.workspaces.diff import as_text, unified

M = TypeVar("M", bound=BaseModel)
OF_AN_ENTRY_ALONE = (ENTRY, REPORT, REVIEW)


@dataclass(frozen=True)
class Checked:
    """`signer` is the key whose signature holds; `known` what the given list says of it, if there was one."""

    content: bundle.Content
    problems: tuple[str, ...]
    signer: PublicKey | None
    known: KnownKey | None
    entry: members.Entry | None  # None: the bundle of a run alone, or not readable
    review: members.Review | None

    @property
    def is_of_an_entry(self) -> bool:
        return self.content.manifest.get("kind") == KIND


def check(data: bytes, trusted: Sequence[KnownKey] | None = None) -> Checked:
    """Everything about a bundle, of an entry or of a run alone. With `trusted` its signer must be one of these keys.

    Raises BadBundle for a file that cannot be read at all. Each problem names the member that it is about.
    """
    content = bundle.read(data)
    signer, unsigned = _signer(content)
    known = next((each for each in trusted or () if each.key == signer), None)
    problems = [
        *_form(data, content),
        *unsigned,
        *_trust(signer, known, trusted),
        *bundle.problems(content),
        *_sources(content),
    ]
    entry, review = _of(content, ENTRY, members.Entry), _of(content, REVIEW, members.Review)
    problems += _lab(content, entry)
    return Checked(content, tuple(problems), signer, known, entry, review)


def _form(data: bytes, content: bundle.Content) -> Iterator[str]:
    kind = content.manifest.get("kind")
    if kind is None:
        yield from (f"{name} is no part of a run's bundle." for name in OF_AN_ENTRY_ALONE if name in content.members)
        return
    if kind != KIND:
        yield f"{MANIFEST} says that this is a bundle of the kind {str(kind)[:40]!r}, which is not known."
        return
    missing = [name for name in members.KNOWN if name not in (*content.members, *members.OPTIONAL, SIGNATURE)]
    yield from (f"{name} is missing." for name in missing)
    yield from _left_out(content)
    unknown = [name for name in content.members if name not in members.KNOWN]
    yield from (f"{name[:80]} is no part of an entry's bundle." for name in unknown)
    for name in members.MODELS:
        yield from _faults(content, name)
    if packing.written(content.members) != data:
        yield "The zip file is not as a site writes it: its members' order or attributes, or what lies between them."


def _left_out(content: bundle.Content) -> Iterator[str]:
    """What an entry always has, unless it says that its owner does not show it; and what it says so of."""
    entry = _of(content, ENTRY, members.Entry)
    named = entry.left_out if entry else ()
    yield from (f"{name} is missing." for name in (REPORT, REVIEW) if name not in (*content.members, *named))
    yield from (f"{name[:80]} is there, and {ENTRY} says that it is not." for name in named if name in content.members)
    strange = [name for name in named if name not in members.OPTIONAL]
    yield from (f"{ENTRY} says that {name[:80]} is not shown, which no owner can choose." for name in strange)


def _faults(content: bundle.Content, name: str) -> Iterator[str]:
    """What a JSON member has that its model does not allow: the first three."""
    try:
        if name in content.members:
            members.MODELS[name].model_validate_json(content.members[name])
    except ValidationError as error:
        for fault in error.errors()[:3]:
            where = ".".join(map(str, fault["loc"])) or "all of it"
            yield f"{name} is not of the form of such a bundle: {where[:80]}: {fault['msg'][:120]}."


def _signer(content: bundle.Content) -> tuple[PublicKey | None, list[str]]:
    """The key that signed the manifest, or what is wrong with the signature. Nobody need sign a run's bundle."""
    if SIGNATURE not in content.members:
        kind = content.manifest.get("kind")
        return None, [] if kind is None else [f"{SIGNATURE} is missing: nobody signed this bundle."]
    found = _of(content, SIGNATURE, members.Signature)
    try:
        if found is None:
            raise BadKey("its form is not known")
        key, value = PublicKey.of_jwk(found.key.model_dump()), from_base64url(found.signature)
    except BadKey:
        return None, [f"{SIGNATURE} cannot be read, so nobody vouches for this bundle."]
    if not key.verifies(content.members[MANIFEST], value):
        return None, [f"{SIGNATURE} is not of this {MANIFEST} by the key that it names."]
    return key, []


def _trust(signer: PublicKey | None, known: KnownKey | None, trusted: Sequence[KnownKey] | None) -> Iterator[str]:
    if trusted is None:
        return
    if signer is None:
        yield "None of the keys that you gave has signed this bundle."
    elif known is None:
        yield f"{SIGNATURE} is by the key {signer.id}, which is not among those that you gave."
    elif known.status is Status.LEAKED:
        yield f"{SIGNATURE} is by the key {signer.id}, which its site has disowned: somebody else may have signed."


def _sources(content: bundle.Content) -> Iterator[str]:
    """The diff that people read is that of the files that are measured again."""
    found = _of(content, sources.NAME, members.Sources)
    if found is None:
        return
    before = {path: text.encode() for path, text in found.starter.items()}
    after = {path: text.encode() for path, text in found.change.items()}
    shown = {path: text for path, text in (content.files or {}).items() if path not in found.not_text}
    if content.files is not None and shown != as_text(unified(before, after)):
        yield f"files.json is not the difference of the files in {sources.NAME}."


def _lab(content: bundle.Content, entry: members.Entry | None) -> Iterator[str]:
    """Where the verdict says of which lab it is, the entry says the same."""
    if entry is None:
        return
    named = {"lab": entry.lab.slug, "lab_digest": entry.lab.digest}
    if any(content.verdict.get(name, own) != own for name, own in named.items()):
        yield f"{ENTRY} is of another lab than verdict.json."


def _of(content: bundle.Content, name: str, model: type[M]) -> M | None:
    """A member as its model; None where it is missing or is not of that form, which `_faults` tells."""
    try:
        return model.model_validate_json(content.members[name]) if name in content.members else None
    except ValidationError:
        return None
