"""What only the fake does: scripts by role and arm, ends on order, parts kept for a test to look at."""

from collections.abc import Iterator

import pytest

from perfgym.sandbox.errors import StartFailed
from perfgym.sandbox.fake import Ends, FakeDriver, Script, Write
from perfgym.sandbox.protocol import Closed, End, EndReason, Labels, Role
from tests.sandbox.behaviours import ECHO
from tests.sandbox.conftest import SITE, ended, labels, part


def says(text: bytes) -> Script:
    return lambda lines, write: write(text)


def out_of_memory(lines: Iterator[bytes], write: Write) -> None:
    raise Ends(EndReason.MEMORY)


def leaves(lines: Iterator[bytes], write: Write) -> None:
    raise SystemExit("asked to")


def test_arms_may_differ() -> None:
    driver = FakeDriver({("before", Role.RUNNER): says(b"slow"), Role.RUNNER: says(b"fast")})
    for arm, text in (("before", b"slow"), ("after", b"fast")):
        with driver.open(Labels(SITE, "r", 1, "w", arm)) as pod:
            assert pod.start(part("")).receive(10) == text


def test_an_end_may_be_ordered() -> None:
    with FakeDriver({Role.APP: out_of_memory}).open(labels()) as pod:
        assert ended(pod.start(part("", Role.APP))) == End(EndReason.MEMORY, -9)


def test_a_script_never_ends_the_process_of_the_test() -> None:
    with FakeDriver({Role.RUNNER: leaves}).open(labels()) as pod:
        process = pod.start(part(""))
        assert ended(process).code == 1
        assert "asked to" in process.tail()


def test_a_role_without_script_does_not_start() -> None:
    with FakeDriver({}).open(labels()) as pod, pytest.raises(StartFailed, match="no script for the database"):
        pod.start(part("", Role.DATABASE))


def test_an_app_takes_no_lines_and_an_ended_part_none_either() -> None:
    with FakeDriver({Role.APP: ECHO.fake, Role.RUNNER: says(b"bye")}).open(labels()) as pod:
        app, runner = pod.start(part("", Role.APP)), pod.start(part(""))
        ended(runner)
        for process in (app, runner):
            with pytest.raises(Closed):
                process.send(b"x")
        assert runner.receive(10) == b"bye"  # said before it ended


def test_what_was_asked_for_is_kept() -> None:
    driver = FakeDriver({Role.RUNNER: ECHO.fake})
    driver.prepare("hello")
    with driver.open(labels()) as pod:
        pod.start(part(""))
        assert driver.prepared == ["hello"]
        assert [each.part.role for each in pod.parts] == [Role.RUNNER]
        assert list(driver.pods.values()) == [pod]
    assert not driver.pods
