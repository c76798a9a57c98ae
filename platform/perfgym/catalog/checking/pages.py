"""The pages of a guide: links lead somewhere, pictures are there, no page is a note or a book."""

import re
from collections.abc import Mapping

from perfgym.catalog import guide
from perfgym.catalog.checking.fences import prose
from perfgym.catalog.checking.place import line_of, shown
from perfgym.catalog.lab import IMAGES, Lab
from perfgym.catalog.loading.problems import Problem, Severity, listed, suggestion
from perfgym.catalog.step import Step

WORDS = (40, 1_200)
WORD = re.compile(r"\w[\w'-]*")
ELSEWHERE = re.compile(r"/|#fn:|#fnref:|https?:|mailto:")


def problems(lab: Lab) -> list[Problem]:
    anchors = {f"{step.name}.md": guide.anchors(step.body) for step in lab.steps}
    return [problem for step in lab.steps for problem in [*_links(lab, step, anchors), *_words(lab, step)]]


def _links(lab: Lab, step: Step, anchors: Mapping[str, set[str]]) -> list[Problem]:
    path = f"guide/{step.name}.md"
    found = []
    for text in (step.body, *step.hints):
        for tag, address in guide.links(text):
            message = picture(lab, "guide", address) if tag == "img" else link(f"{step.name}.md", address, anchors)
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


def link(own: str, address: str, anchors: Mapping[str, set[str]]) -> str | None:
    """What is wrong with the address of a link on the page `own`."""
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
    words, (few, many) = len(WORD.findall(prose(step.body))), WORDS
    if few <= words <= many:
        return []
    message = f"the page has {words} words without its code; between {few} and {many} read well"
    return [Problem(shown(lab, f"guide/{step.name}.md"), step.body_line, message, Severity.WARNING)]
