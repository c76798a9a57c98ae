"""The lab of the scene in place of the one that it is made of."""

from dataclasses import replace

import pytest

from perfgym.catalog import library
from perfgym.progress.course import Course
from tests import factories
from tests.trials import trial_scene as scene


@pytest.fixture
def the_lab(monkeypatch: pytest.MonkeyPatch) -> None:
    known = library.default()
    changed = replace(known, labs={**known.labs, factories.LAB: scene.lab()})
    monkeypatch.setattr(library, "default", lambda: changed)


@pytest.fixture
def course(the_lab: None) -> Course:
    return scene.course()
