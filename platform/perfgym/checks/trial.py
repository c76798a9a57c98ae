"""Load tests that the platform makes itself to judge an answer: what a kind of check asks for, and what came of it.

An answer that needs some waits until all of them are over, and is then judged by `Kind.conclude`, a pure function of
the answer, the learner's evidence as it was when they answered, and the trials by their names.
"""

from dataclasses import dataclass

from perfgym.checks.evidence import LoadTest

OWN = "own"


@dataclass(frozen=True)
class TrialSpec:
    """One load test of the lab's app as the lab starts it, never of the learner's version.

    `locustfile` is the path of a file in the lab's folder, such as starter/locustfile.py or trials/steps.py, or OWN:
    the learner's, as it was when they answered. `fault` names a folder faults/NAME/ of the lab whose files are laid
    over the app. What a learner sees of a trial is `says` and how far it is, nothing else, so `says` must not tell
    which fault it is. Order counts: trials run one after the other as they are given.
    """

    name: str  # by which its outcome is handed over
    says: str  # an end of the sentence “PerfGym measures …”, such as “the unchanged app under your load test”
    locustfile: str
    users: int  # 1 to 200; a load shape in the locustfile may ask for others
    seconds: int  # 1 to 600
    spawn_rate: int = 5  # users started a second
    tags: tuple[str, ...] = ()
    fault: str = ""


@dataclass(frozen=True)
class Tried:
    """A trial that is over. Without a `test` the load test came to no end: `reason` is one of runs.outcome.Reason.

    Ends that are the platform's own fault are never handed over: the answer is then not judged at all.
    """

    spec: TrialSpec
    test: LoadTest | None
    reason: str = ""
    message: str = ""


@dataclass(frozen=True)
class NotJudged:
    """Returned by `conclude` where the trials say nothing, such as after a load generator that was kept waiting.

    `message` says why, and is followed by the invitation to ask again.
    """

    message: str
