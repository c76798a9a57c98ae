"""The career page: what the career guide says, beside what one has evidence for."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from perfgym.catalog import library
from perfgym.catalog.lab import Lab
from perfgym.catalog.library import Library
from perfgym.catalog.manifest.career import CareerManifest, Page, PayManifest, PracticeManifest, RoleManifest
from perfgym.catalog.manifest.shelf import Skill
from perfgym.charts import bands
from perfgym.charts.bands import Band
from perfgym.progress.skills import lead
from perfgym.progress.skills.evidence import Level
from perfgym.progress.skills.lead import Lead
from perfgym.progress.skills.own import Standing
from perfgym.web import skillmap
from perfgym.web.skills import standing_of

PAGES: dict[Page, tuple[str, str]] = {
    "labs": ("catalogue", "all labs"),
    "portfolio": ("portfolio", "your portfolio"),
    "stories": ("stories", "your story cards"),
    "cohorts": ("cohorts", "your cohorts"),
}
PARTS = {"skill": "Top skills", "gap": "Often missing", "responsibility": "Responsibilities", "next step": "Next steps"}


@dataclass(frozen=True)
class Wanted:
    """A skill that a role wants, and how certain one's best evidence for it is."""

    skill: Skill
    level: Level | None


@dataclass(frozen=True)
class Role:
    role: RoleManifest
    parts: Sequence[tuple[str, Sequence[Wanted]]]  # (heading, skills); no heading where they are our choice
    lead: Lead | None

    @property
    def total(self) -> int:
        return sum(len(wanted) for _, wanted in self.parts)

    @property
    def shown(self) -> int:
        """How many of its skills there is evidence for."""
        return sum(one.level is not None for _, wanted in self.parts for one in wanted)


@dataclass(frozen=True)
class Practice:
    """A recommendation, and where it is followed here: labs, and a page (address, name)."""

    advice: PracticeManifest
    skill: Skill
    labs: Sequence[Lab]
    page: tuple[str, str] | None


@dataclass(frozen=True)
class Stage:
    do: str
    labs: Sequence[Lab]
    page: tuple[str, str] | None


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """404 where the labs bring no career guide."""
    found, standing = library.default(), standing_of(request.user)
    career = found.career
    if career is None:
        raise Http404
    roles = [_role(role, standing, found) for role in career.roles]
    practice = [_practice(one, found) for one in career.practice if one.skill in found.skills]
    context = {
        "career": career,
        "roles": roles,
        "start": [one for one in roles if one.role.way == "start"],
        "onward": [one for one in roles if one.role.way == "onward"],
        "across": [one for one in roles if one.role.way == "across"],
        "stages": _stages(career, found),
        "next_steps": [one for one in practice if one.skill.group == "next step"],
        "responsibilities": [one for one in practice if one.skill.group == "responsibility"],
        **_pay(career.pay),
    }
    return render(request, "skills/career.html", context)


def _role(role: RoleManifest, standing: Standing, found: Library) -> Role:
    skills = [skill for skill in found.skills.values() if role.name in skill.roles]
    wanted = [Wanted(skill, standing.level(skill.id)) for skill in skills]
    parts: list[tuple[str, Sequence[Wanted]]] = [("", wanted)]
    if role.skills_from == "guide":
        parts = [(title, [one for one in wanted if one.skill.group == group]) for group, title in PARTS.items()]
    following = lead.for_skills([skill.id for skill in skills], standing, found)
    return Role(role, [part for part in parts if part[1]], following)


def _practice(advice: PracticeManifest, found: Library) -> Practice:
    labs = skillmap.training(advice.skill, found)
    return Practice(advice, found.skills[advice.skill], labs, _link(advice.page))


def _stages(career: CareerManifest, found: Library) -> list[Stage]:
    return [
        Stage(
            stage.do,
            [lab for lab in found.in_order() if set(stage.skills) & set(lab.skills)],
            _link(stage.page),
        )
        for stage in career.way.stages
    ]


def _link(name: Page | None) -> tuple[str, str] | None:
    if name is None:
        return None
    address, words = PAGES[name]
    return reverse(address), words


def _pay(pay: PayManifest) -> dict[str, object]:
    rows = [Band(band.level, band.low, band.high) for band in pay.bands]
    title = f"{pay.figure.capitalize()} by level"
    return {
        "pay_title": title,
        "pay_chart": bands.bands(title, rows, pay.currency),
        "pay_table": bands.table(rows, "level", pay.currency),
        "pay_source": pay.bands[0].source,
    }
