"""An application that stops for 1 s in 8 s: the latency from the intended start shows it, the plain one hides it.

By construction: of 50 evenly spaced arrivals a second over 8 s, 12.5 % fall into the stop. The latest-starting 5 % of
all arrive in its first 0.4 s and so wait 0.6 s or more: the 95th percentile from the intended start is at least 0.5 s.
Only the requests that 4 users had in flight, 1 % of all, see the stop in their own response time.
"""

import subprocess
import sys
from pathlib import Path

import pytest
from loadgen_parts import BESIDE, raw

from perfgym.loadgen.quantiles import percentile

LOCUSTFILE = """
    from locust import FastHttpUser, task
    from perfgym_load import arrivals

    class Visitor(FastHttpUser):
        wait_time = arrivals.paced(per_second=50)

        @task
        def page(self):
            self.client.get("/page")
"""
APP = [sys.executable, str(Path(__file__).with_name("small_app.py")), "--freeze", "1", "--freeze-every", "8"]


@pytest.fixture
def freezing():
    app = subprocess.Popen(APP, stdout=subprocess.PIPE, text=True)
    assert app.stdout
    yield f"http://127.0.0.1:{int(app.stdout.readline())}"
    app.kill()
    app.communicate()


@pytest.mark.measures
def test_a_freeze_shows_in_the_latency_from_the_intended_start(freezing, factory):
    runner = factory.make("perfgym.loadgen.explore", {**BESIDE, "locustfile.py": LOCUSTFILE})
    runner.send(op="hello", target=freezing, health="/healthz", users=4, spawn_rate=4, seconds=8)
    lines, err, code = runner.finish()
    assert code == 0, err
    plain, intended = (percentile(sorted(row[at] for row in raw(lines)), 95) for at in (2, 5))
    assert intended >= 500
    assert plain < 250
