"""The limits of a lab's score: what an improvement must not cost."""

import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from perfgym.catalog.manifest.fields import Manifest


def _times(text: Any) -> float:
    found = re.fullmatch(r"([1-9][0-9]?(?:\.[0-9]{1,3})?)x", text) if isinstance(text, str) else None
    if found is None or float(found[1]) <= 1:
        raise ValueError("write how many times as much is allowed, more than 1, as 1.2x")
    return float(found[1])


Times = Annotated[
    float, BeforeValidator(_times), WithJsonSchema({"type": "string", "pattern": r"^[1-9][0-9]?(\.[0-9]{1,3})?x$"})
]


class GuardManifest(Manifest):
    """What an improvement must not cost. A version that certainly exceeds one of these earns no points."""

    error_rate: Annotated[float, Field(gt=0, lt=1)] | None = Field(
        default=None, description="a share such as 0.001: of the requests to the changed version, so many may fail"
    )
    write_latency: Times | None = Field(
        default=None, description="as 1.2x: how long a usual write may take, compared with the original"
    )
    write_latency_p95: Times | None = Field(
        default=None, description="as 1.2x: the 95th percentile of the writes, compared with the original's"
    )
    index_bytes: Times | None = Field(
        default=None,
        description="as 1.5x: what the database may keep beside the original's rows, compared with the "
        "original's indexes",
    )

    def limits(self) -> dict[str, float]:
        """Those that are set, by their names."""
        return {name: value for name, value in self if value is not None}
