"""What is computed for a final run never changes: kept by what it is computed from and what computes it."""

import hashlib
import pickle
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from django.core.cache import caches

from perfgym import charts
from perfgym.runs.models import Evidence, Run

SECONDS = 24 * 3600

Context = dict[str, Any]


def of(run: Run, what: str, make: Callable[[], Context]) -> Context:
    """What `make` computes for a final run: once in this process, as long as its evidence and our code stay the same.

    `what` tells what is computed of one run from each other.

    For a run that is not final it is computed each time.
    """
    return remembered(f"{what} {mark(run)}", make) if run.is_final else make()


def mark(run: Run) -> str:
    """Changes when the run, or what was measured in it, does."""
    digest = Evidence.objects.filter(run=run).values_list("digest", flat=True).first() or "none"
    return f"{run.pk}:{run.fence}:{run.state}:{digest}"


def remembered(what: str, make: Callable[[], Context]) -> Context:
    """What was computed under this name by the same code, or what is computed now."""
    key = hashlib.sha256(f"{code()} {what}".encode()).hexdigest()
    packed: Any = caches["drawn"].get(key)
    if packed is None:
        packed = zlib.compress(pickle.dumps(make()), 1)  # charts are text: a tenth remains of 100 kB
        caches["drawn"].set(key, packed, SECONDS)
    kept: Context = pickle.loads(zlib.decompress(packed))  # noqa: S301 - this process made it
    return kept


@cache
def code() -> str:
    """A digest of everything that draws: a picture of an older version is never shown."""
    folders = (Path(charts.__file__).parent, Path(__file__).parent)
    content = [path.read_bytes() for folder in folders for path in sorted(folder.glob("*.py"))]
    return hashlib.sha256(b"\0".join(content)).hexdigest()[:16]
