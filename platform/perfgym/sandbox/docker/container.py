"""One part as a container: made with its limits, fed its files, watched, ended."""

import io
import json
import signal
import tarfile
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from typing import Any

from docker.errors import APIError, NotFound

from perfgym.sandbox.docker import settings, usage
from perfgym.sandbox.docker.engine import api
from perfgym.sandbox.docker.images import image_of
from perfgym.sandbox.docker.stream import Attached
from perfgym.sandbox.errors import PodFailed
from perfgym.sandbox.parts import UIDS, fill
from perfgym.sandbox.protocol import Closed, End, EndReason, Labels, Part, Usage

REMOVALS = 3  # tries
ENDING_SECONDS = 10  # for the engine to notice that a container has ended


class Container:
    """A started part. It ends by itself when its attached stream is gone: its input then ends, once and for all."""

    def __init__(self, part: Part, labels: Labels, network: str) -> None:
        self.role = part.role
        self._part = part
        self._end: End | None = None
        self._killed = False
        self._used = Usage(0.0, 0)
        self.id = self._create(part, labels, network)
        with ExitStack() as undo:
            undo.callback(remove, self.id)
            self._stream = Attached(_attach(self.id), part)
            undo.callback(self._stream.close)
            self._start()
            self._applied = settings.read_back(self.id, part, network)
            self._feed()
            undo.pop_all()

    def send(self, line: bytes) -> None:
        self._stream.send(line + b"\n")

    def receive(self, timeout: float) -> bytes | None:
        try:
            return self._stream.receive(timeout)
        except Closed:
            self._end_flood()
            raise

    def end(self) -> End | None:
        """How it ended. OOMKilled is only to be trusted once a container has stopped; so it is asked for then."""
        self._end_flood()
        if self._end is None:
            try:
                state = api().inspect_container(self.id)["State"]
            except NotFound:
                return End(EndReason.KILLED, -signal.SIGKILL)
            if not state["Running"] and state["Status"] != "created":
                self._end = self._ended(state)
        return self._end

    def tail(self) -> str:
        return self._stream.tail()

    def usage(self) -> Usage:
        """What it has used; of one that is gone, what it had when last asked."""
        self._used = usage.usage(self.id) or self._used
        return self._used

    def applied(self) -> Mapping[str, object]:
        return self._applied

    def kill(self) -> None:
        """Kill it. Its stream goes first: the engine waits for whoever reads a flood before it kills."""
        self._killed = True
        self._stream.close()
        kill(self.id)

    def remove(self) -> None:
        """Kill it and remove every trace."""
        self._killed = True
        self._stream.close()
        remove(self.id)

    def _end_flood(self) -> None:
        """One that wrote too much is not read any more, so it hangs in its writing until somebody asks for its end."""
        if self._stream.overflow and self._end is None:
            self._end = End(EndReason.OUTPUT, -signal.SIGKILL)
            self.kill()

    def _ended(self, state: Mapping[str, object]) -> End:
        code = int(str(state["ExitCode"]))
        if state["OOMKilled"]:
            return End(EndReason.MEMORY, code)
        return End(EndReason.KILLED, code) if self._killed else End.exited(code)

    def _create(self, part: Part, labels: Labels, network: str) -> str:
        uid = UIDS[part.role]
        try:
            made = api().create_container(
                image_of(part.app),
                command=[],
                user=f"{uid}:{uid}",
                working_dir=settings.FILES,
                labels=settings.labels(labels, part),
                stdin_open=True,
                network_disabled=False,
                host_config=settings.host_config(part, network),
            )
        except APIError as error:
            raise PodFailed(f"The engine would not make a container: {error.explanation}") from error
        return str(made["Id"])

    def _start(self) -> None:
        try:
            api().start(self.id)
        except APIError as error:
            raise PodFailed(f"The engine would not start a container: {error.explanation}") from error

    def _feed(self) -> None:
        """The header and the files; docs of inside/init.py have the form."""
        content = _tar(self._part.files)
        ports = {"APP_PORT": str(settings.APP_PORT), "DB_PORT": str(settings.DB_PORT)}
        header = {
            "tar": len(content),
            "command": [fill(word, ports) for word in self._part.command],
            "cwd": settings.FILES,
            "env": settings.environment(self._part),  # not in the container's settings, which the engine shows
            "input": self._part.talks,
        }
        try:
            self._stream.send(json.dumps(header).encode() + b"\n" + content)
        except Closed as error:
            raise PodFailed(f"A container ended before it took its files: {self.tail()}") from error


def kill(container: str) -> None:
    """Kill it, if it is still there and runs."""
    try:
        api().kill(container)
    except NotFound:
        return
    except APIError as error:
        if error.status_code != 409:  # not running
            raise


def remove(container: str) -> None:
    """Kill it and take every trace away.

    One that ends by itself meanwhile makes the engine fail ("could not kill, is not running"); it is asked again then.
    """
    for tries_left in reversed(range(REMOVALS)):
        try:
            api().remove_container(container, force=True, v=True)
        except NotFound:
            return
        except APIError as error:
            if error.status_code == 409:  # its removal is already under way
                return
            if not tries_left:
                raise
            _await_end(container)
        else:
            return


def _await_end(container: str) -> None:
    with suppress(NotFound):
        api().wait(container, timeout=ENDING_SECONDS)


def _attach(container: str) -> Any:
    """An attach of all three streams."""
    return api().attach_socket(container, params={"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1})


def _tar(files: Mapping[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for path, content in sorted(files.items()):
            entry = tarfile.TarInfo(path)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return packed.getvalue()
