"""A worker that is killed in the middle of a measurement: the run ends on its own, once, and nothing is left."""

import subprocess
import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.deployment import deployment, wait_until

pytestmark = [pytest.mark.measures, pytest.mark.servers, pytest.mark.docker]

QUEUE = """
import uuid
from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.runs.models import Kind, Run
from perfgym.workspaces.models import Workspace
lab = library.default().lab("sql-n-plus-one")
person, _ = Person.objects.get_or_create(username="{name}")
workspace = Workspace.open(person, lab)
for path, content in lab.reference().items():
    workspace.save_file(lab, path, content, None)
print(Run.ask(person, lab, Kind.COMPARE, {{}}, uuid.uuid4()).pk)
"""


def containers(run: str) -> list[str]:
    command = ["docker", "ps", "-aq", "--filter", f"label=perfgym.run={run}"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


@pytest.mark.timeout(600)
def test_a_run_survives_its_worker(servers: Any, tmp_path: Path) -> None:
    with deployment(servers, tmp_path, "docker") as platform:
        run = platform.command("shell", "-v", "0", "-c", QUEUE.format(name=f"p{uuid.uuid4().hex[:8]}")).split()[-1]
        state = "SELECT state, fence, attempt FROM runs_run WHERE id = %s"
        platform.start_worker()
        wait_until(
            lambda: platform.rows(state, run)[0][0] == "running" and len(containers(run)) == 6, "both pods run", 300
        )
        platform.kill("worker")
        platform.rows("UPDATE runs_run SET lease_until = now() - interval '1 second' WHERE id = %s RETURNING id", run)

        platform.start_worker()
        wait_until(lambda: platform.rows(state, run)[0][0] in ("finished", "failed"), "the run ends", 240)

        end = "SELECT state, reason, fence, attempt FROM runs_run WHERE id = %s"
        finished, too_noisy = ("finished", "", 3, 2), ("failed", "too_noisy", 3, 2)  # where other work came between
        found = platform.rows(end, run)[0]
        assert found in (finished, too_noisy), platform.log("worker")
        scores = platform.rows("SELECT count(*) FROM runs_scoreevent WHERE run_id = %s", run)
        assert scores == [(int(found == finished),)]
        wait_until(lambda: containers(run) == [], "no container is left", 30)
