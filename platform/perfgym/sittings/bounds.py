"""How long a session may take, and how many of them there may be."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Bounds:
    """Seconds, unless said otherwise."""

    idle: float = 600.0
    total: float = 3600.0
    sessions: int = 2  # of one worker at a time; 0: none
