"""How long things may take, and how many sessions there may be."""

from dataclasses import dataclass

from django.conf import settings

from perfgym.sittings import bounds

TEXT_BYTES = 64 * 1024  # of one statement
STATEMENTS = 500  # of one session


@dataclass(frozen=True)
class Bounds(bounds.Bounds):
    """Seconds, unless said otherwise."""

    statement: float = 10.0
    step: float = 1.0  # between cancel, terminate and kill

    @classmethod
    def of_site(cls) -> "Bounds":
        return cls(
            statement=settings.SQL_STATEMENT_SECONDS,
            idle=settings.SQL_IDLE_SECONDS,
            total=settings.SQL_TOTAL_SECONDS,
            sessions=settings.SQL_SESSIONS,
        )
