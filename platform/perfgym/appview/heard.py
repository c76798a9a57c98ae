"""The words of our process in the pod, each value of the type and within the bounds that it must have.

The process is ours, but it shares the pod with a stranger's app: what is kept and shown is checked here once more.
"""

from collections.abc import Mapping
from typing import Any

from perfgym.appview.inside.body import TEXT_CHARS
from perfgym.appview.inside.fetch import HEADER_CHARS, HEADERS, READ_BYTES, REDIRECTS
from perfgym.errors import PlatformError
from perfgym.runs.lines import fields
from perfgym.runs.lines.strict import BadResult

PICTURES, PICTURE_CHARS = 13, 140_000  # encoded
LONGEST_MS = 1e7
NOTES, NOTE_CHARS = 20, 500
PATH_CHARS = 2000

Word = Mapping[str, Any]


class Heard:
    """All that was said of one request."""

    def __init__(self) -> None:
        self.shown: dict[str, Any] = {"pictures": []}
        self.whole = False

    def take(self, word: Word) -> None:
        """Raises PlatformError for a word that cannot be one of ours."""
        try:
            match word.get("op"):
                case "head":
                    self.shown |= _head(word)
                case "picture" if len(self.shown["pictures"]) < PICTURES:
                    self.shown["pictures"].append(_picture(word))
                case "text":
                    self.shown["text"] = fields.text(word, "text", TEXT_CHARS)
                case "done":
                    self.shown |= _done(word)
                    self.whole = True
        except BadResult as error:
            raise PlatformError(f"The preview's own process said what it cannot: {error}") from error


def _head(word: Word) -> dict[str, Any]:
    first, queries = word.get("first_ms"), word.get("queries")
    return {
        "path": fields.text(word, "path", PATH_CHARS),
        "status": fields.whole(word, "status", most=999),
        "reason": fields.text(word, "reason", 200),
        "headers": [
            [fields.as_text(each, "a header", HEADER_CHARS) for each in row]
            for row in fields.rows(word, "headers", HEADERS, 2)
        ],
        "more_headers": fields.whole(word, "more_headers"),
        "size": fields.whole(word, "size", most=2 * READ_BYTES),
        "whole": fields.flag(word, "whole"),
        "first_ms": None if first is None else fields.as_number(first, "first_ms", LONGEST_MS),
        "ms": fields.number(word, "ms", LONGEST_MS),
        "error": fields.text(word, "error", 400),
        "hops": [_hop(each) for each in _listed(word, "hops", REDIRECTS)],
        "outward": fields.text(word, "outward", HEADER_CHARS),
        "queries": None if queries is None else fields.as_whole(queries, "queries"),
    }


def _hop(word: Any) -> dict[str, Any]:
    return {"path": fields.text(word, "path", PATH_CHARS), "status": fields.whole(word, "status", most=999)}


def _picture(word: Word) -> dict[str, Any]:
    return {
        "from": fields.text(word, "from", PATH_CHARS),
        "data": fields.text(word, "data", PICTURE_CHARS),
    }


def _done(word: Word) -> dict[str, Any]:
    found: dict[str, Any] = {
        "kind": fields.text(word, "kind", 10),
        "type": fields.text(word, "type", 100),
        "notes": [fields.as_text(each, "a note", NOTE_CHARS) for each in _listed(word, "notes", NOTES)],
    }
    if found["kind"] == "page":
        page = fields.value(word, "page")
        found["page"] = {
            "title": fields.text(page, "title", 200),
            "body": fields.value(page, "body"),  # these two are looked at piece by piece by page.py
            "nodes": fields.value(page, "nodes"),
            "left_out": {name: fields.as_whole(count, name) for name, count in fields.value(page, "left_out").items()},
        }
    return found


def _listed(word: Word, name: str, most: int) -> list[Any]:
    found = fields.value(word, name)
    if not isinstance(found, list) or len(found) > most:
        raise BadResult(f"“{name}” is no list of at most {most}")
    return found
