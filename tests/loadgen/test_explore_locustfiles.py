"""The six ordinary locustfiles run unchanged, against a server that answers everything."""

from pathlib import Path

import pytest

FILES = sorted((Path(__file__).parent / "locustfiles").glob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_runs_unchanged(explore, path):
    lines, err, code = explore(path.read_text(), users=4, seconds=3)
    assert code == 0, err
    assert lines[-1]["op"] == "summary"
    assert lines[-1]["complete"] is True
    assert lines[-1]["count"] > 0
