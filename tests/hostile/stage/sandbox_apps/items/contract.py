"""What the items of a hostile input's app must keep to: the same JSON, and what was written is there to be read."""

import json

PAGES = 20


def normalise(name, status, headers, body):
    return json.dumps(json.loads(body), sort_keys=True).encode()


def observe(facts, name, path, status, body):
    """Remember the last items that were read back after they were written."""
    if name == "GET /items/WRITTEN":
        pages = facts.setdefault("pages", {})
        pages.pop(path, None)
        pages[path] = "an item that was written"
        facts["pages"] = dict(list(pages.items())[-PAGES:])


def recall(facts):
    return [*facts.get("pages", {}).items(), ("/count", "the number of items")]
