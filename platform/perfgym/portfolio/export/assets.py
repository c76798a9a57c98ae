"""Style sheets, fonts and pictures of the site: files of our own that a copied page needs beside it."""

import posixpath
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders

FOLDER = "look"  # in the copy
_REFERENCE = re.compile(rb"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)")
_BESIDE = ("OFL.txt",)  # what a font's licence asks to go with it


def place(address: str) -> str | None:
    """Where a static file's address lies in the copy; None for other addresses."""
    path = unquote(urlsplit(address).path)
    return f"{FOLDER}/{path.removeprefix(settings.STATIC_URL)}" if path.startswith(settings.STATIC_URL) else None


def with_needed(wanted: str) -> dict[str, bytes]:
    """A file of the copy and all that it refers to, by their places; empty where there is no such file."""
    found: dict[str, bytes] = {}
    waiting = [wanted]
    while waiting:
        at = waiting.pop()
        content = None if at in found else _content(at)
        if content is not None:
            found[at] = content
            waiting += _needed(at, content)
    return found


def _content(at: str) -> bytes | None:
    name = at.removeprefix(f"{FOLDER}/")
    path = finders.find(name)
    return Path(path).read_bytes() if isinstance(path, str) else None


def _needed(at: str, content: bytes) -> list[str]:
    beside = posixpath.dirname(at)
    if at.endswith((".woff2", ".ttf")):
        return [f"{beside}/{name}" for name in _BESIDE]
    if not at.endswith(".css"):
        return []
    named = [found.decode() for found in _REFERENCE.findall(content)]
    return [posixpath.normpath(f"{beside}/{name}") for name in named if not name.startswith(("data:", "#"))]
