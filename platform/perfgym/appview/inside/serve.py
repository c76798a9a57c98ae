"""The process inside the pod: asks the app, one word of the worker after the other.

Words: hello (dsn; empty without a database), ready (path), get (method, path, seconds, extra). Answers: ready (ok,
detail); to get, `head` with the facts of the answer, then `picture` (from, type, data) and `text`, and then `done`.
"""

import base64
import binascii
import os
import time
from typing import Any
from urllib.parse import unquote_to_bytes

from perfgym.appview.inside import alarm, body, fetch, magic
from perfgym.appview.inside.fetch import Answer
from perfgym.appview.inside.page import Reader
from perfgym.appview.inside.queries import Queries
from perfgym.sittings.inside.words import Words, say

PICTURES, ALL_PICTURES = 12, 400 * 1024
SHEETS, SHEET_BYTES = 4, 48 * 1024
PARSE_SECONDS = 4.0
HEALTH_SECONDS = 1.0
TOO_TANGLED = "The page could not be taken apart in the time that there is for it; it is shown as text."


def ready(path: str) -> None:
    answer = fetch.get("GET", path, HEALTH_SECONDS)
    said = answer.error or f"it answers with status {answer.status}"
    say(op="ready", ok=answer.status in range(200, 300) and not answer.error, detail=said)


def look(word: dict[str, Any], queries: Queries) -> None:
    """One request, and what the page needs to look like itself."""
    before = queries.sent()
    answer = fetch.get(word["method"], word["path"], word["seconds"])
    after = queries.sent()
    sent = after - before if before is not None and after is not None and after >= before else None
    say(op="head", **_facts(answer), queries=sent)
    say(op="done", **_shown(answer, time.monotonic() + word["extra"]))


def _facts(answer: Answer) -> dict[str, Any]:
    return {
        "path": answer.path,
        "status": answer.status,
        "reason": answer.reason,
        "headers": answer.headers,
        "more_headers": answer.more_headers,
        "size": len(answer.body),
        "whole": answer.whole,
        "first_ms": answer.first_ms,
        "ms": answer.ms,
        "error": answer.error,
        "hops": answer.hops,
        "outward": answer.outward,
    }


def _shown(answer: Answer, until: float) -> dict[str, Any]:
    notes: list[str] = []
    found = {"type": body.kind_of(answer)[0][:100], "kind": "none", "notes": notes}
    content = body.unpacked(answer, notes)
    if not content:
        return found
    kind, charset = body.kind_of(answer)
    if picture := magic.picture(content):
        say(op="picture", **{"from": ""}, type=picture, data=base64.b64encode(content).decode())
        return {**found, "kind": "picture"}
    if kind.startswith("image/"):
        notes.append("This is no picture of a kind that the preview shows (PNG, JPEG, GIF, WebP up to 100 KB).")
        return {**found, "kind": "bytes"}
    if not kind:
        notes.append("The app does not say what type its answer is; it is shown as text.")
    if kind and not kind.startswith(body.TEXTS) and "json" not in kind:
        return {**found, "kind": "bytes"}
    return {**found, **_text(answer.path, kind, body.text(content, charset, notes), notes, until)}


def _text(path: str, kind: str, text: str, notes: list[str], until: float) -> dict[str, Any]:
    if kind in ("text/html", "application/xhtml+xml"):
        try:
            return _page(path, text, notes, until)
        except alarm.TimeUp:
            notes.append(TOO_TANGLED)
    if "json" in kind:
        neat = body.pretty(text)
        if neat is not None:
            say(op="text", text=body.cut(neat, notes))
            return {"kind": "json"}
        notes.append("The answer says that it is JSON, and is not.")
    say(op="text", text=body.cut(text, notes))
    return {"kind": "text"}


def _page(path: str, text: str, notes: list[str], until: float) -> dict[str, Any]:
    reader = Reader(path)
    with alarm.within(PARSE_SECONDS):
        reader.read(text)
    _sheets(reader, until)
    _pictures(reader, until)
    page = {"title": reader.title, "body": reader.body, "nodes": reader.nodes, "left_out": +reader.left_out}
    say(op="text", text=body.cut(text, notes))
    return {"kind": "page", "page": page}


def _sheets(reader: Reader, until: float) -> None:
    """Put the app's style sheets where the page asks for them."""
    places = [at for at, node in enumerate(reader.nodes) if node[0] == "sheet" and isinstance(node, list)]
    for count, at in enumerate(places):
        content = _more(reader.nodes[at][1], until) if count < SHEETS else b""
        if not content or len(content) > SHEET_BYTES:
            reader.left_out["sheet"] += 1
        reader.nodes[at] = ["style", content[:SHEET_BYTES].decode(errors="replace")]


def _pictures(reader: Reader, until: float) -> None:
    """Say each picture once, as far as they fit; an element keeps where its picture is from."""
    room, told = ALL_PICTURES, dict[str, bool]()
    for node in reader.nodes:
        if not isinstance(node, list) or node[0] != "img":
            continue
        source = node[1]["from"]
        if source not in told and len(told) < PICTURES:
            content = _content(reader, source, until)
            kind = magic.picture(content)
            told[source] = bool(kind) and len(content) <= room
            if told[source]:
                room -= len(content)
                say(op="picture", **{"from": source}, type=kind, data=base64.b64encode(content).decode())
        reader.left_out["img"] += not told.get(source)


def _content(reader: Reader, source: str, until: float) -> bytes:
    if source in reader.inline:
        return _inline(reader.inline[source])
    return _more(source, until) if source else b""


def _more(path: str, until: float) -> bytes:
    left = until - time.monotonic()
    answer = fetch.get("GET", path, left) if left > 0 else None
    return answer.body if answer and answer.status == 200 and answer.whole else b""


def _inline(source: str) -> bytes:
    """The content of a data: address."""
    head, _, data = source.partition(",")
    try:
        content = unquote_to_bytes(data)
        return base64.b64decode(content, validate=True) if head.endswith(";base64") else content
    except (ValueError, binascii.Error):
        return b""


def main() -> None:
    words = Words()
    dsn = words.next()["dsn"].replace("{DB_PORT}", os.environ.get("DB_PORT", ""))
    queries = Queries(dsn)
    say(op="hello")
    while True:
        word = words.next()
        if word["op"] == "ready":
            ready(word["path"])
        elif word["op"] == "get":
            look(word, queries)


if __name__ == "__main__":
    main()
