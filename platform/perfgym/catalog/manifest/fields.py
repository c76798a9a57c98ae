"""The kinds of value that manifests are made of."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from perfgym.catalog import paths

SIZE = re.compile(r"([1-9][0-9]{0,9})([KMG]?)")
SLUG = r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30}


class Manifest(BaseModel):
    """Frozen, and a key that is not known is an error rather than ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def size(text: Any) -> int:
    """`512M` in bytes. K, M and G are powers of 1024."""
    found = SIZE.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise ValueError("write a size as a whole number and K, M or G, for example 512M")
    return int(found[1]) * UNITS[found[2]]


def _path(value: str) -> str:
    if not paths.is_safe(value):
        raise ValueError("write a relative path of plain names, with / between them, that stays in its folder")
    return value


def _pattern(value: str) -> str:
    if len(value) > paths.MAX_LENGTH or not paths.PATTERN.fullmatch(value) or "**" in value or ".." in value:
        raise ValueError(
            "write a relative path in which * may stand for a part of one name, such as shop/templates/*.html"
        )
    return value


Line = Annotated[str, StringConstraints(min_length=1, max_length=200, pattern=r"^[^\n\r]*$")]
Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=60)]
SkillId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$", max_length=60)]
Module = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$", max_length=120)]
Path = Annotated[str, AfterValidator(_path)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Minutes = Annotated[int, Field(strict=True, ge=1, le=600)]
Size = Annotated[int, BeforeValidator(size), WithJsonSchema({"type": "string", "pattern": f"^{SIZE.pattern}$"})]
Command = Annotated[tuple[Annotated[str, StringConstraints(min_length=1, max_length=500)], ...], Field(min_length=1)]
