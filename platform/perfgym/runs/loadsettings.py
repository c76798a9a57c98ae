"""What a learner may ask of a load test: users, how fast they start, seconds, tags, a profile."""

import re
from collections.abc import Mapping
from typing import Any

from perfgym.errors import LearnerError
from perfgym.runs.profile import ASKED, Profiling

MAX_USERS = 200
MAX_SECONDS = 600
MAX_TAGS = 20
TAG = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,39}")


def settings_of(asked: Mapping[str, Any]) -> dict[str, Any]:
    """Users, spawn rate and seconds as asked for. Raises LearnerError where they are not numbers within the limits."""
    return {
        "users": _number(asked, "users", 10, 1, MAX_USERS),
        "spawn_rate": _number(asked, "spawn_rate", 5, 1, MAX_USERS),
        "seconds": _number(asked, "seconds", 20, 1, MAX_SECONDS),
        "tags": _tags(asked.get("tags") or []),
        "profile": _profiling(asked.get("profile") or Profiling.NONE),
    }


def _profiling(asked: Any) -> str:
    """What to record beside. Raises LearnerError."""
    if asked not in ASKED:
        raise LearnerError(f"profile must be one of {', '.join(ASKED)}; it was “{str(asked)[:40]}”.")
    return str(asked)


def _tags(asked: Any) -> list[str]:
    """Names of Locust's tags. Raises LearnerError."""
    if not isinstance(asked, list) or len(asked) > MAX_TAGS or not all(isinstance(tag, str) for tag in asked):
        raise LearnerError(f"tags must be a list of at most {MAX_TAGS} names. Nothing was started.")
    if odd := [tag for tag in asked if not TAG.fullmatch(tag)]:
        raise LearnerError(
            f"{odd[0][:40]!a} is no tag: up to 40 letters, digits, “_”, “-” and “.”, a letter first. Nothing was "
            "started."
        )
    return asked


def _number(asked: Mapping[str, Any], name: str, default: int, low: int, high: int) -> int:
    value = asked.get(name, default)
    try:
        number = int(str(value))
    except ValueError as error:
        raise LearnerError(
            f"{name} must be a whole number from {low} to {high}; it was “{str(value)[:40]}”."
        ) from error
    if not low <= number <= high:
        raise LearnerError(f"{name} must lie between {low} and {high}; it was {number}.")
    return number
