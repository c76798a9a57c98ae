"""JSON Schemas of the manifests, kept in catalog/schema/ for editors. A test compares them with the models."""

import json
from pathlib import Path

from pydantic import BaseModel

from perfgym.catalog.manifest.app import AppManifest
from perfgym.catalog.manifest.lab import LabManifest

FOLDER = Path(__file__).resolve().parents[1] / "schema"
MODELS: dict[str, type[BaseModel]] = {"app.schema.json": AppManifest, "lab.schema.json": LabManifest}


def schemas() -> dict[str, str]:
    """File name -> content, as the models are now."""
    return {name: json.dumps(model.model_json_schema(), indent=2) + "\n" for name, model in MODELS.items()}


def write(folder: Path = FOLDER) -> tuple[Path, ...]:
    """Write the schemas; the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in schemas().items():
        (folder / name).write_text(content)
    return tuple(folder / name for name in MODELS)
