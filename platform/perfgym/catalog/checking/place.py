"""Where things of a lab are, for messages."""

from perfgym.catalog.lab import Lab
from perfgym.catalog.loading.nodes import Document, parse


def shown(lab: Lab, path: str) -> str:
    """A path of the lab's folder as messages show it."""
    return f"{lab.root.parent.name}/{lab.slug}/{path}"


def document(lab: Lab) -> Document:
    """lab.yaml with its lines."""
    return parse(lab.files["lab.yaml"], shown(lab, "lab.yaml"))


def line_of(content: bytes, words: str) -> int:
    """The first line that holds these words, or 1."""
    for number, line in enumerate(content.decode(errors="replace").split("\n"), start=1):
        if words in line:
            return number
    return 1
