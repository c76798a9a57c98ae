"""What leaves a pod as folded stacks: short paths that say whose code it is, one name a function, never too much."""

import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType

import pytest

import perfgym

INSIDE = Path(perfgym.__file__).parent / "profiles/inside"


def module(name: str) -> ModuleType:
    """A script of the pod, which is no module of the platform."""
    spec = importlib.util.spec_from_file_location(name, INSIDE / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


folded, names = module("perfgym_folded"), module("perfgym_names")
HERE = os.getcwd()


@pytest.mark.parametrize(
    ("frame", "short"),
    [
        (f"total ({HERE}/shop/orders.py:7)", "total (shop/orders.py:7)"),
        ("call (/venv/lib/python3.12/site-packages/flask/app.py:9)", "call (site-packages/flask/app.py:9)"),
        ("dumps (/usr/local/lib/python3.12/json/__init__.py:3)", "dumps (python3.12/json/__init__.py:3)"),
        (f"x ({sys.base_prefix}/share/y.py:1)", "x (share/y.py:1)"),
        ("made (<string>:2)", "made (<string>:2)"),
        ("no place", "no place"),
        ("_find (<frozen importlib._bootstrap>:1165)", ""),
        ("_run_code (<frozen runpy>:88)", ""),
        (f"main ({HERE}/perfgym_allocations.py:60)", ""),
    ],
)
def test_a_path_says_whose_code_it_is(frame: str, short: str) -> None:
    assert folded.shortened(frame) == short


@pytest.mark.parametrize(
    "processes",
    ['process 7:"python -m shop";', 'process 7:"a;b";process 12:"c "d"; e";', ""],
)
def test_all_processes_are_one(processes: str) -> None:
    stacks = folded.Folded.of(f"{processes}main (a.py:1);hot (a.py:5) 3\nmain (a.py:1);hot (a.py:5) 4\n")
    assert stacks.counts == {"main (a.py:1);hot (a.py:5)": 7}


def test_lines_that_no_profiler_writes_are_left_out() -> None:
    assert folded.Folded.of("\n\nmain\nmain x\nmain -4\nmain 1.5\n 0\n").counts == {}


def test_the_stacks_with_the_least_go_first_where_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folded, "MOST_STACKS", 2)
    stacks = folded.Folded.of("a (x.py:1) 5\nb (x.py:2) 9\nc (x.py:3) 1\nd (x.py:4) 2\n")
    assert stacks.text() == ("b (x.py:2) 9\na (x.py:1) 5\n", 3)
    monkeypatch.setattr(folded, "MOST_TEXT", 15)
    assert stacks.text() == ("b (x.py:2) 9\n", 8)


def test_what_an_app_put_in_the_place_of_a_file_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"secret")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    os.mkfifo(tmp_path / "pipe")
    assert [folded.read(str(tmp_path / name)) for name in ("real", "link", "pipe", "none")] == [
        b"secret",
        b"",
        b"",
        b"",
    ]


SOURCE = """
import functools
class Shop:
    @functools.cache
    def total(self):
        return sum(x for x in self.lines)
    def outer(self):
        def inner():
            return 1
        return inner()
value = 1
"""


@pytest.mark.parametrize(
    ("line", "frame"),
    [
        (6, "Shop.total ({}:4)"),
        (4, "Shop.total ({}:4)"),
        (9, "Shop.outer.<locals>.inner ({}:8)"),
        (11, "<module> ({}:1)"),
    ],
)
def test_every_line_of_a_function_has_its_name_and_first_line(tmp_path: Path, line: int, frame: str) -> None:
    path = tmp_path / "shop.py"
    path.write_text(SOURCE)
    assert names.Names().frame("<module>", str(path), line) == frame.format(path)


def test_a_file_that_cannot_be_read_keeps_the_name_and_line_it_was_told(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_text("def broken(:\n")
    for path in (tmp_path / "none.py", tmp_path / "bad.py"):
        assert names.Names().frame("run", str(path), 7) == f"run ({path}:7)"
