"""The docker driver: pods, and what is left of lost ones."""

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor

from perfgym.sandbox.docker import engine, images
from perfgym.sandbox.docker.container import Container, remove
from perfgym.sandbox.docker.engine import api
from perfgym.sandbox.protocol import Labels, Level, Part, Process


class DockerPod:
    """The first part owns the network, which has only loopback; the others join it. No part sees another's files."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels
        self._parts: list[Container] = []

    def start(self, part: Part) -> Process:
        network = f"container:{self._parts[0].id}" if self._parts else "none"
        container = Container(part, self._labels, network)
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

    def reap(self, alive: Iterable[tuple[str, int]]) -> int:
        """Kill what no run owns any more. A console's own containers are left alone while they run."""
        keep = {(run, str(fence)) for run, fence in alive}
        doomed = [
            found["Id"]
            for found in api().containers(all=True, filters={"label": "perfgym.run"})
            if (found["Labels"]["perfgym.run"], found["Labels"]["perfgym.fence"]) not in keep and not _of_console(found)
        ]
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


def _of_console(found: Mapping[str, object]) -> bool:
    """A console's running container: its process lives, or it would have ended with its stream."""
    labels = found["Labels"]
    assert isinstance(labels, dict)
    return str(labels["perfgym.run"]).startswith("local-") and found["State"] == "running"
