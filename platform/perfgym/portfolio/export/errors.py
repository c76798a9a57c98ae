from perfgym.errors import LearnerError


class TooLarge(LearnerError):
    """A folder that nobody could download or put on a host."""

    def __init__(self, megabytes: int) -> None:
        super().__init__(
            f"These pages and their evidence are more than {megabytes} MB together, so they cannot be one download. "
            "Nothing was lost: take the entries one by one, from the page of each."
        )


class NothingShared(LearnerError):
    """A portfolio in which nobody would see anything."""

    def __init__(self) -> None:
        super().__init__(
            "None of your entries is public, so a copy for others would be empty. Make one public first, or take an "
            "entry for yourself from its own page."
        )
