"""perfgym evidence verify: what it says and the code it ends with."""

import io
import json

import pytest
from bundle_factory import make
from django.core.management import call_command

from perfgym.console.management.commands.evidence import Command


def verify(path, *options: str) -> tuple[int, str]:
    """The exit code and standard output."""
    out = io.StringIO()
    try:
        call_command(Command(), "verify", str(path), *options, stdout=out)
    except SystemExit as end:
        return int(end.code or 0), out.getvalue()
    return 0, out.getvalue()


@pytest.fixture
def written(tmp_path):
    """Writes bytes to a file and gives its path."""

    def write(data: bytes):
        path = tmp_path / "bundle.zip"
        path.write_bytes(data)
        return path

    return write


def test_a_bundle_that_holds(written):
    code, said = verify(written(make()))
    assert code == 0
    assert "holds. It states: 2.5x faster, certain between" in said
    assert "100 points" not in said
    assert "Computed again from 578 requests" in said


def test_a_bundle_with_a_false_claim(written):
    code, said = verify(written(make(points=100, ratio=0.1)))
    assert code == 1
    assert "does not hold" in said
    assert "- The ratio is said to be 0.1; the raw data give 0." in said


def test_a_refused_run_is_said_to_be_one(written):
    code, said = verify(written(make(wrong=1, reason="wrong_answers", verdict=None, points=0)))
    assert code == 0
    assert "there is no verdict: wrong_answers" in said


@pytest.mark.parametrize("data", [b"", b"something else"])
def test_what_is_no_bundle(written, data):
    code, said = verify(written(data))
    assert code == 2
    assert "is no evidence bundle that can be checked" in said


def test_a_file_that_is_not_there(tmp_path):
    code, said = verify(tmp_path / "none.zip")
    assert code == 2
    assert "No such file" in said


def test_json_is_one_document(written):
    code, said = verify(written(make(points=100)), "--json")
    document = json.loads(said)
    assert code == 1
    assert document["holds"] is False
    assert document["readable"] is True
    assert document["verdict"] == "faster"
    assert len(document["problems"]) == 1
    code, said = verify(written(b"x"), "--json")
    assert code == 2
    assert json.loads(said)["readable"] is False
