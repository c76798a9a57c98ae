"""The JSON members of an entry's bundle, as models. docs/evidence.schema.json is made from them."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, JsonValue, RootModel, StringConstraints
from pydantic.json_schema import models_json_schema

from perfgym.runs import sources
from perfgym.runs.statements import document

ENTRY, REPORT, REVIEW = "entry.json", "report.md", "review.json"
KIND = "entry"

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Base64url = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+$", max_length=200)]
Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")]  # UTC
Name = Annotated[str, StringConstraints(max_length=300)]
Number = Annotated[float, Field(allow_inf_nan=False)]


class Strict(BaseModel):
    """A key that is not known is an error, and nothing is taken for what it is not."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, populate_by_name=True)


class Open(BaseModel):
    """Has more than is described here."""

    model_config = ConfigDict(frozen=True, extra="allow", strict=True)


class Manifest(Strict):
    """manifest.json: the SHA-256 of every other member but signature.json, in hexadecimal."""

    format: Literal[1] = Field(alias="schema")
    kind: Literal["entry"]
    sha256: dict[str, Sha256]


class Jwk(Strict):
    """A public key (RFC 8037); `kid` is its thumbprint (RFC 7638)."""

    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    x: Base64url
    kid: Base64url
    alg: Literal["EdDSA"]
    use: Literal["sig"]


class Signature(Strict):
    """signature.json: Ed25519 (RFC 8032) over the bytes of manifest.json, and the key that it is to be checked with."""

    method: Literal["ed25519"]
    key: Jwk
    signature: Base64url


class Who(Strict):
    name: Name
    handle: Name


class OfLab(Strict):
    slug: Name
    digest: Sha256


class OfRun(Strict):
    """`evidence_sha256` is of the run's own bundle, as the site keeps it."""

    id: Name
    finished_at: Moment | None
    evidence_sha256: Sha256


class Entry(Strict):
    """entry.json: whose result it is and of what. `site` is where the signer's keys are published, if it says so.

    `left_out` are members that such a bundle usually has and that its owner does not show.
    """

    title: Name
    slug: Name
    by: Who
    site: Name | None
    lab: OfLab
    run: OfRun
    words_at: Moment | None
    left_out: list[Name]


class Acceptance(Strict):
    """An instructor of `cohort` accepted the entry; `words_changed_after`: its report was another one then.

    `by` and `words` are there where the reviewer wrote words for everybody.
    """

    cohort: Name
    by: Name | None
    words: str | None
    decided_at: Moment | None
    words_changed_after: bool


class Review(Strict):
    """review.json: empty where nobody has accepted the entry."""

    accepted: list[Acceptance]


class Verdict(Open):
    """verdict.json: what was said of the measurement. `ratio` and `interval` are after divided by before."""

    asked: str
    verdict: str | None
    metric: str | None
    ratio: Number | None
    interval: tuple[Number, Number] | None
    points: int
    reference_ratio: Number
    alpha: Number
    segments: int | None
    samples: int | None


class Sources(Strict):
    """sources.json: every changed file whole, before and after. Files that are no text are only named."""

    starter: dict[Name, str]
    change: dict[Name, str]
    not_text: list[Name]


class IndexBytes(Strict):
    before: int
    after: int


class Facts(Strict):
    """facts.json: bytes of all indexes, tables and views less the original's rows, by arm."""

    index_bytes: IndexBytes


class Files(RootModel[dict[Name, str]]):
    """files.json: path -> the change, as a unified diff without its head lines."""


class Fingerprint(RootModel[dict[str, JsonValue]]):
    """fingerprint.json: processor, cores, kernel, isolation, limits, versions, seed: what comparable runs share."""


class Statements(RootModel[dict[str, JsonValue]]):
    """statements.json: what the databases counted, the most costly first. Shown, never judged."""


MODELS: dict[str, type[BaseModel]] = {
    "manifest.json": Manifest,
    "signature.json": Signature,
    ENTRY: Entry,
    REVIEW: Review,
    "verdict.json": Verdict,
    "fingerprint.json": Fingerprint,
    "files.json": Files,
    sources.NAME: Sources,
    "facts.json": Facts,
    document.NAME: Statements,
}
OTHERS = ("README.txt", REPORT, "requests.npz", "slices.npz")
OPTIONAL = (REPORT, REVIEW, "files.json", sources.NAME, "facts.json", document.NAME)
KNOWN = (*MODELS, *OTHERS)


def schema() -> dict[str, Any]:
    """A JSON Schema (2020-12) of an object that has each JSON member under its name."""
    refs, definitions = models_json_schema([(model, "validation") for model in MODELS.values()])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The JSON members of the evidence bundle of a portfolio entry, by their names",
        "type": "object",
        "properties": {name: refs[model, "validation"] for name, model in MODELS.items()},
        "required": [name for name in MODELS if name not in OPTIONAL],
        "additionalProperties": False,
        **definitions,
    }
