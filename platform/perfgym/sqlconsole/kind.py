"""What a worker's desk knows of SQL sessions."""

from perfgym.catalog import library
from perfgym.sittings.kind import Kind, Place
from perfgym.sqlconsole import parts
from perfgym.sqlconsole.bounds import Bounds
from perfgym.sqlconsole.pod import ConsolePod
from perfgym.sqlconsole.session import Session


def kind(bounds: Bounds) -> Kind:
    def pod(place: Place, session: Session) -> ConsolePod:
        lab = library.default().lab(session.lab)
        return ConsolePod(
            place.driver,
            place.labels,
            lab.app,
            place.cores,
            bounds,
            read_only=session.read_only,
            files=lab.starter(),
        )

    return Kind(name="SQL session", model=Session, bounds=bounds, memory=lambda: largest(), pod=pod)


def largest() -> int:
    """Bytes that a session of the app with the largest database may use."""
    apps = library.default().apps.values()
    return max((parts.memory_bytes(app) for app in apps if app.database), default=0)
