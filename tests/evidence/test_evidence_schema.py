"""docs/evidence.schema.json is of the models that bundles are checked by, and honest bundles are of that form."""

import json
from pathlib import Path

from perfgym.portfolio.evidence import members
from tests.evidence import entry_bundles as made

FILE = Path(__file__).parents[2] / "docs" / "evidence.schema.json"


def test_the_committed_schema_is_current() -> None:
    assert FILE.read_text() == json.dumps(members.schema(), indent=2) + "\n", "write it anew: members.schema()"


def test_every_json_member_of_a_bundle_is_described() -> None:
    described = json.loads(FILE.read_text())["properties"]
    assert {name for name in made.opened(made.entry_bundle()) if name.endswith(".json")} <= set(described)


def test_the_document_names_every_member() -> None:
    text = FILE.with_name("evidence.md").read_text()
    assert [name for name in members.KNOWN if f"`{name}`" not in text] == []
