"""Paths inside a lab or an app, and the patterns that say which of them may be edited.

A pattern is a path in which `*` stands for any run of characters within one name: `shop/templates/*.html`.
"""

import re
from collections.abc import Iterable
from fnmatch import fnmatchcase

MAX_LENGTH = 200
NAME = r"[A-Za-z0-9_][A-Za-z0-9_.-]*"
SAFE = re.compile(rf"{NAME}(/{NAME})*")
PATTERN = re.compile(r"[A-Za-z0-9_*][A-Za-z0-9_.*-]*(/[A-Za-z0-9_*][A-Za-z0-9_.*-]*)*")


def is_safe(path: str) -> bool:
    """Whether this is a relative path of plain names: no `..`, no hidden names, no backslash, no spaces."""
    return len(path) <= MAX_LENGTH and SAFE.fullmatch(path) is not None


def matches(path: str, patterns: Iterable[str]) -> bool:
    """Whether one of the patterns stands for this path. An unsafe path matches nothing."""
    return is_safe(path) and any(covers(pattern, path) for pattern in patterns)


def covers(wide: str, narrow: str) -> bool:
    """Whether every path that `narrow` (a path or a pattern) stands for is also one of `wide`'s."""
    wide_names, narrow_names = wide.split("/"), narrow.split("/")
    if len(wide_names) != len(narrow_names):
        return False
    return all(fnmatchcase(name, pattern) for name, pattern in zip(narrow_names, wide_names, strict=True))


def under(path: str, entries: Iterable[str]) -> bool:
    """Whether the path is one of these files or lies in one of these folders."""
    return any(path == entry or path.startswith(f"{entry}/") for entry in entries)
