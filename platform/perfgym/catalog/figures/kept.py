"""guide/figures.json: what the runs of a guide told, when and where. Only `labs check --refresh` writes it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self

FILE = "guide/figures.json"


@dataclass(frozen=True)
class Value:
    """A number in its unit: ms, s, bytes, %, x, or a noun; empty where the text says what is counted."""

    value: float
    unit: str


@dataclass(frozen=True)
class Picture:
    """What stands around a picture: its heading, its caption, and the table behind it."""

    file: str
    title: str
    caption: str
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class KeptRun:
    """What one run told. `made_from` is a digest of everything that it depends on; `date` is ISO 8601."""

    made_from: str
    date: str
    machine: str
    values: Mapping[str, Value] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    pictures: Mapping[str, Picture] = field(default_factory=dict)

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self:
        """From plain data. Raises KeyError, TypeError or AttributeError where that is none of ours."""
        return cls(
            str(told["made_from"]),
            str(told["date"]),
            str(told["machine"]),
            {name: Value(float(one["value"]), str(one["unit"])) for name, one in told["values"].items()},
            {name: str(text) for name, text in told["texts"].items()},
            {name: _picture(one) for name, one in told["pictures"].items()},
        )


Kept = Mapping[str, KeptRun]  # by the name of the run


def load(content: bytes) -> dict[str, KeptRun]:
    """Raises ValueError where the file was not written by us."""
    try:
        return {name: KeptRun.of(told) for name, told in json.loads(content)["runs"].items()}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(
            "this was not written by labs check --refresh; delete it and let that write it anew"
        ) from error


def dump(kept: Kept) -> bytes:
    """As a file in one form only, so that a diff shows what changed."""
    told = {"runs": {name: asdict(one) for name, one in sorted(kept.items())}}
    return (json.dumps(told, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def _picture(told: Mapping[str, Any]) -> Picture:
    rows = tuple(tuple(map(str, row)) for row in told["rows"])
    return Picture(str(told["file"]), str(told["title"]), str(told["caption"]), tuple(map(str, told["head"])), rows)
