"""What can go wrong with pods."""

from perfgym.errors import LearnerError, PlatformError


class DriverUnavailable(PlatformError):
    """The driver asked for cannot be used on this machine."""


class LimitNotSet(PlatformError):
    """A limit of a part reads back differently from what was asked for: such a run would prove nothing."""

    def __init__(self, limit: str, wanted: object, found: object) -> None:
        super().__init__(f"The limit {limit} should be {wanted} and reads back as {found}.")


class PodFailed(PlatformError):
    """A pod could not be made, for a reason of the platform's."""


class StartFailed(LearnerError):
    """A part's command could not be started at all."""
