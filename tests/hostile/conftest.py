"""A test that takes `row` runs once for each row of its module's KIND; with `driver_name` too, once for each driver."""

from pathlib import Path

import pytest

from tests.hostile import table
from tests.hostile.table import Row

MARKS = {"docker": [pytest.mark.docker], "bubblewrap": [pytest.mark.bwrap], "process": []}


def corpus(config: pytest.Config) -> Path:
    """The folder of inputs: our own, or the one that --corpus names."""
    named = config.getoption("--corpus")
    return Path(named).resolve() if named else table.HERE


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "row" not in metafunc.fixturenames:
        return
    try:
        rows = table.read(metafunc.module.KIND, corpus(metafunc.config))
    except table.TableError as error:
        raise pytest.UsageError(str(error)) from error
    if "driver_name" in metafunc.fixturenames:
        metafunc.parametrize(("row", "driver_name"), _cells(metafunc, rows))
    else:
        metafunc.parametrize("row", rows, ids=str)


def _cells(metafunc: pytest.Metafunc, rows: list[Row]) -> list[object]:
    """Every row on docker; on the other drivers what the module calls its `sample`, or with --long every row."""
    long, sample = metafunc.config.getoption("--long"), getattr(metafunc.module, "SAMPLE", ())
    return [
        pytest.param(row, name, id=f"{row}-{name}", marks=MARKS[name])
        for row in rows
        for name in row.drivers
        if name == "docker" or long or row.stem in sample
    ]
