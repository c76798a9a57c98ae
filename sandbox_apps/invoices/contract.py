"""What must stay the same, whoever rewrites the books.

Everything an accountant reads must match: days, numbers, amounts to the cent, their order. Free is how the HTML is laid
out between tags, how JSON is spaced, and every header.
"""

import json
import re

SPACE = re.compile(rb"\s+")
AROUND_TAGS = re.compile(rb"\s*(<[^>]*>)\s*")
PAGES = 30


def normalise(name, status, headers, body):
    """The part of an answer that must match, as bytes."""
    if body[:1] == b"{":
        try:
            return json.dumps(json.loads(body), sort_keys=True).encode()
        except ValueError:
            return body
    if name.endswith(".csv"):
        return body.replace(b"\r\n", b"\n")
    return AROUND_TAGS.sub(rb"\1", SPACE.sub(b" ", body)).strip()


def observe(facts, name, path, status, body):
    """Remember the last payments that were acknowledged, by the pages that show them."""
    if name == "POST /payments" and status == 201:
        pages = facts.setdefault("pages", {})
        pages[f"/payments/{json.loads(body)['payment']}"] = "a payment that was posted"
        facts["pages"] = dict(list(pages.items())[-PAGES:])


def recall(facts):
    """(path, sentence) of pages that must still show what was posted."""
    return facts.get("pages", {}).items()
