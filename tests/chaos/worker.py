"""A worker process of a test: the real one, with the fake as one more driver and short work in place of what measures.

PERFGYM_SANDBOX=fake python -m tests.chaos.worker [SECONDS between two rounds of the dispatcher]
"""

import sys

import django

django.setup()

from perfgym.console import labour  # noqa: E402
from perfgym.runs import station, tasks, work  # noqa: E402
from perfgym.runs.models import Kind  # noqa: E402
from perfgym.sandbox import drivers  # noqa: E402
from perfgym.sandbox.fake import FakeDriver  # noqa: E402
from tests.chaos.short_work import SCRIPTS, measure, try_out  # noqa: E402

assert tasks.serve.name  # registers the task
drivers.all_drivers()["fake"] = FakeDriver(SCRIPTS)
drivers.all_drivers()["process"].prepare = lambda app: None  # no database here, so no template of one
work.EXECUTE |= {Kind.COMPARE: measure, Kind.TRIAL: try_out}
station.ROUND_SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else station.ROUND_SECONDS
sys.exit(labour.work(None, None))
