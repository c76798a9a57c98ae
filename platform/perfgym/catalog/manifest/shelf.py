"""skills.yaml and tracks.yaml: the skill map, and the orders in which labs are best taken."""

from typing import Annotated, Literal

from pydantic import Field

from perfgym.catalog.manifest.fields import Line, Manifest, SkillId, Slug


class Skill(Manifest):
    id: SkillId = Field(description="letters, digits and -, each id once")
    name: Line = Field(description="one line")
    group: Literal["responsibility", "skill", "gap", "next step"] = Field(
        description="responsibility, skill, gap or next step"
    )
    roles: tuple[Line, ...] = Field(default=(), description="the roles that ask for it, as career.yaml names them")
    shown_by: Literal["change", "steps"] = Field(
        default="change",
        description="change: a version that is measured as faster shows it; steps: only the steps of a guide do",
    )


class SkillsManifest(Manifest):
    skills: tuple[Skill, ...] = Field(description="a list of skills, each with id, name, group and roles")


class Track(Manifest):
    id: Slug = Field(description="lower-case words joined by -, each id once")
    title: Line = Field(description="one line")
    summary: str = Field(default="", max_length=400, description="a sentence: who it is for")
    labs: Annotated[tuple[Slug, ...], Field(min_length=1)] = Field(description="names of folders in labs/, in order")


class TracksManifest(Manifest):
    tracks: tuple[Track, ...] = Field(description="a list of tracks, each with id, title and labs")
