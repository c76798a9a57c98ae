"""Which addresses are the app's own. Everything else is outside of the pod, and does not exist for it."""

import os
import re
from urllib.parse import quote, urljoin, urlsplit

LONGEST = 2000
OWN = re.compile(r"(127\.0\.0\.1|localhost)(:\d+)?\Z")
KEPT = "/%:@!$&'()*+,;=~-._?"  # of what is printable, what a path and a query may hold as it is


def port() -> int:
    return int(os.environ["APP_PORT"])


def path_of(base: str, reference: str) -> str | None:
    """Path and query that a reference on the page at `base` leads to; None where that is not the app."""
    try:
        found = urlsplit(urljoin(f"http://127.0.0.1:{port()}{base}", reference.strip()))
        own = found.scheme == "http" and OWN.match(found.netloc) and found.port in (None, port())
    except ValueError:
        return None
    if not own:
        return None
    path = quote(found.path or "/", safe=KEPT) + (f"?{quote(found.query, safe=KEPT)}" if found.query else "")
    return path if len(path) <= LONGEST else None
