"""A learner's own load test against their own version: shown with all its numbers, never scored."""

import time
from dataclasses import dataclass, field, replace
from typing import Any

from perfgym.runs import inside, loaded
from perfgym.runs.arm import Arm
from perfgym.runs.errorkinds import A_SECOND, ErrorKinds
from perfgym.runs.job import Job, Stages
from perfgym.runs.lines import explored as lines
from perfgym.runs.lines import fields
from perfgym.runs.lines.strict import BadResult
from perfgym.runs.loadsettings import MAX_USERS
from perfgym.runs.machine import Cores
from perfgym.runs.outcome import Outcome, Reason, RunFailed
from perfgym.runs.profile import Profile, Profiling
from perfgym.runs.rawrows import RawRows
from perfgym.runs.recorder import Recorder
from perfgym.runs.resources import Meter
from perfgym.runs.statements.collecting import Collecting
from perfgym.runs.statements.counted import ArmStatements
from perfgym.sandbox.slots import apart_from


@dataclass
class Explored:
    """What the runner has told: each second, each request, grouped errors, and the summary at the end."""

    seconds: list[dict[str, Any]] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    rows: RawRows = field(default_factory=RawRows)
    errors: list[list[Any]] = field(default_factory=list)
    kinds: ErrorKinds = field(default_factory=ErrorKinds)
    notes: dict[str, int] = field(default_factory=dict)  # about the locustfile: what -> a number that belongs to it
    summary: dict[str, Any] = field(default_factory=dict)
    cores: Cores = field(default_factory=Cores)  # of the app, from before the first second on
    profile: Profile | None = None
    collecting: Collecting | None = None  # from the moment when the traffic begins
    statements: ArmStatements | None = None

    @property
    def requests(self) -> int:
        """All that were sent, kept or not."""
        return len(self.rows) + self.rows.left_out + int(self.summary.get("raw_dropped", 0))


def explore(job: Job) -> Outcome:
    """Run the learner's locustfile. What goes wrong with their code becomes an outcome with a reason."""
    with job.alone():
        return _explore(job)


def try_out(job: Job) -> Outcome:
    """A trial by the platform: the same, without a word of what the app or the locustfile printed."""
    return replace(explore(job), tail="")


def _explore(job: Job) -> Outcome:
    lab, stages = job.lab, Stages()
    files = job.files()
    explored = Explored(cores=Cores(job.slot.app_cores))
    with stages("prepare"):
        job.stage("preparing the app", 5)
        job.driver.prepare(lab.app.name)
    arm = Arm("own", job.driver, job.labels("own"), lab.app, job.slot, job.pace)
    arm.profiling = Profiling(job.settings.get("profile", Profiling.NONE))
    try:
        with stages("start"):
            job.stage("starting the app" if job.laid else "starting your version", 5)
            arm.start(files, inside.exploration_part(lab.app, job.slot, job.locustfile()), job.seed)
        recording = Recorder(arm.process, arm.profiling)
        with stages("measure"):
            job.stage(_words(job, arm), job.settings["seconds"])
            with apart_from(job.slot):
                _follow(job, arm, explored, recording)
        if arm.profiling is not Profiling.NONE:
            with stages("profile"):
                job.stage("taking the profile", 5)
                explored.profile = recording.take(job.check)
        with stages("plans"):
            job.stage("reading statements and plans", 1)
            explored.statements = explored.collecting.end(explored.requests) if explored.collecting else None
        applied, tail = arm.applied(), arm.runner.process.tail()
    except BadResult as failed:
        return loaded.unexplored(job, failed, Explored(), stages.seconds)
    except RunFailed as failed:
        return loaded.unexplored(job, failed, explored, stages.seconds)
    finally:
        with stages("stop"):
            arm.close()
    return loaded.explored(job, explored, applied, tail, stages.seconds)


def _words(job: Job, arm: Arm) -> str:
    """What is done while it is measured."""
    return f"measuring {job.laid.says}" if job.laid else f"running your load test{arm.profiling.words}"


