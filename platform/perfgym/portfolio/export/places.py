"""Where the pages of a portfolio lie in a folder."""

import posixpath
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.urls import reverse

from perfgym.portfolio.export import assets

README = "README.txt"
_METHOD = "method"
_TAKEN = {assets.FOLDER, _METHOD, README}


@dataclass(frozen=True)
class Places:
    """`root`: the path of the site below which the copy reaches; it becomes the folder's first page."""

    root: str

    def of(self, address: str) -> str | None:
        """The file of a page, or of what it offers; None for what is not in the copy."""
        path = unquote(urlsplit(address).path)
        if path in (method := reverse("method"), reverse("evidence_checked")):
            return f"{_METHOD}/{'index' if path == method else 'evidence'}.html"
        if not path.startswith(self.root):
            return None
        rest = path.removeprefix(self.root)
        named = f"page-{rest}" if rest.split("/", 1)[0] in _TAKEN else rest
        return f"{named}index.html" if not named or named.endswith("/") else named


def relative(target: str, beside: str) -> str:
    """A file as a page of the same folder names it."""
    return posixpath.relpath(target, posixpath.dirname(beside) or ".")
