"""Code of a lab that must parse: blocks in the guide, and the Python files laid over the app."""

import ast
import json
import warnings
from collections.abc import Callable

import yaml

from perfgym.catalog.checking.fences import Fence, fences
from perfgym.catalog.checking.place import shown
from perfgym.catalog.lab import GOOD, Lab
from perfgym.catalog.loading.problems import Problem

Fault = tuple[int, str]  # (line within the code, counted from 1; what is wrong)


def problems(lab: Lab) -> list[Problem]:
    files = [
        Problem(shown(lab, path), fault[0], fault[1])
        for path, content in lab.files.items()
        if path.endswith(".py") and (fault := python(content))
    ]
    steps = [(f"guide/{step.name}.md", step.body, step.body_line) for step in lab.steps]
    texts = [*steps, *([(GOOD, lab.good, 1)] if lab.good else [])]
    return files + [problem for text in texts for problem in _blocks(lab, *text)]


def python(code: str | bytes) -> Fault | None:
    """What is wrong with Python code, without running it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            ast.parse(code)
    except SyntaxError as error:
        return error.lineno or 1, f"this is not Python: {error.msg}"
    except (ValueError, RecursionError, MemoryError) as error:
        return 1, f"this is not Python: {error}"
    return None


def _json(code: str) -> Fault | None:
    try:
        json.loads(code)
    except json.JSONDecodeError as error:
        return error.lineno, f"this is not JSON: {error.msg}"
    return None


def _yaml(code: str) -> Fault | None:
    try:
        yaml.compose(code, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        return (error.problem_mark.line + 1 if error.problem_mark else 1), f"this is not YAML: {error.problem}"
    except yaml.YAMLError as error:
        return 1, f"this is not YAML: {error}"
    return None


PARSERS: dict[str, Callable[[str], Fault | None]] = {
    "python": python,
    "py": python,
    "json": _json,
    "yaml": _yaml,
    "yml": _yaml,
}


def _blocks(lab: Lab, path: str, text: str, first_line: int) -> list[Problem]:
    found = []
    for fence in fences(text):
        fault = _fault(fence)
        if fault:
            found.append(Problem(shown(lab, path), first_line + fence.line + fault[0] - 2, fault[1]))
    return found


def _fault(fence: Fence) -> Fault | None:
    if not fence.closed:
        return 0, "this code block has no end; close it with the same marks on a line of their own"
    parser = PARSERS.get(fence.language)
    fault = parser(fence.code) if parser else None
    hint = f" (a block that is not whole {fence.language} is marked `text`)"
    return (fault[0], fault[1] + hint) if fault else None
