"""What every test shares: a state folder of its own, embedded servers when a test needs them, and honest skips.

`PERFGYM_REQUIRE=docker,browser,bwrap` turns the skips for what a machine lacks into failures.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from perfgym.embedded import servers as embedded
from perfgym.embedded import urls
from perfgym.embedded.servers import Servers
from perfgym.sandbox.docker import engine
from tests.environment import HOME

pytest_plugins = ["tests.sites"]

# How long an example takes says something about what else the machine does, and no test asserts that.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")

REQUIRED = {name for name in os.environ.get("PERFGYM_REQUIRE", "").split(",") if name}
CURE = {
    "docker": "install a docker engine and start it, then: sandbox_apps/base-image (or set PERFGYM_BASE_IMAGE)",
    "browser": "apt-get install chromium",
    "bwrap": "apt-get install bubblewrap",
}


def _docker() -> bool:
    if not shutil.which("docker"):
        return False
    return subprocess.run(["docker", "version"], capture_output=True, check=False, timeout=20).returncode == 0


HAS = {
    "docker": _docker,
    "browser": lambda: shutil.which("chromium") is not None,
    "bwrap": lambda: shutil.which("bwrap") is not None,
}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--corpus", metavar="DIR", help="tests/hostile: run the inputs of this folder instead of our own")
    parser.addoption("--long", action="store_true", help="tests/hostile: every input on every driver")


def pytest_configure(config: pytest.Config) -> None:
    if missing := REQUIRED - set(HAS):
        raise pytest.UsageError(f"PERFGYM_REQUIRE names {', '.join(sorted(missing))}; it takes {', '.join(HAS)}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    marked = {name for item in items for name in HAS if item.get_closest_marker(name)}
    lacking = {name for name in marked if not HAS[name]()}
    for item in items:
        for name in sorted(lacking):
            if item.get_closest_marker(name) and name not in REQUIRED:
                item.add_marker(pytest.mark.skip(reason=f"needs {name}: {CURE[name]}"))


@pytest.fixture(autouse=True)
def _what_is_required_is_there(request: pytest.FixtureRequest) -> None:
    for name in sorted(REQUIRED):
        if request.node.get_closest_marker(name) and not HAS[name]():
            pytest.fail(f"PERFGYM_REQUIRE asks for {name}, and it is not here: {CURE[name]}")


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """Embedded PostgreSQL and Valkey of this session (or those that the environment names); settings use them."""
    from django.conf import settings
    from django.db import connections

    from perfgym.celery import app

    with embedded.start(HOME) as running:
        connections["default"].settings_dict.update(urls.django_database(running.database_url))
        settings.DATABASE_URL, settings.REDIS_URL = running.database_url, running.redis_url
        app.conf.broker_url = urls.celery_broker(running.redis_url)
        yield running
    shutil.rmtree(HOME)


@pytest.fixture(scope="session", autouse=True)
def _engine_is_let_go() -> Iterator[None]:
    yield
    engine.close()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(servers: Servers) -> None:
    """pytest-django makes its test database where the session's servers are."""
