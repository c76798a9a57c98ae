"""The statements of a load test: counted while it goes on, told at its end."""

from collections.abc import Mapping
from dataclasses import replace

from perfgym.runs.statements.counted import ArmStatements, Counted, Plan
from perfgym.runs.statements.planning import MAKING, wanted
from perfgym.runs.statements.statistics import NoStatistics, Statistics

SHARE = 0.05  # of the executions whose plans are taken while a load test goes on, once the first have been


class Collecting:
    """Of one load test; `statistics` is None for an app without a database."""

    def __init__(self, statistics: Statistics | None) -> None:
        self._statistics = statistics
        self._why = ""

    def begin(self) -> None:
        """Count from now on: the app is ready, and its traffic is about to begin."""
        if self._statistics:
            try:
                self._statistics.reset()
                self._statistics.sample(SHARE)
            except NoStatistics as error:
                self._why = str(error)

    def end(self, requests: int) -> ArmStatements | None:
        """What was asked while so many requests were answered."""
        if self._statistics is None:
            return None
        try:
            return self._told(self._statistics, requests)
        except NoStatistics as error:
            return ArmStatements(requests, why=str(error))

    def _told(self, statistics: Statistics, requests: int) -> ArmStatements:
        if self._why:
            raise NoStatistics(self._why)
        found, rest = statistics.read()
        counted = ArmStatements(requests, tuple(found), rest)
        return _planned(counted, statistics.plans(wanted(counted), MAKING))


def _planned(counted: ArmStatements, plans: Mapping[int, Plan]) -> ArmStatements:
    """The same statement stands there once, whatever tables it was about."""
    every: list[Counted] = [replace(one, plan=plans.get(one.queryid)) for one in counted.statements]
    summed = ArmStatements.summed(counted.requests, every)
    return replace(summed, rest=counted.rest)
