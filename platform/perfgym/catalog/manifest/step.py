"""The front matter of a guide page."""

from typing import Annotated, Any

from pydantic import Field, field_validator

from perfgym.catalog.manifest.fields import Line, Manifest, Minutes
from perfgym.catalog.manifest.lab import HINTS

Hint = Annotated[str, Field(min_length=1, max_length=2_000)]


class StepManifest(Manifest):
    title: Line = Field(description="one line, shown in the list of steps")
    minutes: Minutes = Field(description="a whole number of minutes from 1 to 600")
    hints: Annotated[tuple[Hint, ...], Field(max_length=HINTS)] = Field(
        default=(), description="up to three texts in Markdown, from a nudge to the answer"
    )
    check: dict[str, Any] | None = Field(
        default=None, description="at most one check: `kind`, `part`, and what that kind needs"
    )

    @field_validator("check")
    @classmethod
    def _has_kind(cls, check: dict[str, Any] | None) -> dict[str, Any] | None:
        if check is not None and not isinstance(check.get("kind"), str):
            raise ValueError("a check needs a `kind`")
        return check
