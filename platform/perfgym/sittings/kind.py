"""What a room says of its sessions: which rows they are, what one may use, and how its pod is made."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, Self

from perfgym.sandbox.protocol import Driver, Labels
from perfgym.sittings.answer import Answer
from perfgym.sittings.bounds import Bounds
from perfgym.sittings.session import HeldSession


class SessionPod(Protocol):
    """The pod of one session. `open` before use; leaving it as a context manager ends all of it."""

    def open(self) -> None:
        """Fresh, and ready to be asked. Raises PlatformError."""

    def do(self, errand: Any, unwanted: Callable[[], bool]) -> Answer:
        """Do an errand. Whatever it does, this returns within bounds, and soon after `unwanted` says true.

        Raises PlatformError where a pod that is needed cannot be made.
        """

    def aside(self) -> None:
        """A measurement has the machine: end what could disturb it while nothing is asked for."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *exc: object) -> None: ...


@dataclass(frozen=True)
class Place:
    """Where a session's pod is made."""

    driver: Driver
    labels: Labels
    cores: tuple[int, ...]


@dataclass(frozen=True)
class Kind:
    """One kind of session that a desk serves."""

    name: str  # as in "SQL session", for who reads the log
    model: type[HeldSession]
    bounds: Bounds
    memory: Callable[[], int]  # bytes that one session may use at most
    pod: Callable[[Place, Any], SessionPod]  # of a session, not opened yet
