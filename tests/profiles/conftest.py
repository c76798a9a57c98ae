"""A pod of the test's own app, on each driver."""

from collections.abc import Iterator
from typing import Any

import pytest

from perfgym.sandbox.protocol import Driver, Pod
from tests.sandbox.conftest import APPS, DRIVERS, labels, prepared


@pytest.fixture(params=DRIVERS)
def pod(request: pytest.FixtureRequest, settings: Any) -> Iterator[Pod]:
    settings.APPS_DIR = APPS
    driver: Driver = prepared(request.param)
    with driver.open(labels()) as opened:
        yield opened
