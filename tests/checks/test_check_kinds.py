"""Every kind of check is a module that needs nothing else: it is found, has a schema, and says what it wants."""

import pytest

from perfgym.checks import registry
from perfgym.checks.evidence import Evidence
from perfgym.checks.kind import Asked, Result
from tests.checks import wrong

LEAST = {
    "answer": {"question": "What is the median?", "figure": "p50"},
    "run": {},
    "compare": {},
    "band": {},
    "sheet": {},
    "document": {},
    "profile": {},
    "predict": {"question": "How many times as fast will it be?"},
}


def test_the_kinds_are_the_modules() -> None:
    assert set(LEAST) <= set(registry.known())


@pytest.mark.parametrize("name", registry.known())
def test_a_kind_names_itself_and_describes_every_field(name: str) -> None:
    asks = registry.known()[name].asks
    assert issubclass(asks, Asked)
    schema = asks.model_json_schema()
    assert schema["properties"]["kind"]["const"] == name
    undescribed = [field for field, one in asks.model_fields.items() if field != "kind" and not one.description]
    assert not undescribed


@pytest.mark.parametrize("name", LEAST)
def test_without_any_evidence_nothing_passes_and_it_says_what_to_do(name: str) -> None:
    asked = wrong.asked(name, **LEAST[name])
    assert registry.wants(asked).strip()
    given = {blank.name: "word " * 50 for blank in registry.blanks(asked, Evidence())}
    result = registry.judge(asked, given, Evidence())
    assert isinstance(result, Result)
    assert not result.passed
    assert result.message.endswith((".", "12.5"))
