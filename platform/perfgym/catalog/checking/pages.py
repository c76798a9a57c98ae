"""The pages of a guide: links lead somewhere, pictures are there, no page is a note or a book."""

import re
from collections.abc import Collection, Mapping

from perfgym.catalog import guide
from perfgym.catalog.checking.place import line_of, shown
from perfgym.catalog.checking.prose import words
from perfgym.catalog.lab import IMAGES, Lab
from perfgym.catalog.loading.problems import Problem, Severity, listed, suggestion
from perfgym.catalog.step import Step

WORDS = (40, 1_200)
LAB = re.compile(r"/labs/([^/?#]+)")
ELSEWHERE = re.compile(r"/|#fn:|#fnref:|https?:|mailto:")


def problems(lab: Lab, labs: Collection[str]) -> list[Problem]:
    """`labs`: the names of all, to which a page may lead."""
    anchors = {f"{step.name}.md": guide.anchors(step.body) for step in lab.steps}
    return [problem for step in lab.steps for problem in [*_links(lab, step, anchors, labs), *_words(lab, step)]]


def _links(lab: Lab, step: Step, anchors: Mapping[str, set[str]], labs: Collection[str]) -> list[Problem]:
    path = f"guide/{step.name}.md"
    found = []
    for text in (step.body, *step.hints):
        for tag, address in guide.links(text):
            page = f"{step.name}.md"
            message = picture(lab, "guide", address) if tag == "img" else link(page, address, anchors, labs)
            if message:
                found.append(Problem(shown(lab, path), line_of(lab.files[path], address), message))
    return found


def picture(lab: Lab, folder: str, address: str) -> str | None:
    """What is wrong with the address of a picture that must lie in this folder."""
    there = [path.removeprefix(f"{folder}/") for path in lab.files if path.startswith(f"{folder}/")]
    pictures = [name for name in there if name.lower().endswith(IMAGES)]
    if address in pictures:
        return None
    return (
        f"the picture `{address}` is not in {folder}/.{suggestion(address, pictures)} Pictures there: "
        f"{listed(pictures)}"
    )


def link(own: str, address: str, anchors: Mapping[str, set[str]], labs: Collection[str]) -> str | None:
    """What is wrong with the address of a link on the page `own`."""
    other = LAB.match(address)
    if other and other[1] not in labs:
        return f"the link `{address}` leads to no lab.{suggestion(other[1], labs)} Labs: {listed(labs)}"
    if ELSEWHERE.match(address):
        return None
    page, _, fragment = address.partition("#")
    page = page or own
    if page not in anchors:
        return f"the link `{address}` leads to no page.{suggestion(page, anchors)} Pages: {listed(anchors)}"
    if fragment and fragment not in anchors[page]:
        there = listed(sorted(anchors[page]))
        return f"{page} has no heading `#{fragment}`.{suggestion(fragment, anchors[page])} Headings there: {there}"
    return None


def _words(lab: Lab, step: Step) -> list[Problem]:
    count, (few, many) = len(words(step.body)), WORDS
    if few <= count <= many:
        return []
    message = f"the page has {count} words without its code; between {few} and {many} read well"
    return [Problem(shown(lab, f"guide/{step.name}.md"), step.body_line, message, Severity.WARNING)]
