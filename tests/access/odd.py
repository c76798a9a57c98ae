"""Odd inputs: what a careless or hostile client may send in an address, a header or a body."""

import json
from collections.abc import Mapping
from random import Random
from typing import Any
from urllib.parse import quote, urlencode

TEXTS = [
    "", " ", "0", "-1", "1e400", "NaN", "Infinity", "null", "true", "²", "१२३", "9" * 30, "9" * 5000, "-" + "9" * 400,
    "\x00", "a\x00b", "\ud800", "\udfff\ud800", "\ufffe", "\u202e", "é" * 300, "😀" * 50, "x" * 100_000, "\r\nX-A: b",
    "../../etc/passwd", "..\\..\\x", "/absolute", "%00", "%", "%zz", "';--", "<script>", "{{7*7}}", "{% debug %}",
    "${jndi:x}", "2147483648", "9223372036854775808", "1.5", "0x10", "on", "[]", "{}", "\t\v\f", "\u0130",
    "http://[", "//evil.example", "javascript:alert(1)", "mailto:a", "&#0;", "[" * 6000, "a]:" * 300, "|" * 9000,
]  # fmt: skip
HARD = ["\x00", "a\x00b", "\ud800", "9" * 30, "9" * 5000]  # those that break most often come most often
TYPES = [
    "application/json", "application/x-www-form-urlencoded", "multipart/form-data", "text/plain", "", "x",
    "a/b; charset=x", "application/json; charset=utf-16", "application/x-www-form-urlencoded; charset=utf-7",
    "multipart/form-data; boundary=", "multipart/form-data; boundary=" + "b" * 300,
    "application/x-www-form-urlencoded; charset=rot13",
]  # fmt: skip
HOSTS = ["evil.example", "127.0.0.1:99999", "[::1", "a" * 300, "", "xn--", "127.0.0.1@evil", "local host", "%00", "é"]
HEADERS = {
    "Accept": ["application/json", "*/*;q=x", "text/html", "\xff"],
    "Last-Event-ID": ["0", "-", "1-1", "9" * 40, "²".encode().decode("latin-1"), "$", ">"],
    "X-Forwarded-For": ["1.2.3.4", "nonsense", "::1, x", "9" * 500, ""],
    "X-Forwarded-Proto": ["https", "x"],
    "If-Modified-Since": ["yesterday", "Thu, 01 Jan 1970 00:00:00 GMT", "9" * 50],
    "If-None-Match": ['"x"', "*", "W/"],
    "Range": ["bytes=0-0", "bytes=9-1", "x=" + "1-2," * 500],
    "Sec-Purpose": ["prefetch"],
    "Accept-Encoding": ["gzip", "identity;q=0", "br;q=\xff"],
    "Accept-Language": ["x" * 3000, "de;q=9"],
    "X-HTTP-Method-Override": ["DELETE"],
    "Referer": ["http://[", "\xff"],
    "Origin": ["null", "http://[", "https://evil.example"],
    "Authorization": ["Basic x", "Bearer \xff"],
}
COOKIES = [
    "sessionid=", "sessionid=%00", "sessionid=" + "x" * 4000, "sessionid=\xff\xfe", "csrftoken=x", "messages=x",
    "messages=W1siX19qc29uX21lc3NhZ2UiXV0:x:y", "=;=;;", "a=" * 500, "sessionid=../../x; sessionid=y",
]  # fmt: skip


def text(random: Random) -> str:
    return random.choice(HARD if random.random() < 0.3 else TEXTS)


def value(random: Random, depth: int = 0) -> Any:
    """A JSON value of any kind."""
    kind = random.randrange(9 if depth < 3 else 7)
    if kind == 7:
        return [value(random, depth + 1) for _ in range(random.randrange(4))]
    if kind == 8:
        return {text(random)[:40]: value(random, depth + 1) for _ in range(random.randrange(4))}
    return [text(random), None, True, random.choice([0, -1, 2**31, 2**63, 10**400]), 1.5, float("nan"), "x"][kind]


def json_body(random: Random, known: Mapping[str, Any]) -> bytes:
    """Known fields with odd values, or something that is hardly JSON at all."""
    broken = [
        b"", b"{", b"[" * 100_000, b'{"a":' * 20_000, b"\xff\xfe", b'"\xed\xa0\x80"', b"nul", b"1" * 10_000,
        b"1e999999", b'{"kind":"explore","kind":"compare"}', b'\xef\xbb\xbf{}', json.dumps("\ud800").encode(),
        b"\x00" * 100,
    ]  # fmt: skip
    if random.random() < 0.4:
        return random.choice([*broken, json.dumps(value(random)).encode()])
    fields = {name: given if random.random() < 0.5 else value(random) for name, given in known.items()}
    return json.dumps(fields).encode()


def form_body(random: Random, known: Mapping[str, Any]) -> bytes:
    if random.random() < 0.1:
        return urlencode([(f"f{number}", "") for number in range(random.choice([900, 1500, 20_000]))]).encode()
    if random.random() < 0.1:
        return bytes(random.randrange(256) for _ in range(200))
    return urlencode({name: _kept(random, given) for name, given in known.items()}, errors="surrogatepass").encode()


def multipart_body(random: Random, known: Mapping[str, Any], boundary: str = "bound") -> bytes:
    """Parts with odd names, file names and headers; sometimes without an end."""
    parts = b""
    for name, given in known.items():
        file = f'; filename="{text(random)[:200]}"' if random.random() < 0.5 else ""
        head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"{file}\r\n'
        extra = random.choice(["", "Content-Type: x\r\n", "Content-Transfer-Encoding: base64\r\n", "X: \xff\r\n"])
        parts += (head + extra + "\r\n" + str(_kept(random, given)) + "\r\n").encode(errors="surrogatepass")
    return parts if random.random() < 0.2 else parts + f"--{boundary}--\r\n".encode()


def query(random: Random, names: tuple[str, ...]) -> str:
    if random.random() < 0.05:
        return "&".join(f"a{number}=1" for number in range(1500))
    pairs = [(random.choice(names), text(random)[:2000]) for _ in range(random.randrange(1, 4))]
    return "&".join(f"{name}={escaped(given)}" for name, given in pairs)


def escaped(given: str) -> str:
    """As part of an address: percent-encoded, lone surrogates as the three bytes some clients send."""
    return quote(given.encode(errors="surrogatepass"), safe="")


def _kept(random: Random, given: Any) -> Any:
    return given if random.random() < 0.4 else text(random)
