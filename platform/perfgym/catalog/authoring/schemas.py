"""JSON Schemas of the manifests, kept in catalog/schema/ for editors. A test compares them with the models."""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from perfgym.catalog.manifest.app import AppManifest
from perfgym.catalog.manifest.career import CareerManifest
from perfgym.catalog.manifest.figures import FiguresManifest
from perfgym.catalog.manifest.lab import LabManifest
from perfgym.catalog.manifest.step import StepManifest
from perfgym.checks import registry

FOLDER = Path(__file__).resolve().parents[1] / "schema"
MODELS: dict[str, type[BaseModel]] = {
    "app.schema.json": AppManifest,
    "career.schema.json": CareerManifest,
    "figures.schema.json": FiguresManifest,
    "lab.schema.json": LabManifest,
    "step.schema.json": StepManifest,
}


def schemas() -> dict[str, str]:
    """File name -> content, as the models are now."""
    return {name: json.dumps(_schema(model), indent=2) + "\n" for name, model in MODELS.items()}


def _schema(model: type[BaseModel]) -> dict[str, Any]:
    """The model's schema; a step's check is one of the kinds that are registered."""
    schema = model.model_json_schema()
    if model is StepManifest:
        kinds = [kind.asks.model_json_schema() for kind in registry.known().values()]
        described = schema["properties"]["check"]["description"]
        schema["properties"]["check"] = {"description": described, "oneOf": kinds}
    return schema


def write(folder: Path = FOLDER) -> tuple[Path, ...]:
    """Write the schemas; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in schemas().items():
        (folder / name).write_text(content)
    return tuple(folder / name for name in MODELS)
