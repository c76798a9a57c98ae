"""The site's own pages, asked for in this process, as a certain person would see them."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from perfgym.accounts.models import Person


class _Asked(HttpRequest):
    """Nobody sent it: its host is one that was checked when somebody did, or that an operator named."""

    def get_host(self) -> str:
        return str(self.META["HTTP_HOST"])

    def _get_scheme(self) -> str:
        return str(self.META["wsgi.url_scheme"])


@dataclass(frozen=True)
class Site:
    """`host` with its port, as it stands in an address; `eyes`: whose, or anybody's."""

    host: str
    secure: bool = False
    eyes: Person | None = None

    @property
    def origin(self) -> str:
        return f"{'https' if self.secure else 'http'}://{self.host}"

    def ask(self, address: str) -> HttpResponse | None:
        """What is at an address of the site (a path, with its query); None where these eyes see nothing."""
        request = self._request(address)
        try:
            match = request.resolver_match = resolve(request.path)
            answer: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
        except (Http404, Resolver404, PermissionDenied):
            return None
        return answer if isinstance(answer, HttpResponse) and answer.status_code == 200 else None

    def _request(self, address: str) -> HttpRequest:
        parts = urlsplit(address)
        name, _, port = self.host.partition(":")
        request = _Asked()
        request.method, request.path, request.path_info = "GET", parts.path, parts.path
        request.GET = QueryDict(parts.query)
        request.META = {
            "REQUEST_METHOD": "GET",
            "HTTP_HOST": self.host,
            "SERVER_NAME": name,
            "SERVER_PORT": port or ("443" if self.secure else "80"),
            "QUERY_STRING": parts.query,
            "wsgi.url_scheme": self.origin.partition(":")[0],
            "HTTP_X_FORWARDED_PROTO": self.origin.partition(":")[0],
        }
        request.user = self.eyes or AnonymousUser()
        return request
