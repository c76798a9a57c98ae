"""Whether what a version acknowledged is kept: looked at after the traffic, and again after the app was killed.

    a few writes more -> kill the app -> settings, invariants, commits -> start it again -> the pages that show it all

The kill follows the last acknowledged write at once, so a write that an app still holds in its own memory is lost.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from perfgym.errors import PlatformError
from perfgym.runs import durability
from perfgym.runs.arm import ANSWER_SECONDS, Arm
from perfgym.runs.outcome import Reason, RunFailed
from perfgym.runs.pairs import Alternation

MISSING = (404, 410)
SHOWN = 5  # findings told at most


@dataclass(frozen=True)
class Page:
    """A page that shows what was written, asked for once more after the traffic."""

    path: str
    sentence: str
    status: int
    digest: str
    error: str | None


def check(
    arms: Mapping[str, Arm], turns: Alternation, files: Mapping[str, bytes], seed: int, stop: Callable[[], None]
) -> None:
    """Raise RunFailed where "after" does not keep what it acknowledged. `files` and `seed` are what it started from."""
    before, after = arms["before"], arms["after"]
    if not before.promises:
        return
    if after.database:
        _after_a_crash(before, after, turns, files, seed, stop)
    _compare(recall(before), recall(after), restarted=after.database is not None, tail=after.process.tail())


def _after_a_crash(
    before: Arm, after: Arm, turns: Alternation, files: Mapping[str, bytes], seed: int, stop: Callable[[], None]
) -> None:
    turns.write_last(stop)
    tail = after.process.tail()
    after.kill()
    with ThreadPoolExecutor(1) as pool:
        usual = pool.submit(durability.relations, before)
        _refuse(durability.weakened(after), tail)
        _refuse(durability.replaced(usual.result(), durability.relations(after)), tail)
    if broken := before.broken_invariants():
        raise PlatformError(f"The lab's own version broke an invariant: {broken[0]}")
    _refuse(after.broken_invariants(), tail)
    _refuse(durability.late_commits(after), tail)
    stop()
    try:
        after.restart(files, seed)
    except RunFailed as failed:
        again = f"After its traffic your version was stopped and started again. {failed}"
        raise RunFailed(failed.reason, again, failed.tail) from failed


def _refuse(findings: Sequence[str], tail: str) -> None:
    if findings:
        raise RunFailed(Reason.LOST_WRITES, "\n".join(findings[:SHOWN]), tail)


def recall(arm: Arm) -> list[Page]:
    """What the contract recalls of the writes, as the app shows it now."""
    if "recall" not in arm.promises:
        return []
    found: list[dict[str, Any]] = arm.runner.ask("recall", 2.2 * arm.pace.request + ANSWER_SECONDS)["pages"]
    return [Page(**page) for page in found]


def _compare(usual: Sequence[Page], found: Sequence[Page], *, restarted: bool, tail: str) -> None:
    """As far as both were asked: an arm that is slow, or that fails, is asked for fewer pages."""
    when = "after your version was stopped and started again" if restarted else "after the run"
    for expected, got in zip(usual, found, strict=False):
        if expected.error:
            raise PlatformError(f"The lab's own version failed at {expected.path} after the run: {expected.error}")
        if got.error:
            raise RunFailed(Reason.TOO_MANY_FAILURES, f"GET {got.path} failed {when}: {got.error}", tail)
        if (expected.status, expected.digest) != (got.status, got.digest):
            how = f"it answered {got.status}" if got.status != expected.status else "it shows something else"
            raise RunFailed(Reason.LOST_WRITES, f"{got.sentence}: GET {got.path} does not show it {when}; {how}.", tail)


def lost(failed: RunFailed, arms: Mapping[str, Arm], turns: Alternation) -> RunFailed:
    """The same failure, as a lost write where the wrong answer says that what was just written is not there."""
    wrong = turns.wrong
    if failed.reason is not Reason.WRONG_ANSWERS or wrong is None or wrong.status not in MISSING:
        return failed
    written = {page.path: page.sentence for page in recall(arms["before"])}
    if wrong.path not in written:
        return failed
    return RunFailed(Reason.LOST_WRITES, f"{written[wrong.path]}: {failed}", failed.tail)
