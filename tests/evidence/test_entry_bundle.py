"""The signed bundle of an entry holds, is the same for the same content, leaves out what its owner does not show."""

import hashlib
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perfgym.measure.errors import BadBundle
from perfgym.portfolio.evidence import members, packing
from perfgym.portfolio.evidence.checking import check
from perfgym.signing import PublicKey, keys_from
from perfgym.signing.keys import from_base64url
from tests.evidence import entry_bundles as made
from tests.measure.bundle_factory import make

HONEST = made.entry_bundle()


def problems_of(data: bytes) -> tuple[str, ...]:
    """What is wrong with it, also where it cannot be read."""
    try:
        return check(data).problems
    except BadBundle as error:
        return (str(error),)


def test_an_honest_one_holds_and_says_whose_key_signed_it() -> None:
    checked = check(HONEST, keys_from(made.published()))
    assert checked.problems == ()
    assert checked.signer == made.public()
    assert (checked.entry, checked.review) == (made.ENTRY, made.REVIEW)
    assert checked.content.members["report.md"].decode() == made.REPORT


def test_its_manifest_lists_every_other_member_and_its_signature_is_of_the_manifest() -> None:
    found = made.opened(HONEST)
    listed = json.loads(found["manifest.json"])["sha256"]
    rest = {name: found[name] for name in found if name not in ("manifest.json", "signature.json")}
    assert listed == {name: hashlib.sha256(content).hexdigest() for name, content in rest.items()}
    told = json.loads(found["signature.json"])
    assert PublicKey.of_jwk(told["key"]).verifies(found["manifest.json"], from_base64url(told["signature"]))


def test_the_same_content_gives_the_same_bytes_in_whatever_order_it_comes() -> None:
    assert made.entry_bundle() == HONEST
    found = made.opened(HONEST)
    assert packing.written(dict(reversed(found.items()))) == HONEST
    assert made.entry_bundle(report="Another.") != HONEST


def test_the_bundle_of_a_run_alone_holds_and_nobody_signed_it() -> None:
    checked = check(make())
    assert (checked.problems, checked.signer, checked.entry, checked.is_of_an_entry) == ((), None, None, False)
    assert check(make(), keys_from(made.published())).problems == (
        "None of the keys that you gave has signed this bundle.",
    )


@pytest.mark.parametrize("name", members.OPTIONAL)
def test_what_its_owner_does_not_show_is_not_in_it(name: str) -> None:
    left = made.entry_bundle(left_out=(name,))
    assert name not in made.opened(left)
    checked = check(left)
    assert checked.problems == ()
    assert checked.entry is not None
    assert checked.entry.left_out == [name]


def test_an_entry_that_nobody_accepted_says_so() -> None:
    checked = check(made.entry_bundle(review=members.Review(accepted=[])))
    assert checked.problems == ()
    assert checked.review == members.Review(accepted=[])


@given(st.text(max_size=400), st.text(max_size=80))
@settings(max_examples=40, deadline=None)
def test_any_words_hold(report: str, title: str) -> None:
    report = report.encode(errors="replace").decode()
    title = title.encode(errors="replace").decode()
    checked = check(made.entry_bundle(entry=made.ENTRY.model_copy(update={"title": title}), report=report))
    assert checked.problems == ()
    assert checked.content.members["report.md"].decode() == report


@given(st.integers(0, len(HONEST) - 1), st.integers(1, 255))
@settings(max_examples=150, deadline=None)
def test_no_byte_can_be_changed(position: int, flip: int) -> None:
    broken = bytearray(HONEST)
    broken[position] ^= flip
    assert problems_of(bytes(broken))
