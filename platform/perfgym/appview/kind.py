"""What a worker's desk knows of app previews."""

from perfgym.appview import parts
from perfgym.appview.bounds import Bounds
from perfgym.appview.pod import AppPod
from perfgym.appview.session import Session
from perfgym.catalog import library
from perfgym.sittings.kind import Kind, Place


def kind(bounds: Bounds) -> Kind:
    def pod(place: Place, session: Session) -> AppPod:
        return AppPod(place, library.default().lab(session.lab), bounds)

    return Kind(name="app preview", model=Session, bounds=bounds, memory=lambda: largest(), pod=pod)


def largest() -> int:
    """Bytes that a preview of the largest app may use."""
    return max((parts.memory_bytes(app) for app in library.default().apps.values()), default=0)
