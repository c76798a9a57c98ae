"""What came of an errand: how it ended, what is said about that, and what there is to show."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import TextChoices


class Ending(TextChoices):
    DONE = "done", "done"
    ERROR = "error", "error"
    LIMIT = "limit", "stopped at a limit"
    CANCELLED = "cancelled", "cancelled"
    LOST = "lost", "not run to its end"


@dataclass(frozen=True)
class Answer:
    """`message` is ours; `shown` has what the process in the pod said, in the form that the room gives it."""

    ending: Ending
    message: str = ""
    shown: Mapping[str, Any] = field(default_factory=dict)
    fresh: bool = False  # what the pod held of this session before is gone
