"""How parts begin and end, beside each other and one after the other: on every driver."""

import signal
from concurrent.futures import ThreadPoolExecutor

import pytest

from perfgym.sandbox.protocol import Driver, End, EndReason, Pod, Role
from tests.deployment import wait_until
from tests.sandbox.conftest import ended, labels, part
from tests.sandbox.test_isolation import FETCH, SERVE, SLEEP

GREEDY = "blocks = []\nwhile True: blocks.append(bytearray(b'x') * (8 << 20))"
GREEDY_CHILDREN = f"import subprocess, sys\nwhile True: subprocess.run([sys.executable, '-c', {GREEDY!r}])"
GREEDY_TOGETHER = """
import mmap, time
shared = mmap.mmap(-1, 512 << 20)
for page in range(0, len(shared), 4096): shared[page] = 1
time.sleep(60)
"""
SHARING = """
import os, time
loaded = b"x" * (64 << 20)
for _ in range(6):
    if not os.fork(): time.sleep(60)
time.sleep(1)  # long enough for a watcher to look several times
print("all there", flush=True)
time.sleep(60)
"""
LOGGING = """
import sys, time
for _ in range(4000): sys.stderr.write("FATAL" * 50)
print("on", flush=True)
time.sleep(60)
"""
BUSY = f"x = 0\nfor i in range(6_000_000): x += i\nprint(x, flush=True)\n{SLEEP}"


def test_a_signal_is_told_as_a_negative_code(pod: Pod) -> None:
    script = "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"
    assert ended(pod.start(part(script))) == End(EndReason.EXITED, -signal.SIGSEGV)


def test_a_high_exit_code_is_no_signal(pod: Pod) -> None:
    assert ended(pod.start(part("raise SystemExit(255)"))) == End(EndReason.EXITED, 255)


@pytest.mark.parametrize("role", [Role.RUNNER, Role.APP])
def test_the_last_words_of_a_part_are_there_as_soon_as_its_end_is(driver: Driver, role: Role) -> None:
    for _ in range(5):
        with driver.open(labels()) as pod:
            process = pod.start(part("raise ValueError('last words')", role))
            while process.end() is None:
                continue
            assert "ValueError: last words" in process.tail()


@pytest.mark.parametrize("script", [GREEDY_TOGETHER, GREEDY_CHILDREN], ids=["shared", "in children"])
def test_memory_is_held_however_it_is_taken(pod: Pod, script: str) -> None:
    """Where only a child is over the limit, the part ends all the same: a server would start the next one."""
    assert ended(pod.start(part(script, memory_bytes=96 << 20))).reason is EndReason.MEMORY


def test_memory_that_children_share_counts_once(pod: Pod) -> None:
    """Servers that fork their workers share what they loaded before."""
    process = pod.start(part(SHARING, memory_bytes=160 << 20))
    assert process.receive(30) == b"all there"
    assert process.end() is None


def test_a_part_may_start_when_the_first_has_ended(pod: Pod) -> None:
    first, runner = pod.start(part(SLEEP, role=Role.APP)), pod.start(part(FETCH))
    first.kill()
    ended(first)
    pod.start(part(SERVE, role=Role.APP))
    assert runner.receive(30) == b"hello"


def test_parts_start_side_by_side(pod: Pod) -> None:
    with ThreadPoolExecutor(3) as pool:
        _, *runners = pool.map(pod.start, [part(SERVE, role=Role.APP), part(FETCH), part(FETCH)])
    assert [runner.receive(30) for runner in runners] == [b"hello", b"hello"]


def test_what_a_database_logs_is_taken_in_while_nobody_reads_its_lines(pod: Pod) -> None:
    database = pod.start(part(LOGGING, role=Role.DATABASE))
    wait_until(lambda: database.tail().endswith("FATAL"), "the log arrives")
    assert database.receive(30) == b"on"


def test_what_a_part_used_stays_known_when_it_is_gone(driver: Driver) -> None:
    with driver.open(labels()) as pod:
        process = pod.start(
            part("x = 0\nfor i in range(6_000_000): x += i\nprint(x, flush=True)\nimport time; time.sleep(60)")
        )
        assert process.receive(60)
        used = process.usage().cpu_seconds
        process.kill()
        ended(process)
        assert process.usage().cpu_seconds >= used > 0
