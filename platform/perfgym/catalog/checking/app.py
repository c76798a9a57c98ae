"""An app's own code: it parses, its contract and salt define what is called, its patterns match something."""

import ast
import re

from perfgym.catalog import paths
from perfgym.catalog.app import App
from perfgym.catalog.checking.code import python
from perfgym.catalog.loading.nodes import parse
from perfgym.catalog.loading.problems import Problem

SAMPLES = re.compile(r"\banaly[sz]e\b", re.IGNORECASE)


def problems(app: App) -> list[Problem]:
    broken = [
        Problem(_shown(app, path), fault[0], fault[1])
        for path, content in app.files.items()
        if path.endswith(".py") and (fault := python(content))
    ]
    return broken or [*_editable(app), *(_functions(app) or _salt(app))]


def _editable(app: App) -> list[Problem]:
    lines = parse(app.files["app.yaml"], _shown(app, "app.yaml"))
    return [
        Problem(lines.file, lines.line(("editable", index)), f"`{pattern}` matches no file of `app_files`")
        for index, pattern in enumerate(app.editable)
        if not any(paths.matches(path, [pattern]) for path in app.app_content())
    ]


def _functions(app: App) -> list[Problem]:
    wanted = [(app.contract_path, "normalise", "normalise(name, status, headers, body) -> bytes")]
    if app.database and app.database.salt:
        wanted.append((f"{app.database.salt.replace('.', '/')}.py", "sql", "sql(seed: int) -> str"))
    return [
        Problem(_shown(app, path), 1, f"this must define `{signature}`")
        for path, name, signature in wanted
        if name not in _defined(app.files[path])
    ]


def _salt(app: App) -> list[Problem]:
    """A sample of rows drawn at random would give both arms different statistics, hence different plans."""
    if not (app.database and app.database.salt and SAMPLES.search(app.seed_salt(1))):
        return []
    path = f"{app.database.salt.replace('.', '/')}.py"
    return [Problem(_shown(app, path), 1, "the salt must not say ANALYZE: it would make identical code differ")]


def _defined(code: bytes) -> set[str]:
    return {node.name for node in ast.parse(code).body if isinstance(node, ast.FunctionDef)}


def _shown(app: App, path: str) -> str:
    return f"{app.root.parent.name}/{app.name}/{path}"
