"""State folders for these tests: short paths, since sockets lie in them, and gone afterwards."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="pge-"))
    yield made / "home"
    shutil.rmtree(made)
