"""An app or a database that went over a limit: the reason is the limit, with its value, whatever else came of it."""

from collections.abc import Callable

import pytest

from perfgym.catalog import library
from perfgym.errors import PlatformError
from perfgym.runs.arm import Arm
from perfgym.runs.outcome import Reason, RunFailed
from perfgym.sandbox.fake import Ends, FakeDriver, Script
from perfgym.sandbox.protocol import EndReason, Labels, Role
from perfgym.sandbox.slots import Slot
from tests.deployment import wait_until
from tests.sandbox.conftest import part

SAYS = {
    EndReason.MEMORY: "The app used more than its memory limit of 512 MiB.",
    EndReason.PIDS: "The app had more than its limit of 64 processes and threads.",
    EndReason.DISK: "The app wrote more files than its disk limit of 64 MiB.",
    EndReason.OUTPUT: "The app wrote more output than a part may: 256 MiB in all, 1 MiB a line of results.",
}


def ends(reason: EndReason) -> Script:
    def script(*_: object) -> int:
        raise Ends(reason)

    return script


def exits(*_: object) -> int:
    return 3


def waits(lines: object, write: Callable[[bytes], None]) -> None:
    for _ in lines:  # type: ignore[attr-defined]
        continue


def fault(name: str, app: Script, database: Script) -> Exception:
    """What an arm says of a pod whose parts ended so."""
    driver = FakeDriver({Role.APP: app, Role.DATABASE: database})
    found = library.default().lab("sql-n-plus-one").app
    arm = Arm(name, driver, Labels("s", "r", 1, "w", name), found, Slot((), ()))
    try:
        (pod,) = driver.pods.values()
        arm.process, arm.database = pod.start(part("", Role.APP)), pod.start(part("", Role.DATABASE))
        scripts = ((arm.process, app), (arm.database, database))
        wait_until(lambda: all(one.end() for one, script in scripts if script is not waits), "the parts end")
        said = arm.ended()
    finally:
        arm.close()
    assert said is not None
    return said


@pytest.mark.parametrize("reason", SAYS)
def test_the_limit_and_its_value_are_told(reason: EndReason) -> None:
    said = fault("after", ends(reason), waits)
    assert isinstance(said, RunFailed)
    assert (said.reason, str(said)) == (Reason.LIMIT, SAYS[reason])


def test_an_app_that_ended_because_its_database_went_over_a_limit_did_not_fail_by_itself() -> None:
    said = fault("after", exits, ends(EndReason.MEMORY))
    assert isinstance(said, RunFailed)
    assert said.reason is Reason.LIMIT
    assert "The database used more than its memory limit of 1024 MiB." in str(said)


def test_an_app_that_ends_is_told_with_its_exit_code() -> None:
    said = fault("after", exits, waits)
    assert isinstance(said, RunFailed)
    assert (said.reason, str(said)) == (Reason.APP_EXITED, "The app ended in the middle of the run, exit code 3.")


def test_what_happens_to_the_labs_own_version_is_our_fault() -> None:
    assert isinstance(fault("before", ends(EndReason.MEMORY), waits), PlatformError)
