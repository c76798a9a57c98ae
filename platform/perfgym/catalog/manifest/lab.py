"""lab.yaml and cheat.yaml: what a lab is about, what may be edited, and how it is scored."""

import re
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, field_validator, model_validator

from perfgym.catalog.manifest.fields import Line, Manifest, Minutes, Pattern, SkillId, Slug
from perfgym.catalog.manifest.guard import GuardManifest

Share = Annotated[int, Field(strict=True, ge=0, le=100)]
HINTS = 3  # of a step


class ScoreManifest(Manifest):
    metric: Literal["wall", "cpu", "both"] = Field(
        description="wall (time to answer), cpu (CPU seconds of app and database), or both (each must hold)"
    )
    workload: Slug = Field(description="the name of one of the app's workloads")
    reference_ratio: Annotated[float, Field(gt=0, lt=1)] = Field(
        description="a number between 0 and 1: after divided by before, as measured for the reference (100 points)"
    )
    guard: GuardManifest = Field(
        default_factory=lambda: GuardManifest(),
        description="error_rate, write_latency, write_latency_p95, index_bytes: what the improvement must not cost",
    )


class PointsManifest(Manifest):
    """How the lab's 100 points are shared out."""

    baseline: Share = Field(default=0, description="a whole number from 0 to 100")
    prediction: Share = Field(default=0, description="a whole number from 0 to 100; a few, for checks of kind predict")
    diagnosis: Share = Field(default=0, description="a whole number from 0 to 100")
    improvement: Share = Field(default=0, description="a whole number from 0 to 100")
    report: Share = Field(default=0, description="a whole number from 0 to 100")

    @model_validator(mode="after")
    def _whole(self) -> Self:
        total = self.baseline + self.prediction + self.diagnosis + self.improvement + self.report
        if total != 100:
            raise ValueError(f"the points add up to {total}; they must add up to 100")
        return self


def _expression(text: str) -> str:
    try:
        pattern = re.compile(text, re.IGNORECASE)
    except (re.error, RecursionError, OverflowError) as error:
        raise ValueError(f"this is not a regular expression: {error}") from error
    if pattern.search(""):
        raise ValueError("this also matches an empty text, so every statement; say what these have and others do not")
    return text


Expression = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(_expression)]


class ProbeManifest(Manifest):
    """What a defect shows in: statements, as PostgreSQL's pg_stat_statements keeps them, and which of their counts; or
    functions, by their calls.

    Before it is searched, without regard to case, white space in a statement becomes one blank; constants are $1, $2.
    """

    statements: Expression | None = Field(
        default=None, description="a regular expression (Python's) found in the defect's statements and in no others"
    )
    function: Expression | None = Field(
        default=None,
        description="a regular expression found in `name (path)` of the functions that the defect calls too often: "
        r"`^parsed \(shop/dates\.py\)`; instead of `statements`",
    )
    count: Literal["calls", "rows", "buffers"] = Field(
        default="calls", description="calls, rows or buffers: what a request has too much of while the defect is there"
    )

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.statements is None) == (self.function is None):
            raise ValueError("give `statements`, or `function`, and not both")
        if self.function and self.count != "calls":
            raise ValueError("of a function only `count: calls` is known")
        return self

    @property
    def counted(self) -> str:
        """What is counted, by the names of attribution."""
        return "function_calls" if self.function else self.count


class DefectManifest(Manifest):
    """A weakness that was planted, so that a gain can be attributed to it."""

    id: Slug = Field(description="lower-case words joined by -, each id once")
    title: Line = Field(description="one line that says what is wrong; shown once a change was measured")
    probe: ProbeManifest = Field(description="statements and count, or function: how it is counted")


class CriterionManifest(Manifest):
    """One question that an instructor reads a learner's work by."""

    title: Line = Field(description="one line: what is looked for")
    points: Share = Field(description="a whole number from 0 to 100: how much of the rubric it is")
    about: Annotated[str, Field(min_length=1, max_length=400)] = Field(
        description="a sentence or two: what the work shows that has all of these points"
    )


class LabManifest(Manifest):
    title: Line = Field(description="one line; what the learner will do")
    summary: Annotated[str, Field(min_length=1, max_length=400)] = Field(
        description="one sentence that a learner decides by"
    )
    level: Literal["foundation", "practitioner", "advanced"] = Field(description="foundation, practitioner or advanced")
    minutes: Minutes = Field(description="a whole number of minutes from 1 to 600")
    app: Slug | None = Field(
        default=None,
        description="the name of a folder in sandbox_apps/; left out, the lab is about what was done in other labs",
    )
    skills: Annotated[tuple[SkillId, ...], Field(min_length=1)] = Field(description="ids from labs/skills.yaml")
    editable: tuple[Pattern, ...] = Field(
        default=(), description="paths or patterns, each within what the app's `editable` allows"
    )
    score: ScoreManifest | None = Field(
        default=None, description="metric, workload and reference_ratio; left out, no change of the app is scored"
    )
    points: PointsManifest = Field(
        description="shares of 100 for baseline, prediction, diagnosis, improvement and report"
    )
    hint_costs: Annotated[tuple[Share, ...], Field(min_length=HINTS, max_length=HINTS)] = Field(
        default=(0, 0, 0),
        description="three whole numbers: points that the first, second and third hint of a step cost",
    )
    defects: Annotated[tuple[DefectManifest, ...], Field(max_length=12)] = Field(
        default=(), description="up to 12 planted defects, each with id, title and probe; most telling probe first"
    )

    rubric: Annotated[tuple[CriterionManifest, ...], Field(max_length=8)] = Field(
        default=(),
        description="up to 8 criteria with title, points (100 together) and about; an instructor reads by it",
    )

    @field_validator("rubric")
    @classmethod
    def _shared_out(cls, rubric: tuple[CriterionManifest, ...]) -> tuple[CriterionManifest, ...]:
        total = sum(one.points for one in rubric)
        if rubric and total != 100:
            raise ValueError(f"the points add up to {total}; they must add up to 100")
        return rubric

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        if self.app is None and (self.editable or self.score):
            raise ValueError("without `app` there is nothing to change or to score; leave `editable` and `score` out")
        if self.score is None and self.points.improvement:
            raise ValueError("without `score` nobody can earn points for `improvement`; give them to other parts")
        if self.score is None and self.defects:
            raise ValueError("without `score` no change is measured, so no probe would count; leave `defects` out")
        if self.score is not None and not self.editable:
            raise ValueError("`editable` is missing: a lab with a `score` lets the learner change something")
        return self


class CheatManifest(Manifest):
    reason: Literal[
        "wrong_answers", "lost_writes", "too_many_failures", "guard", "false_alarm", "nothing_noticed", "made_up"
    ] = Field(
        description="why it must be refused: wrong_answers, lost_writes, too_many_failures or guard (a limit) "
        "for a changed app; false_alarm, nothing_noticed or made_up for a load test that is judged"
    )
    about: Annotated[str, Field(min_length=1, max_length=400)] = Field(
        description="a sentence: what it does and how that is noticed"
    )
