"""Loading a Locust file as Locust does, and saying plainly what is wrong with one that cannot be loaded."""

import os
import re
import traceback
from dataclasses import dataclass
from importlib.metadata import packages_distributions, requires
from types import TracebackType
from typing import Any

from locust import LoadTestShape
from locust.util.load_locustfile import load_locustfile


class LocustfileError(Exception):
    """The message says file, line and what to do."""


@dataclass(frozen=True)
class Loaded:
    """What a Locust file defines: its runnable user classes by name, and its load shape if it has one."""

    users: dict[str, type[Any]]
    shape: LoadTestShape | None


def load(path: str) -> Loaded:
    """Import the file and find its classes. Raises LocustfileError."""
    name = os.path.basename(path)
    users, shapes = _import(path, name)
    if not users:
        raise LocustfileError(
            f"{name} has no User class. A load test needs one: for example `class Visitor(HttpUser):` "
            "with at least one method marked @task."
        )
    return Loaded(users, shapes[0] if shapes else None)


def _import(path: str, name: str) -> tuple[dict[str, type[Any]], list[LoadTestShape]]:
    if not os.path.isfile(path):
        raise LocustfileError(f"There is no {name}.")
    try:
        return load_locustfile(path)
    except SyntaxError as error:
        raise LocustfileError(_syntax(error, name)) from error
    except ModuleNotFoundError as error:
        raise LocustfileError(f"{place(error.__traceback__, name)}: {_missing(error)}") from error
    except SystemExit as error:
        raise LocustfileError(
            f"{place(error.__traceback__, name)}: the file ended the program while it was loaded (SystemExit)."
        ) from error
    except Exception as error:
        raise LocustfileError(f"{place(error.__traceback__, name)}: {describe(error)}") from error


def _syntax(error: SyntaxError, name: str) -> str:
    where = os.path.basename(error.filename) if error.filename else name
    line = f" line {error.lineno}" if error.lineno else ""
    text = f": {error.text.strip()[:120]}" if error.text else ""
    return f"{where}{line}: syntax error, {error.msg}{text}"


def _missing(error: ModuleNotFoundError) -> str:
    return (
        f"there is no module named {error.name!r} here. A load test can import Python's standard library, your own "
        f"files beside it, and: {', '.join(available())}."
    )


def available() -> list[str]:
    """Locust, and the packages that come with it, as they are imported."""
    needs = {re.split(r"[^\w.-]", need, maxsplit=1)[0].lower() for need in requires("locust") or ()}
    modules = {name for name, origins in packages_distributions().items() if needs & {o.lower() for o in origins}}
    return ["locust", *sorted(name for name in modules if name.isidentifier() and not name.startswith("_"))]


def place(trace: TracebackType | None, name: str) -> str:
    """File and line of the innermost frame that is the learner's own (in the working directory)."""
    own = [frame for frame in traceback.extract_tb(trace) if _learners(frame.filename)]
    return f"{os.path.relpath(own[-1].filename)} line {own[-1].lineno}" if own else name


def _learners(filename: str) -> bool:
    """Whether a frame's file is one of the learner's own: in the working directory, and none of ours."""
    beside = os.path.relpath(filename)
    ours = beside.startswith((os.pardir, "perfgym" + os.sep)) or "site-packages" in beside
    return os.path.isfile(filename) and os.path.isabs(filename) and not ours


def describe(error: BaseException) -> str:
    """Class and message of an exception, at most 300 characters."""
    text = str(error)
    return f"{type(error).__name__}: {text}"[:300] if text else type(error).__name__
