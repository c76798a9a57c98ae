"""The platform's own process in a session's pod, as the worker sees it: one JSON object a line, both ways."""

import json
from pathlib import Path
from typing import Any

import perfgym
from perfgym.catalog.app import App, PartLimits
from perfgym.errors import PlatformError
from perfgym.sandbox.protocol import Closed, Limits, Part, Pod, Process, Role

PACKAGE = Path(perfgym.__file__).parent
READY_SECONDS = 30.0


def part(room: str, app: App, limits: PartLimits, cores: tuple[int, ...]) -> Part:
    """Runs `serve` of the room's `inside`. Platform code only: a learner's text reaches it as text."""
    files = [PACKAGE / "__init__.py"]
    for package in ("sittings", room):
        files += [PACKAGE / package / "__init__.py", *sorted((PACKAGE / package / "inside").glob("*.py"))]
    return Part(
        role=Role.RUNNER,
        app=app.name,
        command=("python", "-m", f"perfgym.{room}.inside.serve"),
        limits=Limits(limits.memory_bytes, limits.pids, limits.scratch_bytes, cores),
        files={f"perfgym/{file.relative_to(PACKAGE).as_posix()}": file.read_bytes() for file in files},
    )


class Insider:
    """A started one. `tell` and `hear` raise Closed once it is gone."""

    def __init__(self, pod: Pod, part: Part, what: str, **hello: Any) -> None:
        """Start it, say hello, and wait for its first line. Raises PlatformError."""
        self.process = pod.start(part)
        self.tell("hello", **hello)
        await_line(self.process, what)

    def tell(self, op: str, **fields: Any) -> None:
        self.process.send(json.dumps({"op": op, **fields}, separators=(",", ":")).encode())

    def hear(self, seconds: float) -> dict[str, Any]:
        """Its next word, empty where none comes in time. Raises PlatformError for a line that is none."""
        line = self.process.receive(seconds)
        if line is None:
            return {}
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise PlatformError("Our process in a pod wrote a line that is not one of its words.") from error
        return value if isinstance(value, dict) else {}


def await_line(process: Process, what: str) -> bytes:
    """Wait for the first line of a part: it is ready, unless the line says otherwise. Raises PlatformError."""
    try:
        line = process.receive(READY_SECONDS)
    except Closed as closed:
        raise PlatformError(f"The {what} of a session did not start: {process.tail()[-1500:]}") from closed
    if line is None:
        raise PlatformError(f"The {what} of a session was not ready in {READY_SECONDS:.0f} s: {process.tail()[-1500:]}")
    return line
