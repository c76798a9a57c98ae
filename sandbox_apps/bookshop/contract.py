"""What must stay the same, whoever rewrites the shop.

Everything a customer reads must match: which books, in which order, prices, ratings, counts. Free is how the HTML is
laid out between tags, and every header.
"""

import json
import re

SPACE = re.compile(rb"\s+")
AROUND_TAGS = re.compile(rb"\s*(<[^>]*>)\s*")


def normalise(name, status, headers, body):
    """The part of an answer that must match, as bytes."""
    if status in (301, 302, 303, 307, 308):
        where = {key.lower(): value for key, value in headers.items()}.get("location", "")
        return f"to {where.split('://')[-1].partition('/')[2]}".encode()
    if body[:1] == b"{":
        try:
            return json.dumps(json.loads(body), sort_keys=True).encode()
        except ValueError:
            return body
    return AROUND_TAGS.sub(rb"\1", SPACE.sub(b" ", body)).strip()


def observe(facts, name, path, status, body):
    """Count what was written, as the customer saw it succeed."""
    if name == "POST /books/ID/reviews" and status == 303:
        facts["reviews"] = facts.get("reviews", 0) + 1
    if name == "POST /baskets/ID/order" and status == 201:
        facts["orders"] = facts.get("orders", 0) + 1
        order = json.loads(body).get("order", 0)
        facts["first_order"] = min(facts.get("first_order", order), order)


def invariants(facts):
    """(SQL, expected value, sentence) of what must be in the database after the traffic."""
    yield (
        "SELECT count(*) FROM reviews WHERE body = 'Read in one go.'",
        facts.get("reviews", 0),
        "reviews posted during the run that are in the database",
    )
    if facts.get("orders"):
        yield (
            f"SELECT count(*) FROM orders WHERE id >= {int(facts['first_order'])}",
            facts["orders"],
            "orders placed during the run that are in the database",
        )
