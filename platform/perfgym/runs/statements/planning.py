"""Plans of what arms ask their databases, taken while they do; nothing that is timed goes on meanwhile."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from perfgym.runs.statements.counted import ArmStatements, Plan
from perfgym.runs.statements.statistics import NoStatistics, Statistics

MAKING = 2.0  # seconds for plans of what was not seen running

log = logging.getLogger(__name__)


def begin(asked: Mapping[str, Statistics | None]) -> dict[str, Statistics]:
    """Take plans of all that runs from now on, by arm; an arm that cannot is left out."""
    found: dict[str, Statistics] = {}
    for arm, statistics in asked.items():
        with _spared(arm):
            if statistics:
                statistics.sample(1.0)
                found[arm] = statistics
    return found


def end(watched: Mapping[str, Statistics], counted: Mapping[str, ArmStatements]) -> dict[str, Mapping[int, Plan]]:
    """By arm, the plans of its top statements by their identifiers."""
    plans: dict[str, Mapping[int, Plan]] = {arm: {} for arm in watched}
    for arm, statistics in watched.items():
        with _spared(arm):
            plans[arm] = statistics.plans(wanted(counted[arm]), MAKING)
    return plans


def wanted(counted: ArmStatements) -> list[int]:
    """Identifiers of the statements that can have a plan."""
    return [one.queryid for one in counted.statements if not one.is_control]


@contextmanager
def _spared(arm: str) -> Iterator[None]:
    """A run does not end for want of a picture."""
    try:
        yield
    except NoStatistics as error:
        log.warning("no plans of %s: %s", arm, error)
