"""guide/*.md -> steps: front matter between two lines of ---, then Markdown."""

import re
from collections.abc import Mapping
from dataclasses import replace

from perfgym.catalog.figures import NONE, Figures
from perfgym.catalog.loading.nodes import Document, decode, parse
from perfgym.catalog.loading.problems import ManifestError, Problem, listed, suggestion
from perfgym.catalog.loading.validate import validate
from perfgym.catalog.manifest.step import StepManifest
from perfgym.catalog.step import Step
from perfgym.checks import registry
from perfgym.checks.kind import Asked

PAGE = re.compile(r"guide/(\d\d-[a-z0-9]+(?:-[a-z0-9]+)*)\.md")
FENCE = "---"


def read_steps(
    slug: str, files: Mapping[str, bytes], shown: str, figures: Figures = NONE
) -> tuple[tuple[Step, ...], list[Problem]]:
    """All steps that can be read, in order, and what is wrong with the others."""
    names = [found[1] for path in files if (found := PAGE.fullmatch(path))]
    problems = [
        Problem(
            f"{shown}/{path}", 1, "a guide page is called NN-name.md: two digits, then lower-case words joined by -"
        )
        for path in files
        if path.startswith("guide/") and path.endswith(".md") and not PAGE.fullmatch(path)
    ]
    if not names:
        problems.append(Problem(f"{shown}/guide", 1, "there is no guide page; write guide/10-goal.md"))
    steps = []
    for number, name in enumerate(names, start=1):
        try:
            page = _step(slug, number, name, tuple(names), files[f"guide/{name}.md"], f"{shown}/guide/{name}.md")
            steps.append(replace(page, figures=figures))
        except ManifestError as error:
            problems += error.problems
    return tuple(steps), problems


def _step(slug: str, number: int, name: str, pages: tuple[str, ...], content: bytes, file: str) -> Step:
    front, body, body_line = split(decode(content, file), file)
    document = parse(front.encode(), file, first_line=2)
    matter = validate(StepManifest, document)
    return Step(
        lab=slug,
        number=number,
        name=name,
        title=matter.title,
        minutes=matter.minutes,
        body=body,
        hints=matter.hints,
        check=None if matter.check is None else _check(document.part("check")),
        body_line=body_line,
        pages=pages,
    )


def _check(document: Document) -> Asked:
    """The check as the model of its kind. Raises ManifestError."""
    name = str(document.data["kind"])
    kind = registry.known().get(name)
    if kind is None:
        known = registry.known()
        message = f"there is no check of the kind `{name}`.{suggestion(name, known)} Kinds: {listed(known)}"
        raise ManifestError.at(document.file, document.line(("kind",)), message)
    asked: Asked = validate(kind.asks, document)
    return asked


def split(text: str, file: str) -> tuple[str, str, int]:
    """(front matter, body, line on which the body starts). Raises ManifestError without a front matter."""
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].rstrip() != FENCE:
        raise ManifestError.at(
            file, 1, "the page must start with a line of --- and its front matter: title and minutes"
        )
    for index, line in enumerate(lines[1:], start=1):
        if line.rstrip() == FENCE:
            return "\n".join(lines[1:index]), "\n".join(lines[index + 1 :]), index + 2
    raise ManifestError.at(file, 1, "the front matter has no end; close it with a second line of ---")
