"""Which function a line belongs to, by the source: a function has one name, whichever of its lines was at work."""

import ast
import contextlib

Functions = list[tuple[int, int, str]]  # first line, last line, qualified name


class Names:
    """Remembers the files that it has read."""

    def __init__(self) -> None:
        self.files: dict[str, Functions] = {}
        self.frames: dict[tuple[str, int], str] = {}

    def frame(self, name: str, path: str, line: int) -> str:
        """`function (path:its first line)`, as a CPU profile has it; `name` where the source says nothing."""
        known = self.frames.get((path, line))
        if known is None:
            within = [one for one in self.functions(path) if one[0] <= line <= one[1]]
            first, _, found = max(within, default=(1 if self.functions(path) else line, 0, name))
            known = self.frames[path, line] = f"{found} ({path}:{first})"
        return known

    def functions(self, path: str) -> Functions:
        if path not in self.files:
            found: Functions = []
            with contextlib.suppress(OSError, SyntaxError, ValueError, RecursionError), open(path, "rb") as file:
                collect(ast.parse(file.read()), "", found)
            self.files[path] = found
        return self.files[path]


def collect(node: ast.AST, above: str, found: Functions) -> None:
    for each in ast.iter_child_nodes(node):
        inner = above
        if isinstance(each, ast.ClassDef):
            inner = f"{above}{each.name}."
        elif isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)):
            first = min([each.lineno, *(one.lineno for one in each.decorator_list)])
            found.append((first, each.end_lineno or each.lineno, f"{above}{each.name}"))
            inner = f"{above}{each.name}.<locals>."
        collect(each, inner, found)
