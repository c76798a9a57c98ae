"""What is done to a PerfGym at work. Each fault is a function of the campaign's means and is over when it returns."""

import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import redis

from perfgym.celery import app
from perfgym.embedded import urls
from perfgym.runs.killpoints import VARIABLE, KillPoint
from tests.chaos.crew import LEASE_SECONDS, Crew
from tests.chaos.machines import Machines
from tests.deployment import Deployment

FULL_SECONDS = 2.0
FORGED = 5
ACCEPTS = (30, 150)  # the site dies at a run it accepts between these


@dataclass
class Means:
    platform: Deployment
    machines: Machines
    crew: Crew
    draw: random.Random
    done: Counter[str] = field(default_factory=Counter)

    def look_after(self) -> None:
        """Start again what has died."""
        self.crew.look_after()
        site = self.platform.processes.get("site")
        if site is None or site.poll() is not None:
            if site:
                self.done["site killed after it accepted a run"] += 1
            self.start_site()

    def start_site(self) -> None:
        """One that dies between committing a run and answering; or one that does not, when faults are over."""
        times = self.draw.randint(*ACCEPTS)
        fault = {VARIABLE: f"{KillPoint.AFTER_ACCEPT}:{times}"} if self.crew.faults else {}
        arguments = ("site", "--port", str(self.platform.port))
        self.platform.start_module("site", "perfgym.console.entry", *arguments, **fault)


def kill_worker(means: Means) -> str:
    name = means.crew.drawn()
    means.platform.kill(name)
    return "worker killed at random"


def kill_holder(means: Means) -> str:
    if name := means.crew.holder():
        means.platform.kill(name)
        return "worker killed with a run in hand"
    return "no worker had a run to be killed with"


def stop_worker(means: Means) -> str:
    """Asked to end: it gives its run back."""
    name = means.crew.holder() or means.crew.drawn()
    means.crew.process(name).send_signal(signal.SIGTERM)
    means.crew.process(name).wait(30)
    return "worker asked to stop"


def suspend_worker(means: Means) -> str:
    """Frozen with a run in hand until its lease is over and somebody else has the run; then it wakes."""
    name = means.crew.holder()
    if name is None:
        return "no worker had a run to be frozen with"
    process = means.crew.process(name)
    process.send_signal(signal.SIGSTOP)
    try:
        held = "SELECT count(*) FROM runs_run WHERE worker LIKE %s AND state IN ('claimed', 'running')"
        until = time.monotonic() + 6 * float(LEASE_SECONDS)
        while means.platform.rows(held, f"%-{process.pid}")[0][0] and time.monotonic() < until:
            means.look_after()  # somebody has to be there to take the run over
            time.sleep(0.2)  # between two looks
        taken = not means.platform.rows(held, f"%-{process.pid}")[0][0]
    finally:
        process.send_signal(signal.SIGCONT)
    return "worker frozen past its lease, then woken" if taken else "worker frozen, then woken before its run was taken"


def restart_postgres(means: Means) -> str:
    means.machines.restart_postgres()
    return "PostgreSQL restarted"


def kill_postgres(means: Means) -> str:
    means.machines.kill_postgres()
    return "PostgreSQL killed"


def restart_valkey(means: Means) -> str:
    means.machines.restart_valkey()
    return "Valkey restarted"


def kill_valkey(means: Means) -> str:
    means.machines.kill_valkey()
    return "Valkey killed"


def flush(means: Means) -> str:
    with redis.Redis.from_url(means.platform.environment["REDIS_URL"]) as client:
        client.flushall()
    return "FLUSHALL"


def kill_site(means: Means) -> str:
    means.platform.kill("site")
    means.start_site()
    return "site killed"


def forge_bells(means: Means) -> str:
    """Rings that nobody asked for, as a late or double delivery would be."""
    with app.connection_for_write(urls.celery_broker(means.platform.environment["REDIS_URL"])) as connection:
        for _ in range(FORGED):
            app.send_task("perfgym.serve", connection=connection, queue=means.platform.environment["PERFGYM_QUEUE"])
    return f"{FORGED} bells too many"


def fill_disk(means: Means) -> str:
    """PostgreSQL's disk has no byte left for a while, and a large row cannot be written."""
    with means.machines.full_disk():
        refused = _large_row_refused(means.platform)
        time.sleep(FULL_SECONDS)  # the fault's length: workers and site go on meanwhile
    return "disk of PostgreSQL full" if refused else "disk of PostgreSQL full, but nothing was refused"


def _large_row_refused(platform: Deployment) -> bool:
    import psycopg

    try:
        platform.rows("CREATE TEMPORARY TABLE big AS SELECT repeat(md5(n::text), 250) FROM generate_series(1, 9000) n")
    except psycopg.ProgrammingError:  # written, and no rows come back
        return False
    except psycopg.OperationalError:
        return True
    return False


Fault = Callable[[Means], str]
OFTEN: tuple[Fault, ...] = (
    kill_worker,
    kill_holder,
    stop_worker,
    suspend_worker,
    restart_postgres,
    kill_postgres,
    restart_valkey,
    kill_valkey,
    flush,
    forge_bells,
)
SELDOM: tuple[Fault, ...] = (kill_site,)  # while it starts again nobody asks for anything
