"""The two families of error: what a learner can do something about, and what is our fault."""

import uuid


class LearnerError(Exception):
    """Something about the input; the message says what happened, what it means and what to do."""


class PlatformError(Exception):
    """Our fault. Carries an id that a person can report and an operator can find in the log."""

    def __init__(self, message: str) -> None:
        self.report_id = uuid.uuid4().hex[:8]
        super().__init__(f"{message} (report id {self.report_id})")
