"""What a learner is told when a step cannot do what was asked of it. Nothing is lost by any of these."""

from perfgym.catalog.step import Step
from perfgym.errors import LearnerError


class StepClosed(LearnerError):
    """The step is behind one that is neither passed nor skipped."""

    def __init__(self, step: Step, before: Step) -> None:
        super().__init__(
            f"“{step.title}” is still closed, so nothing was recorded. It opens when step {before.number}, "
            f"“{before.title}”, is passed or skipped."
        )


class NotPassed(LearnerError):
    """A step with a check is left by passing or skipping it."""

    def __init__(self, step: Step) -> None:
        super().__init__(f"“{step.title}” asks for something. Pass it, or skip it, to go on.")


class NothingAsked(LearnerError):
    """An answer to a step that has no check; the page that sent it is older than the lab."""

    def __init__(self, step: Step) -> None:
        super().__init__(f"“{step.title}” asks for nothing any more: the lab has changed. Reload the page and go on.")


class HintNotThere(LearnerError):
    """A hint that the step has not, or not yet."""

    def __init__(self, step: Step) -> None:
        super().__init__(f"“{step.title}” has no such hint now. Hints open one after the other; reload the page.")


class TooManyAnswers(LearnerError):
    """More answers than anyone needs who looks at their own runs between two of them."""

    def __init__(self, most: int, hour: bool) -> None:
        where, then = (
            ("to this step within an hour", "Look at your runs once more, and answer later; or skip the step.")
            if hour
            else ("in this lab", "Steps that are not passed yet can still be skipped.")
        )
        super().__init__(
            f"You have sent {most} answers {where}, the most that are taken. This one was not looked at. {then}"
        )


class StillWaiting(LearnerError):
    """Another answer to a step that has one waiting for measurements."""

    def __init__(self, step: Step) -> None:
        super().__init__(
            f"An earlier answer of yours to “{step.title}” is still waiting for its measurement, so this one was not "
            "looked at. Wait for it, or stop the measurement, then check again."
        )


class TooManyRounds(LearnerError):
    """The lab was started again more often than rows are kept for."""

    def __init__(self, most: int) -> None:
        super().__init__(f"You have begun this lab {most} times, the most one may. Everything stays as it is.")
