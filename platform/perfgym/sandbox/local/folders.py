"""Folders of local pods: the files of a part, made before it starts, and removed after it has ended."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

PREFIX = "perfgym-pod-"


def make(files: Mapping[str, bytes]) -> Path:
    """A new folder with `files` below `files/`, read-only."""
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    root = folder / "files"
    root.mkdir()
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        target.chmod(0o444)
    for each, _, _ in os.walk(root):
        os.chmod(each, 0o555)  # noqa: S103 - to read, not to write
    folder.chmod(0o755)
    return folder


def drop(folder: Path) -> None:
    """Remove it. Nothing that ran in it is alive any more; symbolic links are removed, never followed."""
    for each, _, _ in os.walk(folder / "files"):
        os.chmod(each, 0o700)
    shutil.rmtree(folder)


def sweep() -> int:
    """Remove folders whose process was killed before it could; how many."""
    left = [path for path in Path(tempfile.gettempdir()).glob(f"{PREFIX}*") if _orphaned(path)]
    for path in left:
        drop(path)
    return len(left)


def _orphaned(path: Path) -> bool:
    """Ours, and its process is gone."""
    pid = path.name.removeprefix(PREFIX).partition("-")[0]
    return path.lstat().st_uid == os.geteuid() and pid.isdigit() and not Path(f"/proc/{pid}").exists()
