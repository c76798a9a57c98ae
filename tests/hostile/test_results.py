"""Each stream of lines as a runner's: a bad one ends the run, and nothing of it is in the database."""

import pytest
from django.test import Client

from perfgym.runs.lines.strict import BadResult
from perfgym.runs.models import Evidence, ScoreEvent, State
from perfgym.runs.runner import Runner
from tests.hostile.table import Ends, Row
from tests.runs import told

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]
KIND = "results"
EACH = ("r01_bad_lines", "r02_digits")  # every line of these is bad by itself


class Says:
    """The process of a runner that has written one line."""

    def __init__(self, line: bytes) -> None:
        self.line = line

    def send(self, line: bytes) -> None:
        pass

    def receive(self, timeout: float) -> bytes:
        return self.line


def lines(row: Row) -> list[bytes]:
    return row.file.read_bytes().removesuffix(b"\n").split(b"\n")


def test_a_stream_ends_as_stated(row: Row) -> None:
    run = told.explore(*lines(row))
    client = Client()
    client.force_login(run.owner)
    said = run.message + client.get(run.get_absolute_url()).content.decode()
    assert client.get("/healthz").status_code == 200
    for part in row.says:
        assert part in said
    assert "<script>alert" not in said
    assert not ScoreEvent.objects.exists()
    if row.ends is Ends.FINISHED:
        assert (run.state, run.reason, run.result["verified"]) == (State.FINISHED, "", False)
        return
    assert run.state == State.FAILED
    assert run.reason in row.reasons
    if row.stem in EACH:
        every_line_is_refused(lines(row))
    if run.reason == "bad_result":
        assert (run.result["count"], run.result["series"], run.result["errors"]) == (0, [], [])
        assert not Evidence.objects.exists()


def every_line_is_refused(found: list[bytes]) -> None:
    """As the next line of a load test that goes well, and as the answer of a scoring runner."""
    for line in found:
        run = told.explore(told.SECOND, told.NAME, told.RAW, line, told.SUMMARY)
        assert (run.reason, run.result["count"]) == ("bad_result", 0), line[:80]
        for op in ("hello", "turn", "lag"):
            with pytest.raises(BadResult):
                Runner(Says(line)).ask(op)  # type: ignore[arg-type]
