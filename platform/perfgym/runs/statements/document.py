"""statements.json, the part of a run's evidence that holds its statements; its form is in measure/bundle/readme.py."""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from perfgym.measure.errors import BadBundle
from perfgym.runs.statements.counted import ArmStatements, Counted, Plan, Rest

SCHEMA = 1
NAME = "statements.json"
MAX_BYTES = 8 << 20
TOLD = "sql"  # in a run's result: how many statements each arm has
EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold: contents decide the bytes, not the clock
KEPT = tuple(one.name for one in fields(Counted) if one.name not in ("plan", "queryid"))


def dump(arms: Mapping[str, ArmStatements]) -> bytes:
    """What is kept of these arms, as JSON in one form only."""
    document = {"schema": SCHEMA, "arms": {name: _arm(arm) for name, arm in arms.items()}}
    return (json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode(errors="replace")


def added(packed: bytes, arms: Mapping[str, ArmStatements]) -> bytes:
    """A zip with the statements in it as one more file; as it was where there is no zip or nothing to add."""
    if not packed or not arms:
        return packed
    buffer = io.BytesIO(packed)
    with zipfile.ZipFile(buffer, "a") as archive:
        entry = zipfile.ZipInfo(NAME, EPOCH)
        entry.external_attr = 0o644 << 16
        archive.writestr(entry, dump(arms), compress_type=zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def told(arms: Mapping[str, ArmStatements]) -> dict[str, dict[str, int]]:
    """What a run's result says of them, so that whoever lists runs need not open their evidence."""
    return {TOLD: {name: len(arm.statements) for name, arm in arms.items()}} if arms else {}


def load(content: bytes) -> dict[str, ArmStatements]:
    """By arm: before and after, or own. Raises BadBundle."""
    try:
        document = json.loads(content)
        if document["schema"] != SCHEMA:
            raise BadBundle(f"{NAME} is of schema {document['schema']}; this version reads {SCHEMA}.")
        return {str(name): _read(arm) for name, arm in document["arms"].items()}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise BadBundle(f"{NAME} cannot be read: {error}") from error


def _arm(arm: ArmStatements) -> dict[str, Any]:
    return {
        "requests": arm.requests,
        "why": arm.why,
        "rest": asdict(arm.rest),
        "statements": [
            {"id": one.fingerprint, **{name: getattr(one, name) for name in KEPT}, "plan": _plan(one.plan)}
            for one in arm.statements
        ],
    }


def _plan(plan: Plan | None) -> dict[str, Any] | None:
    return asdict(plan) if plan else None


def _read(arm: Mapping[str, Any]) -> ArmStatements:
    return ArmStatements(
        requests=int(arm["requests"]),
        statements=tuple(_statement(one) for one in arm["statements"]),
        rest=Rest(**arm["rest"]),
        why=str(arm["why"]),
    )


def _statement(one: Mapping[str, Any]) -> Counted:
    plan = Plan(**one["plan"]) if one["plan"] else None
    return Counted(**{name: one[name] for name in KEPT}, plan=plan)
