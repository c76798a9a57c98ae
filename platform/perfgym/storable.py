"""Text and values from strangers in a form that PostgreSQL can store: it knows no NUL and no half of a character."""

import re
from collections.abc import Mapping
from typing import Any

_ODD = re.compile("[\0\ud800-\udfff]")


def text(found: str) -> str:
    """With a replacement character where something cannot be stored."""
    return _ODD.sub("\N{REPLACEMENT CHARACTER}", found)


def value(found: Any) -> Any:
    """The same for all text in a value made of dicts, lists, numbers and text."""
    match found:
        case str():
            return text(found)
        case Mapping():
            return {text(str(key)): value(each) for key, each in found.items()}
        case list() | tuple():
            return [value(each) for each in found]
        case _:
            return found
