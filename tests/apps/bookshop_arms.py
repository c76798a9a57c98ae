"""The bookshop running for a test: database, app and scoring runner, as a comparison has them, without an engine."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.runs import inside
from perfgym.runs.arm import Answer, Arm
from perfgym.sandbox import drivers
from perfgym.sandbox.protocol import Labels
from perfgym.sandbox.slots import Slot

TRAFFIC = 20_260
SALT = 31


def lab() -> Lab:
    return library.default().lab("sql-n-plus-one")


@contextmanager
def running(
    edits: Mapping[str, bytes], *, salt: int = SALT, traffic: int = TRAFFIC, of: Lab | None = None
) -> Iterator[Arm]:
    """The app of a lab with these edits, ready for turns. The same `traffic` seed means the same visits."""
    of = of or lab()
    driver, slot = drivers.choose("process"), Slot((), ())
    driver.prepare(of.app.name)
    labels = Labels(site=f"tests-{os.getpid()}", run="bookshop", fence=1, worker="w", arm="after")
    arm = Arm("after", driver, labels, of.app, slot)
    try:
        arm.start(of.overlay(edits), inside.scoring_part(of.app, slot, of.score.workload), salt)
        arm.hello(traffic)
        yield arm
    finally:
        arm.close()


def visit(arm: Arm, turns: int) -> list[Answer]:
    return [arm.turn(i) for i in range(turns)]


def first_difference(one: list[Answer], other: list[Answer]) -> Answer | None:
    """The first answer that is not the same, or None."""
    return next((a for a, b in zip(one, other, strict=True) if (a.path, a.digest) != (b.path, b.digest)), None)
