"""Which names a file from outside may have."""

import sys
import unicodedata
from collections.abc import Collection, Iterable
from pathlib import PurePosixPath

from perfgym.catalog import paths
from perfgym.workspaces.uploads.refused import UploadRefused

DEPTH = 8  # names of a path
ENDINGS = frozenset(
    {
        ".cfg", ".conf", ".css", ".csv", ".html", ".ini", ".j2", ".js", ".json", ".md", ".py", ".sql", ".svg", ".toml",
        ".txt", ".xml", ".yaml", ".yml",
    }
)  # fmt: skip
AT_START = frozenset({"sitecustomize", "usercustomize"})  # modules that Python imports by itself
GENERATOR = frozenset(
    {
        "brotli", "certifi", "configargparse", "engineio", "flask", "flask_cors", "flask_login", "gevent",
        "geventhttpclient", "greenlet", "jinja2", "locust", "locust_cloud", "markupsafe", "msgpack", "perfgym",
        "perfgym_load", "psutil", "requests", "socketio", "urllib3", "werkzeug", "zmq", "zope",
    }
)  # fmt: skip  # Locust, what it brings, and ours
LITTER = ("__MACOSX", "__pycache__", ".DS_Store", "Thumbs.db")  # file managers and Python leave it; nobody means it


def is_litter(path: str) -> bool:
    return any(part in LITTER for part in path.split("/"))


def check(path: str, starter: Collection[str]) -> None:
    """Raise UploadRefused for a name that no file of a workspace may have. What the starter has is allowed as it is."""
    if len(path) > paths.MAX_LENGTH:
        raise UploadRefused(f"has a name of {len(path):,} characters; {paths.MAX_LENGTH} is the most", path)
    if not paths.is_safe(path):
        raise UploadRefused(
            "has a name that is not plain: letters, digits, “_”, “-”, “.” and folders only, no “..”, no hidden names",
            path,
        )
    if (depth := path.count("/") + 1) > DEPTH:
        raise UploadRefused(f"lies {depth} names deep; {DEPTH} is the most", path)
    if path in starter:
        return
    _check_ending(path)
    _check_import(path, starter)


def check_folder(name: str) -> None:
    """Raise UploadRefused for a folder's entry that no file could lie in. It is only looked at, never made."""
    if not paths.is_safe(name.rstrip("/")) and not is_litter(name):
        raise UploadRefused("is a folder whose name is not plain", name)


def check_apart(found: Iterable[str]) -> None:
    """Raise UploadRefused where two names are one on some machine, or a file is the folder of another."""
    seen: set[str] = set()
    folders: set[str] = set()
    for path in found:
        same = _same(path)
        if same in seen:
            raise UploadRefused("is there twice; upper and lower case count as the same", path)
        seen.add(same)
        folders.update(str(parent) for parent in PurePosixPath(same).parents)
    if clash := seen & folders:
        raise UploadRefused("is a file and a folder at once", min(clash))


def _same(path: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def _check_ending(path: str) -> None:
    ending = PurePosixPath(path).suffix
    if ending.lower() not in ENDINGS:
        raise UploadRefused(
            f"ends in {ending or 'nothing'}; a workspace takes text files that end in {', '.join(sorted(ENDINGS))}",
            path,
        )


def _check_import(path: str, starter: Collection[str]) -> None:
    """Modules at the top are importable from everywhere in a pod, before those they are named like."""
    module = PurePosixPath(path).stem
    if module in AT_START and path.endswith(".py"):
        raise UploadRefused("is imported by Python before anything else, and so is not taken", path)
    top = path.split("/")[0].removesuffix(".py")
    known = {each.split("/")[0].removesuffix(".py") for each in starter}
    if top not in known and (top in sys.stdlib_module_names or top in GENERATOR):
        raise UploadRefused(f"would hide Python's or Locust's own module “{top}”; give it another name", path)
