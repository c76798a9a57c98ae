"""One site with something on every page, and one browser: closed with this package, before another is started."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser.matrix.eye import Eye, eye
from tests.browser.matrix.stage import stage


@pytest.fixture(scope="package")
def looking(servers: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Eye]:
    with stage(servers, tmp_path_factory.mktemp("stage")) as set_up, eye(set_up) as looking:
        yield looking
