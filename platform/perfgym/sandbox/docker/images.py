"""Images: the pod image with everything apps need, and one image an app with its database template baked in.

Each carries a digest of what it is built from in its tag, so that a change builds anew and an old image is never taken.
"""

import hashlib
import io
import logging
import os
import tarfile
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from docker.errors import ImageNotFound

from perfgym.catalog import library
from perfgym.sandbox.docker.engine import api
from perfgym.sandbox.errors import PodFailed

ROOT = Path(__file__).resolve().parents[4]
OWN_BASE = "perfgym-base"
OFFICIAL_BASE = "python:3.12-slim-bookworm"
INSIDE = "platform/perfgym/sandbox/inside"

log = logging.getLogger(__name__)
_building = threading.Lock()


def base_image() -> str:
    """PERFGYM_BASE_IMAGE, else our own base where it was made (sandbox_apps/base-image), else an official one."""
    if chosen := os.environ.get("PERFGYM_BASE_IMAGE"):
        return chosen
    return OWN_BASE if _exists(OWN_BASE) else OFFICIAL_BASE


def prepare(app: str) -> str:
    """Build what is missing for `app`; the id of its image. Raises PodFailed with the end of the build's output."""
    with _building:
        base = base_image()
        pod = _ensure("perfgym-pod", "sandbox_apps/pod/Dockerfile", _pod_files(), base)
        found = library.default().apps[app]
        if found.database is None:
            return _id(pod)
        return _id(_ensure(f"perfgym-app-{app}", f"sandbox_apps/{app}/Dockerfile", _app_files(app), pod))


@cache
def image_of(app: str) -> str:
    """The id of a prepared app's image: a digest, so that nobody can move the tag under a run."""
    return prepare(app)


def _pod_files() -> dict[str, bytes]:
    paths = ["sandbox_apps/pod/Dockerfile", "requirements/pods.txt"]
    paths += [f"{INSIDE}/{path.name}" for path in sorted((ROOT / INSIDE).glob("*.py"))]
    return {path: (ROOT / path).read_bytes() for path in paths}


def _app_files(app: str) -> dict[str, bytes]:
    found = library.default().apps[app]
    files = {f"sandbox_apps/{app}/{path}": content for path, content in found.content().items()}
    dockerfile = f"sandbox_apps/{app}/Dockerfile"
    return {**files, dockerfile: (found.root / "Dockerfile").read_bytes()}


def _ensure(name: str, dockerfile: str, files: Mapping[str, bytes], base: str) -> str:
    """The tag of an image of these files, built now if it is not there."""
    tag = f"{name}:{_digest(files, base)}"
    if not _exists(tag):
        log.info("building %s on %s", tag, base)
        _build(tag, dockerfile, files, base)
    return tag


def _build(tag: str, dockerfile: str, files: Mapping[str, bytes], base: str) -> None:
    lines: list[str] = []
    for event in api().build(
        fileobj=_context(files),
        custom_context=True,
        dockerfile=dockerfile,
        tag=tag,
        buildargs={"BASE_IMAGE": base},
        network_mode="host",
        rm=True,
        forcerm=True,
        decode=True,
        timeout=1800,
        labels={"perfgym.image": tag.split(":")[0]},
    ):
        lines.append(str(event.get("stream", "")) or str(event.get("error", "")))
        if "error" in event:
            raise PodFailed(f"The image {tag} could not be built on {base}: {''.join(lines)[-1500:]}")


def _context(files: Mapping[str, bytes]) -> io.BytesIO:
    """A build context of just these files, with one owner and one date."""
    context = io.BytesIO()
    with tarfile.open(fileobj=context, mode="w") as archive:
        for path, content in sorted(files.items()):
            entry = tarfile.TarInfo(path)
            entry.size, entry.mode = len(content), 0o644
            archive.addfile(entry, io.BytesIO(content))
    context.seek(0)
    return context


def _digest(files: Mapping[str, bytes], base: str) -> str:
    digest = hashlib.sha256(base.encode())
    for path, content in sorted(files.items()):
        digest.update(f"\0{path}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:12]


def _exists(tag: str) -> bool:
    try:
        api().inspect_image(tag)  # type: ignore[no-untyped-call]
    except ImageNotFound:
        return False
    return True


def _id(tag: str) -> str:
    return str(api().inspect_image(tag)["Id"])  # type: ignore[no-untyped-call]
