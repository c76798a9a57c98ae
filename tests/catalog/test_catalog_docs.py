"""What docs/authors.md shows is accepted by the models it describes."""

import re

import pytest

from perfgym.catalog.library import ROOT
from perfgym.catalog.loading.guide import split
from perfgym.catalog.loading.nodes import parse
from perfgym.catalog.loading.validate import validate
from perfgym.catalog.manifest.fields import Manifest
from perfgym.catalog.manifest.lab import CheatManifest, LabManifest
from perfgym.catalog.manifest.step import StepManifest

BLOCKS = re.findall(r"```(yaml|text)\n(.*?)```", (ROOT / "docs/authors.md").read_text(), re.DOTALL)


@pytest.mark.parametrize(("index", "model"), [(0, LabManifest), (2, CheatManifest)])
def test_the_examples_are_valid(index: int, model: type[Manifest]) -> None:
    validate(model, parse(BLOCKS[index][1].encode(), "docs/authors.md"))


def test_the_example_page_is_valid() -> None:
    front, body, _ = split(BLOCKS[1][1], "docs/authors.md")
    validate(StepManifest, parse(front.encode(), "docs/authors.md"))
    assert body.startswith("# ")
