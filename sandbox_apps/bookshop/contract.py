"""What must stay the same, whoever rewrites the shop.

Everything a customer reads must match: which books, in which order, prices, ratings, counts. Free is how the HTML is
laid out between tags, and every header.
"""

import json
import re

SPACE = re.compile(rb"\s+")
AROUND_TAGS = re.compile(rb"\s*(<[^>]*>)\s*")
PAGES = 30
WRITES = {
    "POST /books/ID/reviews": 303,
    "POST /baskets": 201,
    "POST /baskets/ID/lines": 303,
    "POST /baskets/ID/order": 201,
}
COPIES = re.compile(rb"<li>\s*(\d+) x ")


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
    """Count what was written, as the customer saw it succeed: copies only once a page has shown them."""
    if name in WRITES and status == WRITES[name]:
        add(facts, "commits", 1)
    keep(facts, name, path)
    if name == "POST /books/ID/reviews" and status == 303:
        add(facts, "reviews", 1)
    if name == "POST /baskets/ID/order" and status == 201:
        add(facts, "orders", 1)
        order = int(json.loads(body)["order"])
        facts["first_order"] = min(facts.get("first_order", order), order)
    if name == "GET /orders/ID" and status == 200:
        add(facts, "ordered_copies", copies(body))
    if name == "GET /baskets/ID" and status == 200:
        add(facts, "basket_copies", copies(body))


def keep(facts, name, path):
    """Remember the last pages that show what was written."""
    shown = {"GET /orders/ID": "an order that was placed", "GET /baskets/ID": "a basket that was filled"}.get(name)
    if name == "POST /books/ID/reviews":
        path, shown = path.removesuffix("/reviews"), "a review that was posted"
    if shown:
        pages = facts.setdefault("pages", {})
        pages.pop(path, None)
        pages[path] = shown
        facts["pages"] = dict(list(pages.items())[-PAGES:])


def recall(facts):
    """(path, sentence) of pages that show what was written; they must still show it when the shop has started again."""
    return facts.get("pages", {}).items()


def commits(facts):
    """How many writes were acknowledged; the shop commits before it answers, so each is a commit at least."""
    return facts.get("commits", 0)


def add(facts, name, number):
    facts[name] = facts.get(name, 0) + number


def copies(page):
    """How many copies the lines of a basket or an order come to."""
    return sum(int(number) for number in COPIES.findall(page))


def invariants(facts):
    """(SQL, expected value, sentence) of what must be in the database after the traffic.

    At least what the customer saw: a write whose answer was lost on the way is no lost write.
    """
    first = int(facts.get("first_order", 0))
    written = (
        ("reviews", "count(*) FROM reviews WHERE body = 'Read in one go.'", "reviews posted"),
        ("orders", f"count(*) FROM orders WHERE id >= {first}", "orders placed"),
        ("ordered_copies", f"sum(quantity) FROM order_lines WHERE order_id >= {first}", "copies ordered"),
        ("basket_copies", "sum(quantity) FROM basket_lines", "copies put into baskets"),
    )
    for fact, rows, what in written:
        seen = facts.get(fact, 0)
        yield (
            f"SELECT least({seen}, coalesce((SELECT {rows}), 0))",
            seen,
            f"{what} during the run that are in the database",
        )
