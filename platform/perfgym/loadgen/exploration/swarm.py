"""The learner's users under Locust: environment, runner, start and stop, as `locust --headless` has them."""

from typing import Any, cast

import gevent
import locust
from gevent.event import Event
from geventhttpclient.useragent import CompatResponse
from locust import argument_parser, log
from locust.contrib.fasthttp import LocustUserAgent
from locust.env import Environment

from perfgym.loadgen.exploration.crowd import Crowd
from perfgym.loadgen.exploration.failures import Failures
from perfgym.loadgen.exploration.pacing import Pacing
from perfgym.loadgen.exploration.plan import MAX_RATE, Plan
from perfgym.loadgen.exploration.shape import bound
from perfgym.loadgen.locustfile import Loaded, LocustfileError, describe

MOST_CODE = 255  # of a process
STOPPING = 10.0  # seconds for on_stop, test_stop and quitting hooks together


def read_only(_url: str, response: CompatResponse, **_options: object) -> str:
    """Read a refused answer, but write no transcript of it: nobody reads that, and a page not in UTF-8 breaks it."""
    _ = response.content
    return ""


LocustUserAgent._conversation_str = staticmethod(read_only)  # type: ignore[method-assign, assignment]


class Swarm:
    """One load test; `finished` is set when something in it ends it before its time."""

    def __init__(self, plan: Plan, loaded: Loaded, pacing: Pacing, failures: Failures) -> None:
        """Raises LocustfileError."""
        self._plan = plan
        self._pacing = pacing
        self._failures = failures
        self.finished = Event()
        self.environment = make_environment(plan, loaded)
        self.runner = self.environment.create_local_runner()
        self.crowd = Crowd(plan.max_users)
        self.crowd.bound(self.runner, plan.share(plan.max_users))
        if loaded.shape:
            bound(loaded.shape, plan, self.crowd, failures)
        self.environment.events.init.fire(environment=self.environment, runner=self.runner, web_ui=None)
        if log.unhandled_greenlet_exception:
            raise LocustfileError(f"A handler of events.init failed: {last(failures)}")
        self.environment.events.test_stop.add_listener(lambda **_: self.finished.set())

    def start(self) -> None:
        """Paced users are all there from the start: they are hands that send what arrives."""
        spawn_rate = MAX_RATE if self._pacing.used else self._plan.spawn_rate / self._plan.of
        if self.environment.shape_class:
            self.runner.start_shape()
        else:
            self.runner.start(self._plan.share(self._plan.users), max(spawn_rate, 0.1))

    def users(self) -> int:
        return int(self.runner.user_count)

    def broken(self) -> BaseException | None:
        """The exception that keeps users from being started, when there is one and no user runs."""
        spawning = self.runner.spawning_greenlet
        if spawning is None or not spawning.ready() or self.users():
            return None
        return cast(BaseException | None, spawning.exception)

    def exit_code(self) -> int:
        """The test's own verdict, once it has stopped: what `locust --headless` would end with.

        That is `environment.process_exit_code` where a hook has set it, else 1 where a request failed or code raised.
        """
        said = self.environment.process_exit_code
        if said is None:
            return int(bool(len(self.runner.errors) or len(self.runner.exceptions)))
        return said if type(said) is int and 0 <= said <= MOST_CODE else 1

    def stop(self) -> None:
        """End the test with all its hooks, but wait no longer than STOPPING for them."""
        try:
            with gevent.Timeout(STOPPING, TimeoutError(f"hooks took longer than {STOPPING:g} s")):
                self.runner.quit()
                self.environment.events.quitting.fire(environment=self.environment, reverse=True)
        except (Exception, SystemExit) as error:
            self._failures.add("stopping the test", describe(error))


def make_environment(plan: Plan, loaded: Loaded) -> Environment:
    """Locust's environment with the learner's classes, the target as host, and tags applied. Raises LocustfileError."""
    try:
        environment = Environment(
            user_classes=list(loaded.users.values()),
            shape_class=loaded.shape,
            events=locust.events,
            host=plan.target,
            parsed_options=options(plan),
            locustfile="locustfile.py",
        )
    except ValueError as error:
        raise LocustfileError(f"locustfile.py: {error}") from error
    drop_idle(environment, plan)
    return environment


def options(plan: Plan) -> Any:
    """Locust's parsed command line, with the learner's own options at their defaults. Raises LocustfileError."""
    try:
        return argument_parser.get_parser(default_config_files=[]).parse_args(args=plan.arguments())
    except SystemExit as error:
        raise LocustfileError("locustfile.py: a command line option of its own has no default.") from error


def drop_idle(environment: Environment, plan: Plan) -> None:
    """Leave out classes without a task. Raises LocustfileError when none is left."""
    environment._filter_tasks_by_tags()
    environment.user_classes[:] = [user for user in environment.user_classes if user.tasks]
    if not environment.user_classes:
        chosen = f" with the tags {', '.join(plan.tags) or '(all)'}" if plan.tags or plan.exclude_tags else ""
        raise LocustfileError(f"locustfile.py: no user class has a task{chosen}. Mark a method with @task.")


def last(failures: Failures) -> str:
    return "; ".join(f"{where}: {text}" for where, text, _ in failures.take()[-1:])
