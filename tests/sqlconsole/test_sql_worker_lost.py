"""A worker that is killed while a session is open: the session ends with the reason, and its pod is reaped by label."""

import subprocess
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.deployment import Deployment, deployment, wait_until

pytestmark = [pytest.mark.measures, pytest.mark.servers, pytest.mark.docker, pytest.mark.timeout(600)]

OPEN = """
from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.sqlconsole.models import Session
person = Person.objects.create_user("{name}")
print(Session.objects.begin(person, library.default().lab("sql-n-plus-one"), read_only=False).pk)
"""
STATE = "SELECT state, why FROM sqlconsole_session WHERE id = %s"
EXPIRE = "UPDATE sqlconsole_session SET lease_until = now() - interval '1 second' WHERE id = %s RETURNING id"


def containers(session: str) -> list[str]:
    command = ["docker", "ps", "-aq", "--filter", f"label=perfgym.run={session}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def opened(platform: Deployment) -> str:
    code = OPEN.format(name=f"p{uuid.uuid4().hex[:8]}")
    session = platform.command("shell", "-v", "0", "-c", code).split()[-1]
    wait_until(lambda: platform.rows(STATE, session) == [("open", "")], "the session opens", 300)
    return session


def test_a_lost_worker_ends_its_sessions_and_leaves_no_pod(servers: Any, tmp_path: Path) -> None:
    with deployment(servers, tmp_path, "docker") as platform:
        platform.start_worker()
        session = opened(platform)
        assert len(containers(session)) == 2
        platform.kill("worker")
        platform.rows(EXPIRE, session)

        platform.start_worker()
        wait_until(lambda: platform.rows(STATE, session) == [("ended", "worker")], "it is ended", 120)
        wait_until(lambda: containers(session) == [], "no container is left", 60)
        wait_until(lambda: platform.rows("SELECT 1 FROM sqlconsole_session WHERE state = 'open'") == [], "none is open")
