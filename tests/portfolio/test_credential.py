"""An accepted entry's credential: Open Badges 3.0, signed by the site, checked with a library that did not sign it."""

import base64
import hashlib
import json
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from perfgym.accounts.models import Person
from perfgym.cohorts.models import Said, State, Submission
from perfgym.portfolio.evidence.checking import check
from perfgym.portfolio.models import Credential, Entry, Visibility
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
ORIGIN = "http://testserver"


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def accepted(visibility: Visibility = Visibility.PUBLIC) -> Submission:
    teacher = factories.instructor("grace")
    ada = factories.person("ada", first_name="Ada", last_name="Lovelace", email="ada@example.org")
    sent = factories.submission(ada, factories.cohort(teacher), visibility=visibility)
    sent.decide(teacher, State.ACCEPTED, Said(), sent.seen)
    return sent


def made(entry: Entry) -> str:
    """The file that its owner downloads, made as they would."""
    client = signed_in(entry.owner)
    assert client.post(f"/portfolio/{entry.pk}/credential/").status_code == 302
    answer = client.get(f"/p/ada/{entry.slug}/credential.jwt")
    assert answer["Content-Type"] == "text/plain"
    return answer.content.decode()


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def payload(token: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(decoded(token.split(".")[1]))
    return found


def key_of(token: str) -> VerifyKey:
    """The key that the header names, looked up at its address."""
    header = json.loads(decoded(token.split(".")[0]))
    assert set(header) == {"alg", "kid", "jwk", "typ"}
    assert header["kid"].startswith(f"{ORIGIN}/credentials/keys/")
    jwk = Client().get(header["kid"].removeprefix(ORIGIN)).json()
    assert (jwk["kty"], jwk["crv"], header["alg"], header["jwk"]) == ("OKP", "Ed25519", "EdDSA", jwk)
    return VerifyKey(decoded(jwk["x"]))


def test_another_library_finds_the_signature_good_and_a_changed_word_bad() -> None:
    token = made(accepted().entry)
    message, _, signature = token.rpartition(".")
    key = key_of(token)
    key.verify(message.encode(), decoded(signature))
    head, body = message.split(".")
    forged = decoded(body).replace(b"faster", b"slower")
    with pytest.raises(BadSignatureError):
        key.verify(f"{head}.{base64.urlsafe_b64encode(forged).rstrip(b'=').decode()}".encode(), decoded(signature))


def test_the_claims_agree_with_the_credential() -> None:
    """Open Badges 3.0, section "Verify a Credential VC-JWT Signature"."""
    found = payload(made(accepted().entry))
    assert found["iss"] == found["issuer"]["id"]
    assert found["jti"] == found["id"]
    assert found["sub"] == found["credentialSubject"]["id"]
    assert found["nbf"] == datetime.fromisoformat(found["validFrom"]).timestamp()


def test_it_says_what_was_measured_for_which_lab_and_names_the_evidence_by_its_hash() -> None:
    entry = accepted().entry
    found = payload(made(entry))
    achievement = found["credentialSubject"]["achievement"]
    described = {each["id"] for each in achievement["resultDescription"]}
    result = found["credentialSubject"]["result"][0]
    assert result["value"] == entry.sentence
    assert {result["resultDescription"]} == described
    assert achievement["name"] == entry.run.current_lab().title
    assert [each["targetCode"] for each in achievement["alignment"]] == list(entry.run.current_lab().skills)
    evidence = Client().get(f"/p/ada/{entry.slug}/evidence.zip").content
    for one, content in zip(found["evidence"], (bytes(entry.run.evidence.bundle), evidence), strict=True):
        digest = hashlib.sha256(content).digest()
        assert one["id"] == f"ni:///sha-256;{base64.urlsafe_b64encode(digest).rstrip(b'=').decode()}"
        assert digest.hex() in one["narrative"]
    told = check(evidence)
    assert told.problems == ()
    assert told.entry is not None
    assert told.entry.run.evidence_sha256 in found["evidence"][0]["narrative"]


def test_the_recipient_is_known_by_a_salted_hash_and_nothing_else() -> None:
    token = made(accepted(Visibility.UNLISTED).entry)
    text = json.dumps(payload(token))
    for secret in ("Lovelace", "example.org", "/p/ada", "grace", "Performance 1", Entry.objects.get().key):
        assert secret not in text
    one = payload(token)["credentialSubject"]["identifier"][0]
    known = hashlib.sha256(f"{ORIGIN}/p/ada/{one['salt']}".encode()).hexdigest()
    assert one["identityHash"] == f"sha256${known}"


def test_its_form_is_that_of_open_badges() -> None:
    """What the published JSON Schema asks of each class that we use, in our words."""
    found = payload(made(accepted().entry))
    assert found["@context"][0] == "https://www.w3.org/ns/credentials/v2"
    assert found["@context"][1].startswith("https://purl.imsglobal.org/spec/ob/v3p0/context-3.")
    assert {"VerifiableCredential", "OpenBadgeCredential"} <= set(found["type"])
    asked: dict[str, set[str]] = {
        "AchievementSubject": {"id", "achievement"},
        "Achievement": {"id", "criteria", "description", "name"},
        "Alignment": {"targetName", "targetUrl"},
        "Evidence": set(),
        "IdentityObject": {"hashed", "identityHash", "identityType"},
        "Profile": {"id", "name"},
        "Result": {"value"},
        "ResultDescription": {"id", "name", "resultType"},
        "1EdTechRevocationList": {"id"},
        "1EdTechJsonSchemaValidator2019": {"id"},
    }
    assert typed(found, asked) == set(asked)


def typed(value: Any, asked: dict[str, set[str]]) -> set[str]:
    """The classes of objects below; each has the fields that are asked of it, and nothing is null or an empty list."""
    if isinstance(value, list):
        return set().union(*(typed(each, asked) for each in value))
    if not isinstance(value, dict):
        assert value is not None
        return set()
    assert [] not in value.values()
    kinds = set(value.get("type", [])) if isinstance(value.get("type"), list) else {value.get("type")}
    for kind in kinds & set(asked):
        assert asked[kind] <= set(value), kind
    return (kinds & set(asked)).union(*(typed(each, asked) for each in value.values()))


def test_the_issuer_and_the_list_of_revoked_ones_are_where_it_says() -> None:
    found = payload(made(accepted().entry))
    profile = Client().get(found["issuer"]["id"].removeprefix(ORIGIN)).json()
    assert profile["name"] == found["issuer"]["name"]
    listed = Client().get(found["credentialStatus"]["id"].removeprefix(ORIGIN)).json()
    assert (listed["id"], listed["issuer"]) == (found["credentialStatus"]["id"], found["issuer"]["id"])
    assert listed["revokedCredentials"] == []


def test_without_an_acceptance_there_is_none() -> None:
    sent = factories.submission(factories.person("ada"), factories.cohort())
    answer = signed_in(sent.entry.owner).post(f"/portfolio/{sent.entry_id}/credential/", follow=True)
    assert "No instructor has accepted this entry" in answer.content.decode()
    assert not Credential.objects.exists()


def test_making_it_again_replaces_it_under_the_same_number() -> None:
    entry = accepted().entry
    first, second = payload(made(entry)), payload(made(entry))
    assert (first["id"], first["issuer"]["id"]) == (second["id"], second["issuer"]["id"])
    assert second["validFrom"] >= first["validFrom"]


@pytest.mark.parametrize("end", ["taken back", "entry deleted", "account deleted"])
def test_it_is_revoked_once_what_it_certifies_is_gone(end: str) -> None:
    from perfgym.web.owndata.erase import erase

    sent = accepted()
    number = payload(made(sent.entry))["id"]
    if end == "taken back":
        sent.refresh_from_db()
        sent.decide(Person.objects.get(username="grace"), State.CHANGES, Said("I misread it."), sent.seen)
        assert not Credential.objects.get().stands
    elif end == "entry deleted":
        sent.entry.delete()
    else:
        erase(sent.entry.owner)
    listed = Client().get("/credentials/revoked").json()["revokedCredentials"]
    assert listed == [{"id": number, "revoked": True}]


@pytest.mark.parametrize("shown", [False, True])
def test_others_have_it_once_its_owner_shows_it(shown: bool) -> None:
    entry = accepted().entry
    token = made(entry)
    if shown:
        signed_in(entry.owner).post(f"/portfolio/{entry.pk}/shows/", {"shows_credential": "on"})
    answer = Client().get(f"/p/ada/{entry.slug}/credential.jwt")
    assert (answer.status_code, answer.content.decode() == token) == ((200, True) if shown else (404, False))
    assert ("Open Badges 3.0, signed" in Client().get(entry.public_url).content.decode()) is shown
