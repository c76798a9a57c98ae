"""Backing up the site of one's own machine while it runs or rests, and going on with it in a new state folder."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from pathlib import Path

import pytest

from tests.deployment import free_port

pytestmark = pytest.mark.servers
ENTRY = [sys.executable, "-m", "perfgym.console.entry"]


@pytest.fixture
def folder() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="pgk-"))
    yield made
    shutil.rmtree(made, ignore_errors=True)


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PERFGYM", "DATABASE", "REDIS"))}
    return {**kept, "PERFGYM_HOME": str(home), "PERFGYM_SANDBOX": "process", "PERFGYM_SENTINEL": "off"}


def perfgym(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*ENTRY, *arguments], env=environment(home), capture_output=True, text=True, check=False)


@contextmanager
def up(home: Path) -> Iterator[tuple[str, str]]:
    """(address, the learner's link) of a running site."""
    command = [*ENTRY, "up", "--no-browser", "--port", str(free_port())]
    with subprocess.Popen(
        command, env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"(http://127\.0\.0\.1:\d+)(/enter/\S+)", process.stdout.readline())
            assert found
            yield found[1], found[1] + found[2]
            process.send_signal(signal.SIGTERM)
            _, said = process.communicate(timeout=60)
            assert process.returncode == 0, said
        finally:
            process.kill()


def signed_in(link: str) -> urllib.request.OpenerDirector:
    """A browser that followed the link."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    browser.open(link, timeout=30)
    return browser


@pytest.mark.parametrize(
    "depth",
    [pytest.param(0, marks=pytest.mark.spare, id="short path"), pytest.param(90, id="path too long for a socket")],
)
def test_a_running_site_goes_on_elsewhere_and_whoever_was_signed_in_still_is(folder: Path, depth: int) -> None:
    old, new, file = folder / ("o" * (depth or 1)), folder / "new", folder / "site.perfgym"
    with up(old) as (address, link):
        browser = signed_in(link)
        assert "learner" in browser.open(f"{address}/labs/", timeout=30).read().decode()
        made = perfgym(old, "backup", str(file))
        assert made.returncode == 0, made.stderr
        assert "2 people" in made.stdout
        refused = perfgym(old, "restore", str(file), "--replace")
        assert refused.returncode == 2
        assert f"already running at {address}" in refused.stderr
    restored = perfgym(new, "restore", str(file))
    assert restored.returncode == 0, restored.stderr
    with up(new) as (address, _):
        page = browser.open(f"{address}/portfolio/", timeout=30)
        assert page.status == 200
        assert "/accounts/login" not in page.url


def test_a_resting_site_is_backed_up_replaced_and_brought_back(folder: Path) -> None:
    home, file = folder / "home", folder / "site.perfgym"
    with up(home):
        pass
    assert perfgym(home, "backup", str(file)).returncode == 0
    again = perfgym(home, "backup", str(file))
    assert again.returncode == 2
    assert "already there" in again.stderr
    refused = perfgym(home, "restore", str(file))
    assert refused.returncode == 2
    assert "it has 2 people" in refused.stderr
    replaced = perfgym(home, "restore", str(file), "--replace")
    assert replaced.returncode == 0, replaced.stderr
    assert len(list(folder.glob("before-restore-*.perfgym"))) == 1
    with up(home):
        pass


def test_where_no_site_is_none_is_made(folder: Path) -> None:
    said = perfgym(folder / "home", "backup", str(folder / "site.perfgym"))
    assert said.returncode == 2
    assert "no PerfGym to back up" in said.stderr
    assert not (folder / "home").exists()


def test_a_file_that_is_not_there_starts_nothing(folder: Path) -> None:
    said = perfgym(folder / "home", "restore", str(folder / "none"))
    assert said.returncode == 2
    assert "cannot be read: No such file" in said.stderr
    assert not (folder / "home").exists()


def test_a_database_that_does_not_answer_is_said(folder: Path) -> None:
    environ = environment(folder) | {"DATABASE_URL": f"postgresql://a:b@/c?host={folder}"}
    said = subprocess.run(
        [*ENTRY, "backup", str(folder / "x")], env=environ, capture_output=True, text=True, check=False
    )
    assert said.returncode == 3
    assert "The database does not answer" in said.stderr
