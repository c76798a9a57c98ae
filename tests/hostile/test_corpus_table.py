"""The table of expectations and its folder must fit together, or the test run says where they do not."""

from pathlib import Path

import pytest

from tests.hostile import table
from tests.hostile.table import Ends, TableError


def corpus(folder: Path, stated: str, *names: str) -> Path:
    (folder / "apps").mkdir()
    (folder / "apps" / "expected.toml").write_text(stated)
    for name in names:
        (folder / "apps" / name).touch()
    return folder


@pytest.mark.parametrize("kind", table.KINDS)
def test_every_input_of_ours_is_stated(kind: str) -> None:
    assert table.read(kind)


def test_a_row_is_read(tmp_path: Path) -> None:
    stated = '[bomb]\nends = "failed"\nreason = "limit"\nsays = ["512 MiB"]\ndrivers = ["docker"]\nwithin = 20\n'
    (row,) = table.read("apps", corpus(tmp_path, stated, "bomb.tar.gz", "_base.py", "README.md"))
    assert (row.stem, row.ends, row.reasons, row.says) == ("bomb", Ends.FAILED, ("limit",), ("512 MiB",))
    assert (row.drivers, row.within) == (("docker",), 20.0)


def test_a_kind_that_another_corpus_lacks_has_no_rows(tmp_path: Path) -> None:
    assert table.read("sql", corpus(tmp_path, "")) == []


@pytest.mark.parametrize(
    ("stated", "names", "says"),
    [
        ("", ["a.py"], "no row for: a"),
        ('[a]\nends = "failed"\n', [], "rows without a file: a"),
        ('[a]\nends = "failed"\nresaon = "limit"\n', ["a.py"], "unknown keys: resaon"),
        ('[a]\nreason = "limit"\n', ["a.py"], "ends is None"),
        ('[a]\nends = "failed"\nwithin = "long"\n', ["a.py"], "within is 'long'"),
        ('[a]\nends = "failed"\ndrivers = ["kvm"]\n', ["a.py"], "not kvm"),
        ('[a]\nends = "failed"\nsays = 7\n', ["a.py"], "says is 7"),
        ("[a\n", ["a.py"], "cannot be read"),
        ('[a]\nends = "failed"\n', ["a.py", "a.zip"], "two files named a"),
    ],
)
def test_what_does_not_fit_is_said(tmp_path: Path, stated: str, names: list[str], says: str) -> None:
    with pytest.raises(TableError, match=says):
        table.read("apps", corpus(tmp_path, stated, *names))
