"""How long things may take, and how many sessions there may be."""

from dataclasses import dataclass

from django.conf import settings

TEXT_BYTES = 64 * 1024  # of one statement
STATEMENTS = 500  # of one session
RESULTS_KEPT = 10  # of one session: older statements keep their text and how they ended


@dataclass(frozen=True)
class Bounds:
    """Seconds, unless said otherwise."""

    statement: float = 10.0
    step: float = 1.0  # between cancel, terminate and kill
    idle: float = 600.0
    total: float = 3600.0
    sessions: int = 2  # of one worker at a time; 0: none

    @classmethod
    def of_site(cls) -> "Bounds":
        return cls(
            statement=settings.SQL_STATEMENT_SECONDS,
            idle=settings.SQL_IDLE_SECONDS,
            total=settings.SQL_TOTAL_SECONDS,
            sessions=settings.SQL_SESSIONS,
        )
