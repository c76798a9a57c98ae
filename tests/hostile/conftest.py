"""A test that takes `row` runs once for each row of its module's KIND; with `driver_name` too, once for each driver."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from perfgym.embedded.servers import Servers
from tests.deployment import deployment
from tests.hostile import table
from tests.hostile.performer import Performer, performing, stage
from tests.hostile.table import Row
from tests.hostile.watch import Watch

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
    """Every row once: one half on docker, the other on bubblewrap where it applies. With --long on every driver that
    applies; another corpus on docker as a whole. The first row of each ending and reason stands for its like in the
    whole suite; the others are spare.
    """
    long, foreign = metafunc.config.getoption("--long"), metafunc.config.getoption("--corpus")
    first = {(row.ends, row.reasons): row for row in reversed(rows)}.values()
    return [
        pytest.param(
            row, name, id=f"{row}-{name}", marks=[*MARKS[name], *([] if row in first else [pytest.mark.spare])]
        )
        for number, row in enumerate(rows)
        for name in (row.drivers if long else [_driver(row, 0 if foreign else number)])
    ]


def _driver(row: Row, number: int) -> str:
    wanted = ("docker", "bubblewrap")[number % 2]
    return wanted if wanted in row.drivers else row.drivers[0]


@pytest.fixture(scope="session")
def catalogue(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Labs and apps on which the inputs are tried."""
    return stage(tmp_path_factory.mktemp("catalogue"), corpus(pytestconfig))


@pytest.fixture(scope="module")
def performer(catalogue: Path, pytestconfig: pytest.Config) -> Iterator[Performer]:
    with (
        tempfile.TemporaryDirectory(prefix="pgh-") as home,
        performing(catalogue, Path(home), long=bool(pytestconfig.getoption("--long"))) as running,
    ):
        yield running


@pytest.fixture(scope="session")
def site(servers: Servers) -> Iterator[Watch]:
    """A real site, asked again and again while hostile inputs run."""
    with tempfile.TemporaryDirectory(prefix="pgs-") as home, deployment(servers, Path(home), "process") as running:
        running.start_site()
        with Watch(f"{running.url}/healthz") as watch:
            yield watch
