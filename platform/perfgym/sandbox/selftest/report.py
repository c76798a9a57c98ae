"""The whole self-test of a driver: what it promised, and what was found."""

import secrets

from perfgym.catalog import library
from perfgym.errors import LearnerError, PlatformError
from perfgym.sandbox.protocol import Closed, Driver
from perfgym.sandbox.selftest import canaries, promises
from perfgym.sandbox.selftest.check import Check
from perfgym.sandbox.selftest.part import Silent, labels
from perfgym.sandbox.slots import measuring_slot


def report(driver: Driver, app: str | None = None) -> list[Check]:
    """What the driver promised and what was found, in pods of `app` (the first of the catalogue when None)."""
    if problem := driver.problem():
        return [Check("starts", False, problem, "do what it says, then try again")]
    slot, token = measuring_slot(), secrets.token_hex(8)
    try:
        app = app or next(iter(library.default().apps))
        driver.prepare(app)
        with driver.open(labels()) as pod:
            found = list(promises.checks(pod, app, slot, token))
        return [*found, *canaries.checks(driver, app, slot.runner_cores, token)]
    except (LearnerError, PlatformError, OSError) as error:
        return [Check("starts", False, str(error), f"mend what {driver.name} says, then try again")]
    except (Silent, Closed) as error:
        told = f"the probe gave no answer: {error}"
        return [Check("starts", False, told, "see the worker's log; the pod ended early")]