def _follow(job: Job, arm: Arm, explored: Explored, recording: Recorder) -> None:
    """Take in lines until the runner ends. Its time is held from here: nothing inside the pod can stretch it."""
    asked = job.settings
    arm.runner.tell(
        "hello",
        target="http://127.0.0.1:{APP_PORT}",
        health=arm.health,
        max_users=MAX_USERS,
        ready_timeout=job.pace.ready,
        waits=True,
        **asked,
    )
    deadline = time.monotonic() + job.pace.load + job.pace.ready
    meter = Meter(arm)
    for line in arm.runner.lines(1.0):
        job.check()
        if line is None and not explored.seconds:
            meter.begin()
        if line is not None and not explored.seconds and line.get("op") == "second":
            deadline = time.monotonic() + asked["seconds"] + job.pace.grace
            recording.begin()  # from the first second on: the app's start is no part of it
        if line is not None:
            _take(job, arm, meter, explored, line)
        elif arm.process.end():
            raise (arm.ended() if explored.seconds else None) or arm.not_ready("")
        if time.monotonic() > deadline:
            raise _too_late(job, explored)
    if gone := arm.ended():
        raise gone
    if not explored.summary:
        raise arm.runner.broken_off()


def _take(job: Job, arm: Arm, meter: Meter, explored: Explored, line: dict[str, Any]) -> None:
    """One line more of what has been told. Raises BadResult, and RunFailed where the line says why it cannot go on."""
    op = line.get("op")
    if explored.summary:
        raise BadResult("it comes after the summary")
    if op == "second":
        _take_second(job, meter, explored, line)
    elif op == "ready":
        _begin(arm, explored)
    elif op == "problem":
        raise lines.problem(line)
    elif op == "not_ready":
        raise arm.not_ready(fields.text(line, "detail", lines.PROBLEM))
    elif op == "errors":
        _take_errors(job, explored, line)
    else:
        _keep(explored, line, str(op))


def _begin(arm: Arm, explored: Explored) -> None:
    """The app is ready and the traffic waits for our word."""
    if explored.collecting:
        raise BadResult("it is ready for the second time")
    explored.collecting = Collecting(arm.statistics)
    explored.collecting.begin()
    arm.runner.tell("go")


def _take_second(job: Job, meter: Meter, explored: Explored, line: dict[str, Any]) -> None:
    told = lines.second(line, explored.seconds, job.settings["seconds"])
    second = {**told, "resources": meter.take(), "full": explored.cores.full()}
    job.report("second", {**second, "of": job.settings["seconds"]})
    del second["by_name"]  # for who watches; at the end it is computed from the rows
    explored.seconds.append(second)


def _take_errors(job: Job, explored: Explored, line: dict[str, Any]) -> None:
    """The groups so far. What is new in them belongs to the second that was told last."""
    explored.errors = lines.errors(line)
    more = explored.kinds.since(explored.errors)
    if more and explored.seconds:
        second = explored.seconds[-1]
        second["errors"] = [*second.get("errors", []), *more][:A_SECOND]
        named = explored.kinds.named()
        job.report("errors", {"t": second["t"], "rows": [[*named[kind], count] for kind, count in more]})


def _keep(explored: Explored, line: dict[str, Any], op: str) -> None:
    match op:
        case "name":
            explored.names[len(explored.names)] = lines.name(line, len(explored.names))
        case "raw":
            explored.rows.add(lines.raw(line), len(explored.names))
        case "note":
            what, number = lines.note(line)
            explored.notes[what] = number
        case "summary":
            explored.summary = lines.summary(line)
        case _:
            raise BadResult("it is of an unknown kind")


def _too_late(job: Job, explored: Explored) -> RunFailed:
    if not explored.seconds:
        return RunFailed(Reason.RUNNER_START_TIMEOUT, f"Your locustfile was not loaded within {job.pace.load:.0f} s.")
    return RunFailed(Reason.LIMIT, f"The load test did not end within {job.pace.grace:.0f} s of its time.")
