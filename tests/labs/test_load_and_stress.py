"""The parts of the lab agree with each other and with the app that its faults lie over."""

import ast
from difflib import SequenceMatcher
from typing import Any

import pytest

from perfgym.catalog import library
from perfgym.catalog.lab import Lab

FAULTS = ("slow-search", "broken-category", "empty-authors", "growing-list")
TRAFFIC = ("trials/steps.py", "guide/staged.py", "guide/closed.py")


@pytest.fixture
def lab() -> Lab:
    return library.default().lab("load-and-stress")


def asked(lab: Lab, kind: str) -> Any:
    return next(step.check for step in lab.steps if step.check is not None and step.check.kind == kind)


def assigned(source: bytes) -> dict[str, Any]:
    """Names and values of the constants at the top of a file."""
    found = {}
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign):
            (target,) = node.targets
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            value = ast.literal_eval(node.value)
            found |= dict(zip([ast.unparse(name) for name in names], value if len(names) > 1 else [value], strict=True))
    return found


def tasks(source: bytes) -> str:
    """The user class of a file without its wait time: what is asked for, how often."""
    user = next(node for node in ast.parse(source).body if isinstance(node, ast.ClassDef) and node.name == "Visitor")
    return "\n".join(ast.unparse(node) for node in user.body if isinstance(node, ast.FunctionDef))


def test_the_check_knows_the_steps_of_the_platforms_test(lab: Lab) -> None:
    capacity = asked(lab, "capacity")
    steps = assigned(lab.file(capacity.locustfile))
    assert [steps[name] for name in ("FIRST", "FACTOR", "STEP_SECONDS", "STEPS", "WARM_UP")] == [
        capacity.first, capacity.factor, capacity.step_seconds, capacity.steps, capacity.warm_up,
    ]  # fmt: skip


def test_all_traffic_of_the_lab_is_the_same_mix(lab: Lab) -> None:
    assert len({tasks(lab.file(path)) for path in TRAFFIC}) == 1


def test_the_starters_tasks_are_part_of_that_mix(lab: Lab) -> None:
    whole = tasks(lab.file("trials/steps.py"))
    assert tasks(lab.file("starter/locustfile.py")) in whole


def test_all_faults_are_asked_for_and_each_is_explained(lab: Lab) -> None:
    faults = asked(lab, "detection").faults
    assert {fault.name for fault in faults} == set(lab.faults()) == set(FAULTS)
    assert len({sentence for fault in faults for sentence in (fault.noticed, fault.missed)}) == 2 * len(FAULTS)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_the_apps_own_file_but_for_some_lines(lab: Lab, name: str) -> None:
    """A file that the app has changed since would bring back what it was."""
    app = lab.starter()
    for path, content in lab.fault(name).items():
        before, after = (text.decode().splitlines() for text in (app[path], content))
        changes = [code for code in SequenceMatcher(None, before, after, False).get_opcodes() if code[0] != "equal"]
        lost = sum(code[2] - code[1] for code in changes)
        assert lost <= 1, (path, "the app's own file has changed: lay the fault over it anew")
        assert 1 <= sum(code[4] - code[3] for code in changes) <= 24, path


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_app_is_python_that_reads_like_the_apps(lab: Lab, name: str) -> None:
    for path, content in lab.fault(name).items():
        assert b"sleep" not in content
        if path.endswith(".py"):
            ast.parse(content)


def test_each_cheat_has_a_reason_of_its_kind(lab: Lab) -> None:
    assert {cheat.reason for cheat in lab.cheats()} == {"false_alarm", "nothing_noticed", "made_up"}
