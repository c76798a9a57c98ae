"""An accepted entry as an Open Badges 3.0 credential (1EdTech; a Verifiable Credential, W3C data model 2.0).

What is certified is the measured result and its acceptance. The recipient has no name in it: a random number, and a
salted hash by which whoever knows the address of their portfolio page can see that it is theirs.
"""

import base64
import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from perfgym.catalog.lab import Lab
from perfgym.catalog.manifest.shelf import Skill

CONTEXT = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",  # which knows the type of the status
)
SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
ACCEPTED_FOR = (
    "The learner changed a deliberately slow application. PerfGym sent the same requests to the original and to the "
    "changed version, one beside the other on one machine, compared every answer, and computed the interval from the "
    "raw data. An instructor read the report and the change, and accepted the entry."
)


@dataclass(frozen=True)
class Site:
    """The site as issuer; `origin` is scheme and host, without a slash at the end."""

    origin: str

    @property
    def issuer(self) -> str:
        return f"{self.origin}/credentials/issuer"

    @property
    def revoked(self) -> str:
        return f"{self.origin}/credentials/revoked"

    def key(self, number: str) -> str:
        """Where the key with this id can be looked up."""
        return f"{self.origin}/credentials/keys/{number}"

    def profile(self) -> dict[str, Any]:
        """The site's own Profile."""
        host = self.origin.partition("://")[2]
        return {
            "id": self.issuer,
            "type": ["Profile"],
            "name": f"PerfGym at {host}",
            "url": f"{self.origin}/",
            "description": "Teaches performance engineering: labs whose results are measured against the original.",
        }


@dataclass(frozen=True)
class Accepted:
    """What is certified. `digest`: SHA-256 of the run's own bundle; `handed_out`: of the entry's evidence as anybody
    got it then, empty where nobody does. Both in hexadecimal."""

    number: UUID  # of the credential
    subject: UUID  # of who earned it, in this credential only
    handle: str
    sentence: str
    lab: Lab
    lab_digest: str
    skills: Sequence[Skill]
    digest: str
    handed_out: str
    page: str  # address of the entry's page, empty unless it is public
    accepted_at: datetime
    issued_at: datetime


def payload(site: Site, made: Accepted) -> dict[str, Any]:
    """What is signed: the credential, with the claims that the JSON Web Token proof asks for."""
    issued = made.issued_at.replace(microsecond=0)  # the two ways in which it stands there must agree
    credential = {
        "@context": list(CONTEXT),
        "id": made.number.urn,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"{made.lab.title}: {made.sentence}",
        "issuer": site.profile(),
        "validFrom": _time(issued),
        "awardedDate": _time(made.accepted_at),
        "credentialSubject": _subject(site, made),
        "evidence": [_measured(made), *([_handed_out(made)] if made.handed_out else [])],
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "credentialStatus": {"id": site.revoked, "type": "1EdTechRevocationList"},
    }
    claims = {"iss": site.issuer, "jti": made.number.urn, "sub": made.subject.urn, "nbf": int(issued.timestamp())}
    return {**credential, **claims}


def identity(address: str, salt: str) -> str:
    """Open Badges 3.0, IdentityHash: of the identifier with the salt behind it."""
    return f"sha256${hashlib.sha256((address + salt).encode()).hexdigest()}"


def named_by_digest(digest: str) -> str:
    """A hexadecimal SHA-256 as an address that names what has it (RFC 6920)."""
    return f"ni:///sha-256;{base64.urlsafe_b64encode(bytes.fromhex(digest)).rstrip(b'=').decode()}"


def _subject(site: Site, made: Accepted) -> dict[str, Any]:
    salt = secrets.token_urlsafe(16)
    result = f"{site.origin}/labs/{made.lab.slug}/#result"
    return {
        "id": made.subject.urn,
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": identity(f"{site.origin}/p/{made.handle}/", salt),
                "identityType": "accountId",
                "salt": salt,
            }
        ],
        "achievement": _achievement(site, made, result),
        "result": [{"type": ["Result"], "resultDescription": result, "value": made.sentence}],
    }


def _achievement(site: Site, made: Accepted, result: str) -> dict[str, Any]:
    lab = f"{site.origin}/labs/{made.lab.slug}/"
    return {
        "id": lab,
        "type": ["Achievement"],
        "achievementType": "Assessment",
        "name": made.lab.title,
        "description": made.lab.summary,
        "version": made.lab_digest,
        "creator": site.profile(),
        "criteria": {"id": lab, "narrative": ACCEPTED_FOR},
        **({"alignment": [_alignment(site, skill) for skill in made.skills]} if made.skills else {}),
        "resultDescription": [
            {"id": result, "type": ["ResultDescription"], "name": "Measured result", "resultType": "Result"}
        ],
    }


def _alignment(site: Site, skill: Skill) -> Mapping[str, Any]:
    return {
        "type": ["Alignment"],
        "targetName": skill.name,
        "targetCode": skill.id,
        "targetFramework": "PerfGym skill map",
        "targetUrl": f"{site.origin}/skills/#{skill.id}",
    }


def _measured(made: Accepted) -> dict[str, Any]:
    return {
        "id": named_by_digest(made.digest),
        "type": ["Evidence"],
        "name": "Raw data of the measurement",
        "narrative": (
            f"The bundle of the run with this SHA-256: {made.digest}. It has every request of both versions. The "
            "evidence of the entry states this number in its entry.json, whatever becomes of the words around it."
        ),
        "genre": "application/zip",
    }


def _handed_out(made: Accepted) -> dict[str, Any]:
    where = f", at {made.page}" if made.page else ""
    return {
        "id": named_by_digest(made.handed_out),
        "type": ["Evidence"],
        "name": "Signed evidence of the entry",
        "narrative": (
            f"The file with this SHA-256: {made.handed_out}, as this site handed it out when the credential was made"
            f"{where}. `perfgym evidence verify FILE` checks it and computes the result again."
        ),
        "genre": "application/zip",
    }


def _time(at: datetime) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"
