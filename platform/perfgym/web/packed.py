"""Large pages are sent packed: a chart of 600 dots is 60 kB of text, and a tenth of that packed."""

from django.http import HttpRequest
from django.http.response import HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

FROM = 10 * 1024  # bytes; below, packing costs more of the server's time than it saves of a learner's


class PackedPages(GZipMiddleware):
    """Whole HTML pages only: a stream of events must arrive event by event, and archives are packed already.

    Django adds random bytes to each answer against guesses by its length (BREACH), and masks the forms' token.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not isinstance(response, HttpResponse) or len(response.content) < FROM:
            return response
        if not response.get("Content-Type", "").startswith("text/html"):
            return response
        return super().process_response(request, response)
