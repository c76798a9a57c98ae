"""The two runners as fixtures; loadgen_parts.py makes them."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from loadgen_parts import CONTRACT, WORKLOAD, Factory, Runner, ShopServer, open_shop, run_exploration


@pytest.fixture
def shop() -> Iterator[ShopServer]:
    with open_shop() as server:
        yield server


@pytest.fixture
def factory(tmp_path: Path) -> Iterator[Factory]:
    made = Factory(tmp_path)
    yield made
    made.close()


@pytest.fixture
def score(factory: Factory, shop: ShopServer):
    """Start a scoring runner and greet it."""

    def start(workload: str = WORKLOAD, contract: str = CONTRACT, seed: int = 1, deadline: float = 10) -> Runner:
        runner = factory.make("perfgym.loadgen.score", {"workload.py": workload, "contract.py": contract})
        runner.send(op="hello", seed=seed, target=shop.url, health="/healthz", key="k", deadline=deadline)
        return runner

    return start


@pytest.fixture
def explore(factory: Factory, shop: ShopServer):
    """Run an exploration to its end: its lines, standard error and exit code."""

    return partial(run_exploration, factory, shop)
