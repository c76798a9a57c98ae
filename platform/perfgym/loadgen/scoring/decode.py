"""Content encodings, decoded up to a cap: a small answer must not become a large one."""

import zlib
from collections.abc import Callable

import brotli  # type: ignore[import-untyped]


class TooLarge(Exception):
    """The answer is larger than this measurement reads."""

    def __init__(self, cap: int) -> None:
        super().__init__(f"the answer is larger than {cap:,} bytes")


class BadEncoding(Exception):
    """The answer's Content-Encoding does not fit its bytes."""


def decode(body: bytes, encoding: str, cap: int) -> bytes:
    """The body without its content encoding. Raises TooLarge, BadEncoding."""
    name = encoding.strip().lower() or "identity"
    if name not in DECODERS:
        raise BadEncoding(f"unknown Content-Encoding {name[:40]!r}")
    try:
        plain = DECODERS[name](body, cap + 1) if body else b""
    except (zlib.error, brotli.error) as error:
        raise BadEncoding(f"the answer is not valid {name}: {error}") from error
    if len(plain) > cap:
        raise TooLarge(cap)
    return plain


def _identity(body: bytes, limit: int) -> bytes:
    return body[:limit]


def _gzip(body: bytes, limit: int) -> bytes:
    return _inflate(body, limit, 16 + zlib.MAX_WBITS)


def _deflate(body: bytes, limit: int) -> bytes:
    """RFC 9110 means zlib's format; some servers send the bare stream."""
    try:
        return _inflate(body, limit, zlib.MAX_WBITS)
    except zlib.error:
        return _inflate(body, limit, -zlib.MAX_WBITS)


def _inflate(body: bytes, limit: int, bits: int) -> bytes:
    inflater = zlib.decompressobj(bits)
    plain = inflater.decompress(body, limit)
    if not inflater.eof and len(plain) < limit:
        raise zlib.error("it ends too early")
    return plain


def _brotli(body: bytes, limit: int) -> bytes:
    decompressor = brotli.Decompressor()
    plain: bytes = decompressor.process(body, output_buffer_limit=limit)
    while len(plain) < limit and not decompressor.is_finished():
        more = decompressor.process(b"", output_buffer_limit=limit)
        if not more:
            raise brotli.error("it ends too early")
        plain += more
    return plain


DECODERS: dict[str, Callable[[bytes, int], bytes]] = {
    "identity": _identity,
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
}
