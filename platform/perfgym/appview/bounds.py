"""How long things may take in a preview, and how many there may be."""

from dataclasses import dataclass

from django.conf import settings

from perfgym.sittings import bounds

VISITS = 2000  # of one session


@dataclass(frozen=True)
class Bounds(bounds.Bounds):
    """Seconds, unless said otherwise."""

    idle: float = 300.0
    request: float = 10.0  # for a whole request, redirects followed
    extra: float = 5.0  # for the style sheets and pictures of a page
    ready: float = 20.0  # until the app answers its health check
    grace: float = 10.0  # for our own process to tell of a request, once its time is over

    @classmethod
    def of_site(cls) -> "Bounds":
        return cls(
            request=settings.APP_REQUEST_SECONDS,
            idle=settings.APP_IDLE_SECONDS,
            total=settings.APP_TOTAL_SECONDS,
            sessions=settings.APP_SESSIONS,
        )
