"""A part may write as much as it likes: what the worker keeps of it stays small, and past a cap the part ends."""

import gc
import time
from pathlib import Path

import pytest

from perfgym.sandbox import output
from perfgym.sandbox.protocol import Closed, End, EndReason, Pod, Role
from tests.deployment import wait_until
from tests.sandbox.behaviours import FLOOD
from tests.sandbox.conftest import DOCKER, begin, ended, part, with_fake

MEBIBYTE = 1 << 20
GROWTH = 24 * MEBIBYTE  # the caps and what an allocator keeps for itself
SIXTY_MEBIBYTES = (
    "import sys\nfor _ in range(960): {stream}.write('x' * 65535 + chr(10))\nprint('through', file={stream})"
)
EMPTY_LINES = "import sys\nwhile True: sys.stdout.write(chr(10) * 65536)"
BIT_BY_BIT = "import os\nfor _ in range(200_000): os.write(1, b'x')\nos.write(1, b'\\n')\nimport time; time.sleep(60)"


def resident() -> int:
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


@pytest.mark.parametrize(
    ("role", "stream"), [(Role.APP, "sys.stdout"), (Role.APP, "sys.stderr"), (Role.DATABASE, "sys.stderr")]
)
def test_a_log_of_sixty_mebibytes_leaves_four_kibibytes(pod: Pod, role: Role, stream: str) -> None:
    before = resident()
    process = pod.start(part(SIXTY_MEBIBYTES.format(stream=stream), role))
    assert ended(process) == End(EndReason.EXITED, 0)
    wait_until(lambda: process.tail().endswith("through\n"), "the tail arrives")
    assert len(process.tail()) == 4096
    assert resident() - before < GROWTH


@with_fake
def test_an_app_whose_log_passes_the_cap_ends(pod: Pod, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(output, "MAX_OUTPUT", 4 * MEBIBYTE)
    assert ended(begin(pod, FLOOD, Role.APP)).reason is EndReason.OUTPUT


def test_lines_that_nobody_takes_are_not_kept_without_end(pod: Pod) -> None:
    """Empty ones too: keeping a line takes memory however short it is."""
    before = resident()
    process = pod.start(part(EMPTY_LINES))
    assert process.receive(30) == b""
    for _ in range(20):
        process.tail()
    assert resident() - before < GROWTH + output.MAX_WAITING
    process.kill()


@pytest.mark.parametrize("driver", [DOCKER, "fake"], indirect=True)
def test_a_database_that_floods_lines_ends(pod: Pod) -> None:
    """Its lines are taken in while nobody waits for one, so that it can always log; so they need a bound."""
    before = resident()
    assert ended(begin(pod, FLOOD, Role.DATABASE)).reason is EndReason.OUTPUT
    assert resident() - before < GROWTH + 2 * output.MAX_WAITING


def test_a_line_written_bit_by_bit_costs_the_worker_little(pod: Pod) -> None:
    process = pod.start(part(BIT_BY_BIT))
    used = time.thread_time()
    line = process.receive(60)
    assert line == b"x" * 200_000
    assert time.thread_time() - used < 20


def test_a_line_in_a_million_pieces_is_looked_at_once() -> None:
    lines = output.Lines()
    used = time.thread_time()
    for _ in range(output.MAX_LINE):
        assert lines.take(b"x") == []
    assert lines.take(b"\nyz\n!") == [b"x" * output.MAX_LINE, b"yz"]
    assert time.thread_time() - used < 20  # a second of CPU; looked at again each time it would take hours


def test_what_does_not_fit_is_not_kept() -> None:
    waiting = output.Waiting()
    line = b"x" * (output.MAX_WAITING // 4)
    waiting.add([line] * 3)
    with pytest.raises(Closed):
        waiting.add([line])
    assert [waiting.next() for _ in range(3)] == [line] * 3
    assert not waiting
    waiting.add([line])
    assert waiting
