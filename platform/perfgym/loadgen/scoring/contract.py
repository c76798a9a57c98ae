"""The app's contract.py: which part of an answer must match, and what must hold after a run."""

import hashlib
import importlib.util
import json
import logging
from collections.abc import Mapping
from types import ModuleType
from typing import Any, cast

from perfgym.loadgen.locustfile import describe

FACTS = 500_000
PAGES = 40

logger = logging.getLogger(__name__)


class ContractError(Exception):
    """contract.py itself is wrong, whatever the app answered."""


class Contract:
    """`normalise` decides; `observe`, `invariants`, `recall` and `commits` are optional."""

    def __init__(self, module: ModuleType) -> None:
        if not callable(getattr(module, "normalise", None)):
            raise ContractError("contract.py has no function normalise(name, status, headers, body)")
        self._module = module
        self.facts: dict[str, Any] = {}

    def normalised(self, name: str, status: int, headers: Mapping[str, str], body: bytes) -> bytes:
        """What must match. An answer that cannot be normalised stands for itself and so matches no good one."""
        try:
            result = self._module.normalise(name, status, dict(headers), body)
        except Exception as error:
            logger.warning("contract.py cannot read the answer to %s: %s", name, describe(error))
            return b"not readable by contract.py\n" + str(status).encode() + b"\n" + body
        if not isinstance(result, bytes):
            raise ContractError(f"contract.py: normalise returned {type(result).__name__}, not bytes")
        return result

    def observe(self, name: str, path: str, status: int, body: bytes) -> None:
        """Let the contract note facts. An answer it cannot read is noted nowhere: its digest tells already."""
        observe = getattr(self._module, "observe", None)
        if observe is None:
            return
        try:
            observe(self.facts, name, path, status, body)
        except Exception as error:
            logger.warning("contract.py cannot observe the answer to %s: %s", name, describe(error))

    def noted(self) -> dict[str, Any]:
        """The facts as JSON has them. Raises ContractError when they are no JSON, or more than FACTS characters."""
        try:
            text = json.dumps(self.facts, default=str, allow_nan=False)
        except (TypeError, ValueError) as error:
            raise ContractError(f"contract.py: facts that are not JSON: {describe(error)}") from error
        if len(text) > FACTS:
            raise ContractError(f"contract.py: the facts take more than {FACTS:,} characters")
        return cast(dict[str, Any], json.loads(text))

    def promises(self) -> list[str]:
        """Which of the functions about what was written this contract has."""
        return [name for name in ("invariants", "recall", "commits") if callable(getattr(self._module, name, None))]

    def recall(self) -> list[tuple[str, str]]:
        """(path, sentence) of the pages that show what was written, at most PAGES. Raises ContractError."""
        recall = getattr(self._module, "recall", None)
        if recall is None:
            return []
        try:
            return [(str(path), str(sentence)) for path, sentence in recall(self.facts)][-PAGES:]
        except Exception as error:
            raise ContractError(f"contract.py: recall raised {describe(error)}") from error

    def commits(self) -> int:
        """How many writes were acknowledged that each took a commit of their own. Raises ContractError."""
        commits = getattr(self._module, "commits", None)
        if commits is None:
            return 0
        try:
            return int(commits(self.facts))
        except Exception as error:
            raise ContractError(f"contract.py: commits raised {describe(error)}") from error

    def invariants(self) -> list[tuple[str, object, str]]:
        """(SQL, expected value, sentence) for what must hold now. Raises ContractError."""
        invariants = getattr(self._module, "invariants", None)
        if invariants is None:
            return []
        try:
            return [(str(sql), expected, str(sentence)) for sql, expected, sentence in invariants(self.facts)]
        except Exception as error:
            raise ContractError(f"contract.py: invariants raised {describe(error)}") from error


def load(path: str) -> Contract:
    """Import contract.py. Raises ContractError."""
    spec = importlib.util.spec_from_file_location("contract", path)
    if spec is None or spec.loader is None:
        raise ContractError(f"cannot load {path}")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise ContractError(f"contract.py: {describe(error)}") from error
    return Contract(module)


def digest(normalised: bytes) -> str:
    """The first 16 hex digits of the SHA-256."""
    return hashlib.sha256(normalised).hexdigest()[:16]
