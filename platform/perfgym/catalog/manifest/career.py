"""career.yaml: what a career guide says about roles, pay and demand, each fact with its place in the guide."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from perfgym.catalog.manifest.fields import Line, Manifest, SkillId, Slug

Text = Annotated[str, StringConstraints(min_length=1, max_length=600)]
Lines = Annotated[tuple[Line, ...], Field(min_length=1)]
Money = Annotated[int, Field(strict=True, ge=1, le=100_000_000)]
Page = Literal["labs", "portfolio", "stories", "cohorts"]


class Sourced(Manifest):
    """A fact of the guide."""

    source: Line = Field(description="the section of the guide that says so, one of `guide.sections`")


class GuideManifest(Manifest):
    name: Line = Field(description="what the guide is called")
    dated: date | None = Field(default=None, description="the date that the guide states; left out: it states none")
    region: Line | None = Field(default=None, description="where its figures hold; left out: it does not say")
    taken_over: date = Field(description="the day on which its facts were written down here")
    sections: Lines = Field(description="its headings; every fact names one of them as its source")
    silent: tuple[Text, ...] = Field(default=(), description="sentences: what it does not say")


class RoleManifest(Sourced):
    id: Slug = Field(description="lower-case words joined by -, each id once")
    name: Line = Field(description="as the skills of skills.yaml name it in their `roles`")
    way: Literal["start", "onward", "across"] = Field(
        description="start: the role that the guide is about; onward: that leads on to; across: into other work"
    )
    about: Text = Field(description="a sentence or two: what is different from the role that the guide is about")
    also: tuple[Line, ...] = Field(default=(), description="further sections of the guide that say so")
    skills_from: Literal["guide", "reading"] = Field(
        description="guide: it says which skills the role wants; reading: it does not, and they are our reading"
    )


class BandManifest(Sourced):
    level: Line = Field(description="how much experience")
    low: Money = Field(description="a whole number in the currency")
    high: Money = Field(description="a whole number in the currency, above `low`")

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if self.high <= self.low:
            raise ValueError("`high` must be above `low`")
        return self


class PayManifest(Manifest):
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = Field(description="three letters, as USD")
    figure: Line = Field(description="what the figures are, for example: median salary range")
    bands: Annotated[tuple[BandManifest, ...], Field(min_length=1)] = Field(description="from the lowest level up")


class DemandManifest(Sourced):
    trend: Line = Field(description="how demand moves, in a few words")
    places: Lines = Field(description="where most of all")
    why: Text = Field(description="a sentence")


class NamesManifest(Sourced):
    names: Lines = Field(description="names, in the guide's order")


class PracticeManifest(Sourced):
    skill: SkillId = Field(description="the skill of skills.yaml that it is about")
    here: Text = Field(description="a sentence or two: how it is done with PerfGym")
    page: Page | None = Field(
        default=None,
        description="where, beside the labs that train it: labs (all of them), portfolio, stories or cohorts",
    )


class StageManifest(Manifest):
    do: Line = Field(description="one stage of the way that the guide suggests")
    skills: tuple[SkillId, ...] = Field(default=(), description="the skills of skills.yaml that it takes")
    page: Page | None = Field(
        default=None,
        description="where, beside the labs that train it: labs (all of them), portfolio, stories or cohorts",
    )


class WayManifest(Sourced):
    stages: Annotated[tuple[StageManifest, ...], Field(min_length=1)] = Field(description="in order")


class CareerManifest(Manifest):
    guide: GuideManifest = Field(description="which guide the facts are from, and what it does not say")
    roles: Annotated[tuple[RoleManifest, ...], Field(min_length=1)] = Field(description="a list of roles")
    pay: PayManifest = Field(description="currency, what the figures are, and a band a level")
    demand: DemandManifest = Field(description="trend, places and why")
    sectors: NamesManifest = Field(description="sectors that hire")
    employers: NamesManifest = Field(description="employers that the guide names")
    way: WayManifest = Field(description="the way to practise that the guide suggests, stage by stage")
    practice: tuple[PracticeManifest, ...] = Field(description="what the guide recommends, and how it is done here")
