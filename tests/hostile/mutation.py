"""mutations.toml: one table a protection, with the text that switches it off and the tests that must then fail.

["gate.steal"]
file = "platform/perfgym/measure/gates.py"
find = "Gate.STEAL: one.steal > STEAL,"       # stands in the file exactly once
replace = "Gate.STEAL: False,"
tests = ["tests/measure/test_gates.py"]        # as pytest takes them
select = "steal"                               # as pytest's -k; optional
needs = ["docker"]                             # what the machine must have; optional
"""

import hashlib
import re
import tomllib
from dataclasses import astuple, dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = Path(__file__).with_name("mutations.toml")


@dataclass(frozen=True)
class Mutation:
    """One protection, switched off."""

    name: str
    file: str
    find: str
    replace: str
    tests: tuple[str, ...]
    select: str = ""
    needs: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """Names what is changed and what must fail; 12 hex digits."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:12]

    def mutated(self, root: Path = ROOT) -> str:
        """The file's text with the protection switched off. Raises ValueError where it is not there exactly once."""
        text = (root / self.file).read_text()
        if (times := text.count(self.find)) != 1:
            raise ValueError(f"{self.name}: {self.find!r} is {times} times in {self.file}; it must be once")
        return text.replace(self.find, self.replace)

    def missing_tests(self, root: Path = ROOT) -> list[str]:
        """Those of its tests that do not exist; a name before `[` is looked for as a function of the file."""
        return [test for test in self.tests if not _exists(root, test)]


def read(file: Path = TABLE) -> list[Mutation]:
    found = tomllib.loads(file.read_text())
    return [
        Mutation(
            name=name,
            file=row["file"],
            find=row["find"],
            replace=row["replace"],
            tests=tuple(row["tests"]),
            select=row.get("select", ""),
            needs=tuple(row.get("needs", ())),
        )
        for name, row in found.items()
    ]


def _exists(root: Path, test: str) -> bool:
    path, _, function = test.partition("::")
    if not function:
        return (root / path).exists()
    name = re.escape(function.partition("[")[0])
    return (root / path).is_file() and bool(re.search(rf"^(async )?def {name}\(", (root / path).read_text(), re.M))
