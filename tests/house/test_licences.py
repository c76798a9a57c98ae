"""Everything that is shipped is listed with its licence, as the locks are now, and is free to be passed on."""

import re
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SCRIPT = Path(__file__).parents[2] / ".ci/licences"
FREE = {  # may be passed on with a program under any licence, with its text beside it
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "LGPL-3.0-only", "LGPL-3.0-or-later",
    "MIT", "MIT-0", "MPL-2.0", "OFL-1.1", "PostgreSQL", "PSF-2.0", "Unlicense", "Zlib", "ZPL-2.1",
}  # fmt: skip
ROW = re.compile(r"^\| (\S+) \| (\S+) \| (.+) \|$", re.MULTILINE)


@pytest.fixture(scope="module")
def licences() -> ModuleType:
    loader = SourceFileLoader("licences", str(SCRIPT))
    spec = spec_from_loader("licences", loader)
    assert spec is not None
    module, kept = module_from_spec(spec), sys.dont_write_bytecode
    sys.dont_write_bytecode = True  # beside a script without an ending nothing is to be left
    loader.exec_module(module)
    sys.dont_write_bytecode = kept
    return module


def rows(licences: Any) -> list[tuple[str, str, str]]:
    return ROW.findall(licences.LIST.read_text())[1:]


def test_the_list_is_of_the_locks_as_they_are(licences: Any) -> None:
    assert licences.LIST.read_text() == licences.listed(), "run .ci/licences"
    assert len(rows(licences)) > 100


def test_every_licence_is_a_free_one(licences: Any) -> None:
    for name, _, said in rows(licences):
        choices = [set(re.findall(r"[\w.-]+", choice)) - {"AND", "WITH"} for choice in said.split(" OR ")]
        assert said == "licence" or any(choice <= FREE for choice in choices), f"{name}: {said}"


def test_the_texts_beside_the_bundle_are_of_what_it_contains(licences: Any) -> None:
    said = set(re.findall(r"^(\S+) (\S+) \(([^)]+)\)$", licences.TEXTS.read_text(), re.MULTILINE))
    wanted = {row for row in licences.front_end() if row[0] != licences.FONT}
    assert said == wanted, "run .ci/licences --texts"
    assert (licences.STATIC / "fonts/OFL.txt").exists()
