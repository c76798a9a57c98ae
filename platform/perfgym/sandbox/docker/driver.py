"""The docker driver: pods, and what is left of lost ones."""

import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

from perfgym.sandbox.docker import engine, images
from perfgym.sandbox.docker.container import Container, remove
from perfgym.sandbox.docker.engine import api
from perfgym.sandbox.protocol import CONSOLE, Labels, Level, Part, Process


class DockerPod:
    """The first part makes the network, which has only loopback; each other joins it by a part that runs.

    The network lasts as long as any part in it. No part sees another's files.
    """

    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self._parts: list[Container] = []
        self._networked = threading.Lock()  # the first part has to be there before another can join it

    def start(self, part: Part) -> Process:
        with self._networked:
            host = next((one for one in self._parts if one.end() is None), None)
            if host is None:
                return self._add(Container(part, self._labels, "none"))
        return self._add(Container(part, self._labels, f"container:{host.id}"))

    def _add(self, container: Container) -> Container:
        self._parts.append(container)
        return container

    def close(self) -> None:
        parts, self._parts = self._parts, []
        if parts:
            with ThreadPoolExecutor(len(parts)) as pool:
                list(pool.map(Container.remove, reversed(parts)))

    def __enter__(self) -> "DockerPod":
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


class DockerDriver:
    """Level S3: containers of the engine that DOCKER_HOST names, or of the local one."""

    name = "docker"
    level = Level.S3

    def problem(self) -> str | None:
        return engine.problem()

    def prepare(self, app: str) -> None:
        images.image_of(app)

    def open(self, labels: Labels) -> DockerPod:
        return DockerPod(labels)

    def reap(self, site: str, alive: Callable[[], Iterable[tuple[str, int]]]) -> int:
        """Of this site; and what consoles that were killed have left, which ended with them."""
        listed = api().containers(all=True, filters={"label": f"perfgym.site={site}"})
        left = api().containers(filters={"label": f"perfgym.site={CONSOLE}", "status": "exited"}, all=True)
        keep = {(run, str(fence)) for run, fence in alive()} if listed else set()
        doomed = [
            found["Id"]
            for found in listed
            if (found["Labels"]["perfgym.run"], found["Labels"]["perfgym.fence"]) not in keep
        ]
        doomed += [found["Id"] for found in left]
        for container in doomed:
            remove(container)
        return len(doomed)

    def describe(self) -> Mapping[str, object]:
        version, info = api().version(), api().info()
        return {
            "engine": version["Version"],
            "runtime": info.get("DefaultRuntime"),
            "cgroup": info.get("CgroupVersion", "1"),
        }
