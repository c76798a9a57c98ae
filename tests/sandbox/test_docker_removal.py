"""A container that ends by itself just when it is to be removed is removed all the same."""

from typing import Any

import pytest
from docker.errors import APIError
from requests import Response

from perfgym.sandbox.docker import container


def refusal(status: int) -> APIError:
    response = Response()
    response.status_code = status
    return APIError("Could not kill running container, cannot remove", response=response)


class Engine:
    """Answers each removal with the next of `answers`; None is a removal."""

    def __init__(self, *answers: APIError | None) -> None:
        self._answers = list(answers)
        self.waited = 0

    def remove_container(self, *_: Any, **__: Any) -> None:
        if answer := self._answers.pop(0):
            raise answer

    def wait(self, *_: Any, **__: Any) -> None:
        self.waited += 1

    @property
    def left(self) -> int:
        return len(self._answers)


def removed_by(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Engine:
    monkeypatch.setattr(container, "api", lambda: engine)
    container.remove("one")
    return engine


def test_it_is_asked_again_once_the_end_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = removed_by(Engine(refusal(500), None), monkeypatch)
    assert (engine.waited, engine.left) == (1, 0)


def test_a_removal_under_way_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = removed_by(Engine(refusal(409), None), monkeypatch)
    assert (engine.waited, engine.left) == (0, 1)


def test_an_engine_that_goes_on_failing_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(APIError):
        removed_by(Engine(*[refusal(500)] * container.REMOVALS), monkeypatch)
