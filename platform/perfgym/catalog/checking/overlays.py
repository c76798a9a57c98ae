"""The files laid over the app: starter, faults, reference, other solutions, cheats."""

from collections.abc import Mapping

from perfgym.catalog import paths
from perfgym.catalog.checking.place import shown
from perfgym.catalog.lab import OWN_TEST, Lab
from perfgym.catalog.loading.problems import Problem, Severity, listed, suggestion

CHEATS = 3
JUDGES_A_TEST = "detection"  # the kind of check that runs the learner's own load test


def problems(lab: Lab) -> list[Problem]:
    if lab.scored_by is None and not _judges_a_test(lab):
        return [*_starter(lab), *_faults(lab), *_without_score(lab)]
    found = [*_starter(lab), *_faults(lab), *_counts(lab), *_edits(lab, "reference", lab.reference())]
    for name in lab.solutions():
        found += _edits(lab, f"solutions/{name}", lab.solution(name))
    for cheat in lab.cheats():
        found += _edits(lab, f"cheats/{cheat.name}", cheat.files)
    return found


def _judges_a_test(lab: Lab) -> bool:
    """Whether solutions and cheats are load tests, which a step judges."""
    return any(step.check is not None and step.check.kind == JUDGES_A_TEST for step in lab.steps)


def _starter(lab: Lab) -> list[Problem]:
    """A starter may change any file of the app, and add those that the app lets a lab edit."""
    if lab.runs_on is None:
        return []
    app = lab.app.app_content()
    return [
        Problem(
            shown(lab, f"starter/{path}"),
            1,
            f"this lies over nothing: the app {lab.app.name} has no such file.{suggestion(path, app)} "
            f"New files may match: {listed(lab.app.editable)}",
        )
        for path in lab.laid("starter")
        if path != OWN_TEST and path not in app and not paths.matches(path, lab.app.editable)
    ]


def _without_score(lab: Lab) -> list[Problem]:
    """What only a comparison would ever look at; without an app the starter too."""
    useless = ["reference", "solutions", "cheats", *([] if lab.runs_on else ["starter"])]
    why = "a lab without `score` measures no change" if lab.runs_on else "a lab without `app` runs nothing"
    return [
        Problem(shown(lab, name), 1, f"nothing would ever use this: {why}; leave it out")
        for name in useless
        if lab.laid(name)
    ]


def _faults(lab: Lab) -> list[Problem]:
    """A fault lies over files of the starter, and changes each of them."""
    if lab.runs_on is None:
        return []
    starter, found = lab.starter(), []
    for name in lab.faults():
        for path, content in lab.laid(f"faults/{name}").items():
            where = shown(lab, f"faults/{name}/{path}")
            if path not in starter:
                message = f"this lies over nothing: the app has no such file.{suggestion(path, starter)}"
                found.append(Problem(where, 1, message))
            elif starter[path] == content:
                found.append(Problem(where, 1, "this changes nothing: it is the starter's own file"))
    return found


def _counts(lab: Lab) -> list[Problem]:
    found = []
    if len(lab.cheats()) < CHEATS:
        message = f"there are {len(lab.cheats())} cheats; a lab needs {CHEATS} of different kinds"
        found.append(Problem(shown(lab, "cheats"), 1, message))
    if not lab.solutions():
        message = "there is no second solution; put a different correct one into solutions/<name>/"
        found.append(Problem(shown(lab, "solutions"), 1, message))
    return found


def _edits(lab: Lab, folder: str, edits: Mapping[str, bytes]) -> list[Problem]:
    """A set of edits changes something, and nothing but what a learner may change."""
    if not edits:
        return [Problem(shown(lab, folder), 1, "this holds no file to lay over the app")]
    found = [
        Problem(
            shown(lab, f"{folder}/{path}"), 1, f"a learner cannot change this file. Allowed: {listed(lab.allowed())}"
        )
        for path in edits
        if not paths.matches(path, lab.allowed())
    ]
    starter = lab.starter()
    same = [path for path, content in edits.items() if starter.get(path) == content]
    if len(same) == len(edits):
        return [*found, Problem(shown(lab, folder), 1, "this changes nothing: every file is the starter's own")]
    return found + [
        Problem(shown(lab, f"{folder}/{path}"), 1, "this is the starter's own file; leave it out", Severity.WARNING)
        for path in same
    ]
