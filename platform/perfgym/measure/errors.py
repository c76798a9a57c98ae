"""What can be wrong with numbers handed to `measure`. Each is also a ValueError."""

from perfgym.errors import LearnerError


class BadSamples(LearnerError, ValueError):
    """Samples that no verdict can be computed from: not finite, not positive, or not belonging together."""


class TooFewSamples(BadSamples):
    """Not enough samples for an interval; more measuring is the cure."""

    def __init__(self, got: int, needed: int, what: str) -> None:
        self.got, self.needed = got, needed
        super().__init__(f"Only {got} {what} were measured and {needed} are needed. Measure for longer.")


class BadReference(LearnerError, ValueError):
    """A lab's reference ratio that is not a gain."""

    def __init__(self, reference_ratio: float) -> None:
        super().__init__(
            f"reference_ratio is {reference_ratio!r}; it is after divided by before and must lie between 0 and 1."
        )


class BadBundle(LearnerError, ValueError):
    """An evidence bundle that cannot be read at all."""


class BadRecording(BadSamples):
    """A recording's file that was cut, reordered or damaged."""

    def __init__(self, name: str, line: int, what: str) -> None:
        super().__init__(f"{name}, line {line} {what}. Nothing is judged; take the file again from where it was made.")
