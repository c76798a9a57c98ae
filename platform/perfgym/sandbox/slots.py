"""Measuring slots: which cores the app works on, and which the load generator, so that neither disturbs the other."""

import os
from dataclasses import dataclass


@dataclass(frozen=True)
class Slot:
    """Disjoint core numbers; both empty where there is but one core. Both arms of a comparison share `app_cores`."""

    app_cores: tuple[int, ...]
    runner_cores: tuple[int, ...]


def measuring_slot() -> Slot:
    """The last core for the app, the others for runners and worker; of the cores this process may use."""
    cores = tuple(sorted(os.sched_getaffinity(0)))
    if len(cores) < 2:
        return Slot((), ())
    return Slot(cores[-1:], cores[:-1])
