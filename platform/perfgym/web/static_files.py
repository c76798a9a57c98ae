"""Static files whole and small: the largest has a few hundred kilobytes, and ASGI servers cannot stream open files."""

import gzip
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from whitenoise.middleware import WhiteNoiseMiddleware

SHRINK = ("text/", "application/json", "image/svg+xml")  # what is packed already, as fonts are, grows by it
KEPT = 256  # files in memory, packed: as many as the whole site has


class StaticFiles(WhiteNoiseMiddleware):  # type: ignore[misc, unused-ignore]
    """WhiteNoise, which would hand an open file to Django: under ASGI that is read whole too, with a warning each."""

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:
        found = static_file.get_response(request.method, request.META)
        if found.file is None:
            content, path = b"", ""
        else:
            with found.file:
                content, path = found.file.read(), getattr(found.file, "name", "")  # a part of a file has none
        response = HttpResponse(content, status=int(found.status))
        del response["content-type"]
        for key, value in found.headers:
            response[key] = value
        return _shrunk(request, response, path)


def _shrunk(request: HttpRequest, response: HttpResponse, path: str) -> HttpResponse:
    """The answer packed, for a browser that takes that and asks for the whole."""
    if not response.get("Content-Type", "").startswith(SHRINK):
        return response
    patch_vary_headers(response, ["Accept-Encoding"])
    if response.status_code == 200 and path and "gzip" in request.headers.get("Accept-Encoding", ""):
        response.content = packed(path, response["Last-Modified"])
        response["Content-Encoding"] = "gzip"
        response["Content-Length"] = str(len(response.content))
    return response


@lru_cache(maxsize=KEPT)
def packed(path: str, changed: str) -> bytes:
    """The file of that path as it was at the time `changed`, in gzip's format."""
    return gzip.compress(Path(path).read_bytes(), 9, mtime=0)
