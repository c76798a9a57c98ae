"""Which driver to use: the strongest that works here, or the one that was asked for."""

from functools import cache

from perfgym.sandbox.bubblewrap import BubblewrapDriver
from perfgym.sandbox.docker.driver import DockerDriver
from perfgym.sandbox.errors import DriverUnavailable
from perfgym.sandbox.process import ProcessDriver
from perfgym.sandbox.protocol import Driver

STRONGEST_FIRST = ("docker", "bubblewrap", "process")


@cache
def all_drivers() -> dict[str, Driver]:
    """Every driver by name, whether it works here or not."""
    return {"docker": DockerDriver(), "bubblewrap": BubblewrapDriver(), "process": ProcessDriver()}


def choose(preference: str | None = None) -> Driver:
    """The driver named, or the strongest without a problem. Raises DriverUnavailable, saying what to do."""
    found = all_drivers()
    if preference and preference not in found:
        raise DriverUnavailable(f"PERFGYM_SANDBOX is “{preference}”; it takes {', '.join(found)}.")
    names = [preference] if preference else list(STRONGEST_FIRST)
    problems = {name: found[name].problem() for name in names}
    for name in names:
        if problems[name] is None:
            return found[name]
    raise DriverUnavailable("No sandbox works here. " + " ".join(f"{name}: {text}" for name, text in problems.items()))
