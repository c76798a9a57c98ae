"""A console's pod that many tests share: each leaves it as it found it, or asks for one of its own."""

from collections.abc import Iterator

import pytest

from tests.sqlconsole.console_pods import Console, opened


@pytest.fixture(scope="module")
def console() -> Iterator[Console]:
    with opened("process") as console:
        yield console


@pytest.fixture(scope="module")
def read_only() -> Iterator[Console]:
    with opened("process", read_only=True) as console:
        yield console
