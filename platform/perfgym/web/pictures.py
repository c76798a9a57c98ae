"""Pictures that an author drew. They load nothing and run nothing, whoever opens them on their own."""

import mimetypes

from django.http import Http404, HttpResponse

POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def as_picture(content: bytes | None, name: str) -> HttpResponse:
    """The answer that holds a picture. Raises Http404 without one."""
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=mimetypes.guess_type(name)[0] or "application/octet-stream")
    response["Content-Security-Policy"] = POLICY
    return response
