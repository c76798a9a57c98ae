"""perfgym evidence verify of a signed bundle: what it says, without and with a list of keys."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from perfgym.console.management.commands.evidence import Command
from perfgym.portfolio.evidence import members
from perfgym.signing.errors import BadKey
from tests.evidence import entry_bundles as made


def verify(folder: Path, data: bytes, *more: str) -> tuple[int, str]:
    """The exit code and standard output."""
    (folder / "bundle.zip").write_bytes(data)
    out = io.StringIO()
    try:
        call_command(Command(), "verify", str(folder / "bundle.zip"), *more, stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


def with_keys(folder: Path, data: bytes) -> tuple[str, str]:
    (folder / "keys.json").write_bytes(data)
    return "--key", str(folder / "keys.json")


def test_it_says_what_it_computed_again_whose_it_is_who_accepted_it_and_who_signed(tmp_path: Path) -> None:
    code, said = verify(tmp_path, made.entry_bundle())
    assert code == 0
    stated, computed, owner, run, accepted, signed = said.splitlines()
    assert "holds. It states: 2.5x faster, certain between" in stated
    assert "Computed again from 578 requests: after/before 0." in computed
    assert owner == "It is an entry of Ada Lovelace: “The book page, 2.5 times faster”."
    assert run.endswith(f"has the SHA-256 {'cd' * 32}.")
    assert accepted == "Accepted by an instructor of Performance 1 on 2026-05-05."
    assert made.public().id in signed
    assert "Compare the key with https://perfgym.example/.well-known/perfgym-keys.json" in signed
    assert "whether to believe them is yours to decide" in signed


def test_with_a_list_of_keys_the_signer_must_be_one_of_them(tmp_path: Path) -> None:
    code, said = verify(tmp_path, made.entry_bundle(), *with_keys(tmp_path, made.published()))
    assert code == 0
    assert f"Signed with the key {made.public().id}, one of those that you gave (active)." in said
    code, said = verify(tmp_path, made.entry_bundle(), *with_keys(tmp_path, made.published(made.OTHER)))
    assert code == 1
    assert "which is not among those that you gave" in said


def test_a_file_of_keys_that_is_none_is_wrong_input(tmp_path: Path) -> None:
    with pytest.raises(BadKey, match="not JSON"):
        verify(tmp_path, made.entry_bundle(), *with_keys(tmp_path, b"keys"))
    with pytest.raises(BadKey, match="No such file"):
        verify(tmp_path, made.entry_bundle(), "--key", str(tmp_path / "none"))


def test_the_bundle_of_a_run_is_said_to_be_signed_by_nobody(tmp_path: Path) -> None:
    code, said = verify(tmp_path, made.run_bundle())
    assert code == 0
    assert "Nobody signed it" in said
    code, said = verify(tmp_path, made.run_bundle(), *with_keys(tmp_path, made.published()))
    assert code == 1
    assert "None of the keys that you gave has signed this bundle." in said


def test_what_the_owner_does_not_show_is_named(tmp_path: Path) -> None:
    code, said = verify(tmp_path, made.entry_bundle(left_out=("files.json", "sources.json")))
    assert (code, "Its owner does not show: files.json, sources.json." in said) == (0, True)


def test_a_reviewers_words_for_everybody_are_said_with_their_name(tmp_path: Path) -> None:
    (acceptance,) = made.REVIEW.accepted
    told = acceptance.model_copy(update={"by": "Grace Hopper", "words": "Careful work.", "words_changed_after": True})
    _, said = verify(tmp_path, made.entry_bundle(review=members.Review(accepted=[told])))
    assert "Accepted by Grace Hopper, an instructor of Performance 1 on 2026-05-05; the report was changed" in said
    assert "They wrote: “Careful work.”" in said


def test_json_has_all_of_it(tmp_path: Path) -> None:
    code, said = verify(tmp_path, made.entry_bundle(), *with_keys(tmp_path, made.published()), "--json")
    found: dict[str, Any] = json.loads(said)
    assert (code, found["holds"], found["kind"], found["problems"]) == (0, True, "entry", [])
    assert found["signature"] == {"key": made.public().id, "known": "active", "site": "https://perfgym.example"}
    assert found["computed"]["interval"] == found["interval"]
    assert members.Entry.model_validate_json(json.dumps(found["entry"])) == made.ENTRY
    assert found["review"]["accepted"][0]["cohort"] == "Performance 1"


def test_json_of_one_that_does_not_hold_claims_no_figures(tmp_path: Path) -> None:
    code, said = verify(tmp_path, made.changed_json(made.entry_bundle(), "verdict.json", ratio=0.1), "--json")
    found = json.loads(said)
    assert (code, found["holds"], found["computed"]) == (1, False, None)
