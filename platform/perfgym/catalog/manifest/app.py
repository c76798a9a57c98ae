"""app.yaml: how a sandbox app is started, seeded, limited and judged."""

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from perfgym.catalog import paths
from perfgym.catalog.manifest.fields import Command, Line, Manifest, Module, Path, Pattern, Size, Slug

MEMORY = "a size such as 512M: what the part may use before it is ended"
PIDS = "a whole number from 1 to 4096: processes and threads together"
SCRATCH = "a size such as 64M, not above a quarter of the memory that holds it: the only writable folder"


class LimitsManifest(Manifest):
    memory: Size = Field(default=512 * 2**20, description=MEMORY)
    pids: Annotated[int, Field(strict=True, ge=1, le=4096)] = Field(default=64, description=PIDS)
    scratch: Size = Field(default=64 * 2**20, description=SCRATCH)

    @field_validator("scratch")
    @classmethod
    def _fits(cls, scratch: int, info: ValidationInfo) -> int:
        memory = info.data.get("memory", 4 * scratch)
        if 4 * scratch > memory:
            least = -(-4 * scratch // 2**20)
            raise ValueError(f"the scratch folder is more than a quarter of the memory that holds it: give {least}M")
        return scratch


class DatabaseManifest(Manifest):
    seed: Command = Field(description="a command as a list of words; it fills the database at DATABASE_URL")
    salt: Module | None = Field(
        default=None,
        description="a module in the app's files with `sql(seed: int) -> str`, standard library only: "
        "it changes the data a little for each attempt",
    )
    migration: Path | None = Field(
        default=None,
        description="a file of SQL among `app_files`, a part of each version: its statements run one by one as the "
        "app's own role in a fresh database, before the app starts",
    )


class AppManifest(Manifest):
    name: Slug = Field(description="the folder's own name: lower-case words joined by -")
    title: Line = Field(description="one line")
    start: Command = Field(
        description="a command as a list of words; it is given APP_PORT, DATA_SEED (new for each attempt, to make "
        "data from) and, with a database, DATABASE_URL"
    )
    health: Annotated[str, Field(pattern=r"^/[A-Za-z0-9_./-]*$")] = Field(
        description="a path such as /healthz that answers 200 once the app is ready"
    )
    database: DatabaseManifest | None = Field(
        default=None, description="seed, salt and migration; leave it out for an app without a database"
    )
    files: Annotated[tuple[Path, ...], Field(min_length=1)] = Field(
        description="files and folders that make up the app and its data"
    )
    app_files: Annotated[tuple[Path, ...], Field(min_length=1)] = Field(
        description="those of `files` that the running app gets"
    )
    editable: Annotated[tuple[Pattern, ...], Field(min_length=1)] = Field(
        description="paths or patterns, of which a lab may allow some: shop/queries.py, shop/templates/*.html"
    )
    limits: LimitsManifest = Field(
        default_factory=lambda: LimitsManifest(), description="memory, pids and scratch of the app"
    )
    database_limits: LimitsManifest = Field(
        default_factory=lambda: LimitsManifest.model_validate({"memory": "1024M", "scratch": "256M"}),
        description="memory, pids and scratch of the database",
    )
    workloads: Annotated[dict[Slug, Path], Field(min_length=1)] = Field(
        description="a name for each of the examiner's Locust files, and its path"
    )
    contract: Path = Field(description="the path of the Python file that says which answers must match")

    @field_validator("app_files")
    @classmethod
    def _among_files(cls, app_files: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        outside = [path for path in app_files if not paths.under(path, info.data.get("files", app_files))]
        if outside:
            raise ValueError(f"{', '.join(outside)} is not among `files`")
        return app_files
