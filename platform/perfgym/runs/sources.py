"""The changed files whole, as they were before and after: what a diff alone does not let one measure again."""

from collections.abc import Mapping
from typing import Any

NAME = "sources.json"


def of(before: Mapping[str, bytes], edits: Mapping[str, bytes], own_test: str | None) -> dict[str, Any]:
    """sources.json of a learner's edits; a file that the starter does not have is in `change` alone.

    `not_text` lists the files that are no UTF-8: they are in neither.
    """
    changed = {path: text for path, text in sorted(edits.items()) if path != own_test and before.get(path) != text}
    texts = {path: _pair(before.get(path), after) for path, after in changed.items()}
    whole = {path: pair for path, pair in texts.items() if pair is not None}
    return {
        "starter": {path: old for path, (old, _) in whole.items() if old is not None},
        "change": {path: new for path, (_, new) in whole.items()},
        "not_text": [path for path, pair in texts.items() if pair is None],
    }


def _pair(before: bytes | None, after: bytes) -> tuple[str | None, str] | None:
    try:
        return (None if before is None else before.decode()), after.decode()
    except UnicodeDecodeError:
        return None
