"""What a run of a guide depends on, as a digest: when it changes, what the run told is old."""

import json

from perfgym.catalog.lab import Lab
from perfgym.catalog.loading.files import digest
from perfgym.catalog.manifest.figures import CompareRun, LoadRun, RunManifest


def made_from(lab: Lab, run: RunManifest) -> str:
    """Of the app, the starter, the version that is run, its traffic, and what is asked of it. `lab` is the one run."""
    asked = json.dumps(run.model_dump(mode="json", exclude_defaults=True), sort_keys=True).encode()
    files = {f"starter/{path}": content for path, content in lab.starter().items()}
    files |= {f"version/{path}": content for path, content in version(lab, run).items()}
    return digest({**files, "traffic": traffic(lab, run), "asked": asked, "app": lab.app.digest.encode()})


def version(lab: Lab, run: RunManifest) -> dict[str, bytes]:
    """The files laid over the starter; none for the starter itself."""
    return {} if run.version == "starter" else lab.laid(run.version)


def traffic(lab: Lab, run: RunManifest) -> bytes:
    """The Locust file of a run: a file of the lab, or a workload of the app; empty where it is neither."""
    if isinstance(run, CompareRun):
        return lab.app.workload(lab.score.workload)
    assert isinstance(run, LoadRun)
    if run.traffic in lab.files:
        return lab.files[run.traffic]
    return lab.app.workload(run.traffic) if run.traffic in lab.app.workloads else b""
