"""What every driver promises about lines, ends and output, asked of each, and of the fake, in the same words."""

import signal

import pytest

from perfgym.sandbox.protocol import Closed, End, EndReason, Pod, Process, Role
from tests.deployment import wait_until
from tests.sandbox.behaviours import BREAK, BURN, ECHO, FLOOD, LAST_WORD, VERBOSE, exits, writes
from tests.sandbox.conftest import begin, ended, part, with_fake

MEBIBYTE = 1 << 20


def drain(process: Process) -> None:
    while process.receive(30) is not None:
        continue


@with_fake
def test_lines_go_both_ways(pod: Pod) -> None:
    process = begin(pod, ECHO)
    for text in (b"abc", b"", "æø".encode(), b"y" * 100_000):
        process.send(text)
        assert process.receive(20) == text.decode()[::-1].encode()


@with_fake
def test_many_lines_keep_their_order(pod: Pod) -> None:
    process = begin(pod, ECHO)
    for number in range(500):
        process.send(b"%d" % number)
    assert [process.receive(20) for _ in range(500)] == [str(number)[::-1].encode() for number in range(500)]


@with_fake
def test_silence_is_none_and_the_end_is_closed_for_good(pod: Pod) -> None:
    process = begin(pod, LAST_WORD)
    assert process.receive(0.1) is None
    process.send(b"go")
    assert process.receive(20) == b"last"
    for _ in range(2):
        with pytest.raises(Closed):
            process.receive(20)
    assert ended(process) == End(EndReason.EXITED, 0)


@with_fake
@pytest.mark.parametrize("code", [0, 3, 255])
def test_the_exit_code_is_told(pod: Pod, code: int) -> None:
    assert ended(begin(pod, exits(code))) == End(EndReason.EXITED, code)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGSEGV", "SIGKILL"])
def test_a_signal_is_told_as_its_negative_number(pod: Pod, name: str) -> None:
    process = pod.start(part(f"import os, signal; os.kill(os.getpid(), signal.{name})"))
    assert ended(process) == End(EndReason.EXITED, -signal.Signals[name])


@with_fake
def test_a_traceback_is_in_the_tail(pod: Pod) -> None:
    process = begin(pod, BREAK)
    assert ended(process) == End(EndReason.EXITED, 1)
    with pytest.raises(Closed):
        drain(process)
    wait_until(lambda: "broken on purpose" in process.tail(), "the tail arrives")


@with_fake
def test_a_running_part_has_no_end(pod: Pod) -> None:
    process = begin(pod, ECHO)
    process.send(b"x")
    assert process.receive(20) == b"x"
    assert process.end() is None


@with_fake
def test_a_killed_part_says_so(pod: Pod) -> None:
    process = begin(pod, ECHO)
    process.kill()
    assert ended(process).reason is EndReason.KILLED
    process.kill()  # once more does no harm


@with_fake
def test_an_apps_output_is_kept_as_a_tail_of_four_kilobytes(pod: Pod) -> None:
    process = begin(pod, VERBOSE, Role.APP)
    ended(process)
    wait_until(lambda: process.tail().endswith("the end\n"), "the tail arrives")
    assert len(process.tail()) == 4096


def test_an_app_that_floods_its_log_is_not_held_up(pod: Pod) -> None:
    process = pod.start(part("for _ in range(20_000): print('x' * 500)\nprint('through')", Role.APP))
    assert ended(process) == End(EndReason.EXITED, 0)
    wait_until(lambda: process.tail().endswith("through\n"), "the tail arrives")


def test_undecodable_output_is_replaced(pod: Pod) -> None:
    process = pod.start(part(r"import os; os.write(2, b'\xff\xfe the end')"))
    ended(process)
    with pytest.raises(Closed):
        process.receive(20)
    wait_until(lambda: "the end" in process.tail(), "the tail arrives")
    assert "�" in process.tail()


@with_fake
def test_a_line_of_one_mebibyte_is_still_a_line(pod: Pod) -> None:
    line = begin(pod, writes(MEBIBYTE)).receive(30)
    assert line is not None
    assert len(line) == MEBIBYTE


@with_fake
def test_a_longer_line_ends_the_part(pod: Pod) -> None:
    process = begin(pod, writes(MEBIBYTE + 1))
    with pytest.raises(Closed):
        drain(process)
    assert ended(process).reason is EndReason.OUTPUT


@with_fake
def test_too_much_output_ends_the_part(pod: Pod, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("perfgym.sandbox.output.MAX_OUTPUT", 4 * MEBIBYTE)
    process = begin(pod, FLOOD)
    with pytest.raises(Closed):
        drain(process)
    assert ended(process).reason is EndReason.OUTPUT


@with_fake
def test_usage_grows_with_the_cpu_that_is_burned(pod: Pod) -> None:
    process = begin(pod, BURN)
    seen = []
    for _ in range(3):
        process.send(b"burn")
        assert process.receive(60) == b"burned"
        seen.append(process.usage().cpu_seconds)
    assert 0 < seen[0] < seen[1] < seen[2]


def test_cpu_of_reaped_children_counts(pod: Pod) -> None:
    burn = "x = 0\nfor i in range(6_000_000): x += i"
    script = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {burn!r}])\n{ECHO.script}"
    process = pod.start(part(script))
    process.send(b"ready")
    assert process.receive(60) == b"ydaer"
    assert process.usage().cpu_seconds > 0.1


def test_memory_is_what_a_part_holds_and_not_the_files_it_has_read(pod: Pod) -> None:
    read = (
        "import glob, sys\nfor name in glob.glob(sys.prefix + '/lib/**/*.so*', recursive=True): open(name, 'rb').read()"
    )
    process = pod.start(part(f"{read}\nheld = bytes(range(256)) * (40 << 12)\n{ECHO.script}"))
    process.send(b"ready")
    assert process.receive(60) == b"ydaer"
    assert 40 * MEBIBYTE < process.usage().memory_bytes < 90 * MEBIBYTE


@with_fake
def test_what_was_set_can_be_read_back(pod: Pod) -> None:
    applied = dict(begin(pod, ECHO).applied())
    assert {256 << 20, 32} <= {value for value in applied.values() if isinstance(value, int)}
