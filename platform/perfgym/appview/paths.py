"""Addresses of an app that are worth a look: those that its examiner's traffic asks for, numbers put in."""

import ast
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from perfgym.catalog.app import App

MOST = 12
FIRST = "1"  # stands for a number that is made up: every app's data begin there
UNKNOWN = "\0"  # stands for what an earlier answer gave


@lru_cache(maxsize=32)
def suggested(app: App, workload: str = "") -> tuple[str, ...]:
    """Paths of GET requests in the workloads, that of the lab first; at least the health check."""
    names = sorted(app.workloads, key=lambda name: name != workload)
    found = [path for name in names for path in _paths(app.workload(name).decode(errors="replace"))]
    return tuple(dict.fromkeys([*found, app.health]))[:MOST]


def _paths(source: str) -> Iterator[str]:
    tree = ast.parse(source)
    known: dict[str, Any] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign):
            known |= dict(_assigned(node))
    for call in sorted((node for node in ast.walk(tree) if isinstance(node, ast.Call)), key=lambda node: node.lineno):
        match call:
            case ast.Call(func=ast.Attribute(value=ast.Attribute(attr="client"), attr="get"), args=[asked, *_]):
                path, mark, query = _text(asked, known).partition("?")
                if path.startswith("/") and UNKNOWN not in path:
                    yield path + mark + query if "=" in query and UNKNOWN not in query else path


def _assigned(node: ast.Assign) -> Iterator[tuple[str, Any]]:
    """Constants of a module, by name."""
    try:
        value = ast.literal_eval(node.value)
    except ValueError:
        return
    yield from ((target.id, value) for target in node.targets if isinstance(target, ast.Name))


def _text(node: ast.expr, known: dict[str, Any]) -> str:
    """A constant or an f-string with something put in for what is chosen at random; UNKNOWN for other names."""
    match node:
        case ast.Constant(value=str(text)):
            return text
        case ast.JoinedStr(values=parts):
            return "".join(_text(part, known) for part in parts)
        case ast.FormattedValue(value=ast.Call(func=ast.Attribute(attr="choice"), args=[ast.Name(id=name)])):
            choices = known.get(name)
            return str(choices[0]) if isinstance(choices, tuple | list) and choices else FIRST
        case ast.FormattedValue(value=ast.Call()):
            return FIRST
        case ast.FormattedValue():
            return UNKNOWN
    return ""
