"""A body as text: unpacked, decoded, and pretty where it is JSON. Each step has its cap."""

import json
import re
import zlib
from email.message import Message

from perfgym.appview.inside.fetch import Answer

TEXT_CHARS = 200 * 1024  # at four bytes each below the longest line that a part may write
UNPACKED_BYTES = 2 * 2**20
CODECS = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "utf-8", "ascii": "utf-8", "iso-8859-1": "cp1252",
    "latin-1": "cp1252", "latin1": "cp1252", "windows-1252": "cp1252", "cp1252": "cp1252", "iso-8859-15": "iso-8859-15",
    "utf-16": "utf-16", "utf-16le": "utf-16-le", "utf-16be": "utf-16-be", "shift_jis": "shift_jis", "gbk": "gbk",
    "euc-jp": "euc-jp", "big5": "big5", "koi8-r": "koi8-r", "windows-1251": "cp1251",
}  # fmt: skip
META = re.compile(rb"<meta[^>]{0,200}charset\s{0,9}=\s{0,9}[\"']?([\w-]{1,40})", re.IGNORECASE)
PACKED = {"gzip": 31, "x-gzip": 31, "deflate": 15}  # window bits of zlib
CONTROLS = dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127], "\N{REPLACEMENT CHARACTER}")
TEXTS = ("text/", "application/xml", "application/javascript", "application/xhtml", "application/problem")


def kind_of(answer: Answer) -> tuple[str, str]:
    """(type that the app names, its charset), both lower case and without other parameters."""
    message = Message()
    message["content-type"] = answer.header("content-type")
    if not answer.header("content-type"):
        return "", ""
    return message.get_content_type(), str(message.get_content_charset() or "")[:40]


def unpacked(answer: Answer, notes: list[str]) -> bytes:
    """The body without its content coding; empty where that cannot be taken off."""
    coding = answer.header("content-encoding").strip().lower()
    if coding in ("", "identity") or not answer.body:
        return answer.body
    if coding not in PACKED:
        notes.append(f"The answer is packed as “{coding[:40]}”, which the preview does not unpack.")
        return b""
    try:
        content = zlib.decompressobj(PACKED[coding]).decompress(answer.body, UNPACKED_BYTES)
    except zlib.error:
        notes.append(f"The answer says that it is packed as {coding}, and is not.")
        return answer.body
    notes.append(f"The answer was packed ({coding}) though the request did not allow it; it is shown unpacked.")
    if len(content) == UNPACKED_BYTES:
        notes.append(f"Unpacked it is larger than the {UNPACKED_BYTES // 2**20} MB that the preview takes.")
    return content


def text(content: bytes, charset: str, notes: list[str]) -> str:
    """Decoded by the charset that is named, else as UTF-8; what cannot be read is replaced, and counted."""
    named = charset or _meta(content)
    codec = CODECS.get(named, "utf-8")
    if named and named not in CODECS:
        notes.append(f"The preview does not know the encoding “{named}”; the text is read as UTF-8.")
    found = content.decode(codec, errors="replace")
    if bad := found.count("\N{REPLACEMENT CHARACTER}"):
        notes.append(f"{bad:,} places in the text are no valid {codec.upper()}.")
    return found.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")


def pretty(found: str) -> str | None:
    """JSON with its lines indented; None where it is none."""
    try:
        return json.dumps(json.loads(found), indent=2, ensure_ascii=False)
    except (ValueError, RecursionError):
        return None


def cut(found: str, notes: list[str]) -> str:
    """As much as is shown; what cannot be printed is replaced."""
    if len(found) > TEXT_CHARS:
        notes.append(f"The text is cut after {TEXT_CHARS:,} characters.")
    return found[:TEXT_CHARS].translate(CONTROLS)


def _meta(content: bytes) -> str:
    found = META.search(content[:1024])
    return found[1].decode().lower() if found else ""
