"""The site's keys: made once, kept private, replaced without losing what was signed, known by their thumbprints."""

import json
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perfgym import signing
from perfgym.signing import KeyRing, PublicKey, Status
from perfgym.signing.errors import BadGivenKeys, BadKey, KeysAreGiven, KeysNotKept, KeysUnreadable, NoSuchKey
from perfgym.signing.keys import from_base64url, to_base64url

# RFC 8037, appendix A: the key pair of RFC 8032's first test, its thumbprint and a signature by it.
RFC_JWK = {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
RFC_THUMBPRINT = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
RFC_SIGNED = b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
RFC_SIGNATURE = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "state" / "signing_keys"


def ring(file: Path) -> KeyRing:
    return KeyRing(file, lambda: datetime(2026, 5, 4, 3, 2, 1, tzinfo=UTC))


def test_the_first_key_is_made_once_and_is_the_owners_alone(file: Path) -> None:
    signature = ring(file).sign(b"a manifest")
    assert signature.key.verifies(b"a manifest", signature.value)
    assert ring(file).sign(b"a manifest") == signature
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o077 == 0
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_the_sites_own_keys_lie_in_its_state_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFGYM_HOME", str(tmp_path / "home"))
    signature = signing.sign(b"x")
    assert [each.key for each in signing.public_keys()] == [signature.key]
    assert (tmp_path / "home" / "signing_keys").is_file()


def test_of_many_that_need_the_first_key_at_once_all_sign_with_one(file: Path) -> None:
    found: list[str] = []
    start = threading.Barrier(8)

    def sign() -> None:
        start.wait()
        found.append(ring(file).sign(b"x").key.id)

    threads = [threading.Thread(target=sign) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_a_new_key_signs_and_the_old_ones_signatures_stay_good(file: Path) -> None:
    before = ring(file).sign(b"x")
    made = ring(file).renew()
    assert ring(file).sign(b"x").key == made.key != before.key
    assert [(each.key, each.status) for each in ring(file).public_keys()] == [
        (made.key, Status.ACTIVE),
        (before.key, Status.RETIRED),
    ]
    assert made.made_at == "2026-05-04T03:02:01Z"
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_private_half_that_is_no_longer_used_is_gone(file: Path) -> None:
    ring(file).sign(b"x")
    private = json.loads(file.read_text())["keys"][0]["private"]
    ring(file).renew()
    assert private not in file.read_text()


@pytest.mark.parametrize("renewed", [False, True])
def test_a_leaked_key_signs_nothing_more_and_is_published_as_leaked(file: Path, renewed: bool) -> None:
    leaked = ring(file).sign(b"x").key
    if renewed:
        ring(file).renew()
    ring(file).disown(leaked.id)
    assert {each.key: each.status for each in ring(file).public_keys()}[leaked] is Status.LEAKED
    assert ring(file).sign(b"x").key != leaked
    assert len(ring(file).public_keys()) == 2
    with pytest.raises(NoSuchKey, match="no key 'another'"):
        ring(file).disown("another")


@pytest.mark.parametrize("damage", [b"", b"{}", b'{"keys": []}', b'{"keys": [1]}', b"\xff", b"[" * 100_000])
def test_damaged_keys_are_never_replaced(file: Path, damage: bytes) -> None:
    ring(file).sign(b"x")
    file.write_bytes(damage)
    with pytest.raises(KeysUnreadable, match="they are damaged"):
        ring(file).sign(b"x")
    with pytest.raises(KeysUnreadable):
        ring(file).renew()
    assert file.read_bytes() == damage


def test_halves_of_two_keys_are_damage(file: Path, tmp_path: Path) -> None:
    ring(file).sign(b"x")
    kept, other = json.loads(file.read_text()), tmp_path / "other"
    kept["keys"][0]["public"] = to_base64url(ring(other).sign(b"x").key.raw)
    file.write_text(json.dumps(kept))
    with pytest.raises(KeysUnreadable):
        ring(file).sign(b"x")


def test_where_no_key_can_be_kept_nothing_is_signed(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("no folder")
    with pytest.raises(KeysNotKept, match="Nothing was signed"):
        ring(tmp_path / "state" / "signing_keys").sign(b"x")


def test_the_standards_own_example() -> None:
    key = PublicKey.of_jwk(RFC_JWK)
    assert key.id == RFC_THUMBPRINT
    assert key.verifies(RFC_SIGNED, from_base64url(RFC_SIGNATURE))
    assert not key.verifies(RFC_SIGNED + b".", from_base64url(RFC_SIGNATURE))
    assert PublicKey.of_jwk(key.jwk()) == key


def test_what_is_published_can_be_read_again(file: Path) -> None:
    ring(file).renew()
    known = ring(file).public_keys()
    data = json.dumps(signing.key_set(known)).encode()
    assert signing.keys_from(data) == known
    assert b"private" not in data
    alone = json.dumps(known[0].key.jwk()).encode()
    assert [each.key for each in signing.keys_from(alone)] == [known[0].key]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not JSON"),
        (b"[]", "neither a JSON Web Key nor a set"),
        (b'{"keys": 1}', "neither a JSON Web Key nor a set"),
        (b'{"keys": []}', "holds none"),
        (b'{"keys": [{"kty": "RSA"}]}', "holds none"),
        (json.dumps({**RFC_JWK, "crv": "X25519"}).encode(), "kty and crv"),
        (json.dumps({**RFC_JWK, "kid": "another"}).encode(), "its kid is not its thumbprint"),
        (json.dumps({**RFC_JWK, "x": "AAAA"}).encode(), "it has 3 bytes"),
        (json.dumps({**RFC_JWK, "x": RFC_JWK["x"] + "="}).encode(), "base64url"),
        (json.dumps({**RFC_JWK, "x": 7}).encode(), "base64url"),
        (json.dumps({**RFC_JWK, "status": "new"}).encode(), "its status"),
        (b" " * (2 << 20), "more than"),
    ],
)
def test_what_is_no_public_key(data: bytes, why: str) -> None:
    with pytest.raises(BadKey, match=why):
        signing.keys_from(data)


def test_a_deployment_gives_its_keys_in_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    new, old, lost = "01" * 32, "02" * 32, "03" * 32
    monkeypatch.setenv("PERFGYM_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PERFGYM_SIGNING_KEYS", old)
    before = signing.sign(b"x")
    monkeypatch.setenv("PERFGYM_SIGNING_KEYS", f"{new}, {old}, {lost}:leaked")
    assert signing.sign(b"x").key == signing.public_keys()[0].key != before.key
    assert [each.status for each in signing.public_keys()] == [Status.ACTIVE, Status.RETIRED, Status.LEAKED]
    assert signing.public_keys()[1].key == before.key
    with pytest.raises(KeysAreGiven, match="changed there"):
        signing.ring().renew()
    with pytest.raises(KeysAreGiven):
        signing.ring().disown(before.key.id)
    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize("text", ["short", "01" * 33, f"{'01' * 32}:leaked", f"{'01' * 32},", "G" * 64])
def test_keys_that_are_given_wrongly_are_not_made_up_for(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERFGYM_SIGNING_KEYS", text)
    with pytest.raises(BadGivenKeys, match="64 hexadecimal digits") as raised:
        signing.sign(b"x")
    assert text not in str(raised.value)


@given(st.binary(max_size=80), st.binary(max_size=80))
def test_only_the_signed_message_verifies(message: bytes, other: bytes) -> None:
    key = PublicKey.of_jwk(RFC_JWK)
    assert not key.verifies(message, other)
    assert from_base64url(to_base64url(message)) == message
