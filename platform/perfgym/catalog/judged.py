"""What the verdicts of a lab depend on, as a digest: a guide may be reworded without calibrating again."""

import json

from perfgym.catalog.lab import Lab
from perfgym.catalog.loading.files import digest

FOLDERS = ("starter/", "reference/", "solutions/", "cheats/")


def judged(lab: Lab) -> str:
    """Of the app, of everything that is laid over it, and of how a change is scored."""
    files = {path: content for path, content in lab.files.items() if path.startswith(FOLDERS)}
    scored = lab.scored_by.model_dump(mode="json", exclude={"reference_ratio"}) if lab.scored_by else None
    asked = {"score": scored, "editable": lab.editable, "defects": [one.model_dump(mode="json") for one in lab.defects]}
    app = lab.runs_on.digest if lab.runs_on else ""
    return digest({**files, "lab.yaml": json.dumps(asked, sort_keys=True).encode(), "app": app.encode()})
