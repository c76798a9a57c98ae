"""All kinds of check, by their names: every module in kinds/ is one, and holds its KIND."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any

from perfgym.checks import kinds
from perfgym.checks.evidence import Evidence
from perfgym.checks.kind import Asked, Blank, Given, Kind, Preview, Result, Shape, Trials
from perfgym.checks.trial import NotJudged, TrialSpec


@cache
def known() -> Mapping[str, Kind[Any]]:
    """Kind by name, sorted."""
    names = sorted(module.name for module in pkgutil.iter_modules(kinds.__path__))
    return MappingProxyType({name: importlib.import_module(f"{kinds.__name__}.{name}").KIND for name in names})


def wants(asked: Asked) -> str:
    return known()[asked.kind].wants(asked)


def blanks(asked: Asked, evidence: Evidence) -> tuple[Blank, ...]:
    return known()[asked.kind].blanks(asked, evidence)


def judge(asked: Asked, given: Given, evidence: Evidence) -> Result:
    """What the check says. Refuses by itself what is missing or longer than its blank."""
    for blank in blanks(asked, evidence):
        text = given.get(blank.name, "")
        if not text.strip() and not _nothing_to_choose(blank):
            return Result(False, f"Nothing was filled in for “{blank.called}”. Fill it in, then check again.")
        if len(text) > blank.most:
            return Result(False, f"“{blank.called}” takes {blank.most:,} characters; you sent {len(text):,}.")
    return known()[asked.kind].check(asked, given, evidence)


def trials(asked: Asked, given: Given, evidence: Evidence) -> tuple[TrialSpec, ...]:
    """What the platform must measure before an answer that `judge` passed is judged; nothing for most kinds."""
    wanted = known()[asked.kind].trials
    return wanted(asked, given, evidence) if wanted else ()


def conclude(asked: Asked, given: Given, evidence: Evidence, tried: Trials) -> Result | NotJudged:
    """What the check says once everything it asked for was measured."""
    concludes = known()[asked.kind].conclude
    assert concludes is not None, f"the kind {asked.kind} asks for trials and does not say what they mean"
    return concludes(asked, given, evidence, tried)


def previews(asked: Asked) -> bool:
    """Whether what is typed can be looked at before it is handed in."""
    return known()[asked.kind].preview is not None and any(
        blank.shape is Shape.TEXT for blank in blanks(asked, Evidence())
    )


def preview(asked: Asked, given: Given, evidence: Evidence) -> Preview | None:
    """What is typed as it would be judged now; None where there is nothing to show."""
    show = known()[asked.kind].preview
    return show(asked, given, evidence) if show else None


def _nothing_to_choose(blank: Blank) -> bool:
    """No run to choose from: the check itself says which one is wanted."""
    return blank.shape is Shape.CHOICE and not blank.options
