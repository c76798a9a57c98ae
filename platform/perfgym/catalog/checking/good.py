"""What good looks like: there is such a page, its links lead somewhere, it says enough."""

from collections.abc import Collection

from perfgym.catalog import guide
from perfgym.catalog.checking.pages import link, picture
from perfgym.catalog.checking.place import line_of, shown
from perfgym.catalog.checking.prose import words
from perfgym.catalog.lab import GOOD, Lab
from perfgym.catalog.loading.problems import Problem, Severity

WORDS = (80, 1_500)


def problems(lab: Lab, labs: Collection[str]) -> list[Problem]:
    """`labs`: the names of all, to which the page may lead."""
    if GOOD not in lab.files:
        message = (
            f"write {GOOD}: what an expert would have done and written, and why. Learners see it once they are done"
        )
        return [Problem(shown(lab, GOOD), 1, message)]
    try:
        text = lab.files[GOOD].decode()
    except UnicodeDecodeError:
        return [Problem(shown(lab, GOOD), 1, "this is not text in UTF-8")]
    return [*_links(lab, text, labs), *_words(lab, text)]


def _links(lab: Lab, text: str, labs: Collection[str]) -> list[Problem]:
    anchors = {f"{step.name}.md": guide.anchors(step.body) for step in lab.steps} | {GOOD: guide.anchors(text)}
    found = []
    for tag, address in guide.links(text):
        if tag == "img":
            message = None if lab.figures.drawn(address) else picture(lab, "good", address)
        else:
            message = link(GOOD, address, anchors, labs)
        if message:
            found.append(Problem(shown(lab, GOOD), line_of(lab.files[GOOD], address), message))
    return found


def _words(lab: Lab, text: str) -> list[Problem]:
    count, (few, many) = len(words(text)), WORDS
    if few <= count <= many:
        return []
    message = f"the page has {count} words without its code; between {few} and {many} read well"
    return [Problem(shown(lab, GOOD), 1, message, Severity.WARNING)]
