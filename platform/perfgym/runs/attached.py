"""The files of a run's evidence, read when one of them is asked for."""

import io
import zipfile
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from perfgym.runs.models import Run


class Attached(Mapping[str, bytes]):
    """Name -> content of every file in a run's bundle; empty for a run that left none."""

    def __init__(self, run: "Run") -> None:
        self._run = run

    def __getitem__(self, name: str) -> bytes:
        if name not in self._bundle.namelist():
            raise KeyError(name)
        return self._bundle.read(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._bundle.namelist())

    def __len__(self) -> int:
        return len(self._bundle.namelist())

    @cached_property
    def _bundle(self) -> zipfile.ZipFile:
        evidence = getattr(self._run, "evidence", None)
        if evidence is None or not evidence.bundle:
            return zipfile.ZipFile(io.BytesIO(), "w")
        return zipfile.ZipFile(io.BytesIO(bytes(evidence.bundle)))
