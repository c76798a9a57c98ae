"""What must hold after a campaign, whatever was done. Each check returns sentences about what does not hold."""

import hashlib
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.chaos.short_work import MARK
from tests.deployment import Deployment

OPEN = "SELECT count(*) FROM runs_run WHERE state NOT IN ('finished', 'failed', 'cancelled')"
KEYS = "SELECT key::text, id::text FROM runs_run"
RULES = {
    "a run is not final": "r.state NOT IN ('finished', 'failed', 'cancelled')",
    "a final run has no end": "r.state IN ('finished', 'failed', 'cancelled') AND r.finished_at IS NULL",
    "a finished comparison has not exactly one score": "r.state = 'finished' AND s.n <> 1",
    "a run that did not finish has a score": "r.state <> 'finished' AND s.n > 0",
    "a finished run has not exactly one bundle": "r.state = 'finished' AND e.n <> 1",
    "a run that did not finish has a bundle": "r.state <> 'finished' AND e.n > 0",
    "a run got points for work of another attempt": "r.state = 'finished' AND r.points <> r.seed %% 101",
    "a score differs from its run": "r.state = 'finished' AND s.points <> r.points",
    "a run was tried more than three times": "r.attempt > 3",
    "a run failed for another reason than three lost workers": (
        "r.state = 'failed' AND (r.reason <> 'worker_lost' OR r.attempt <> 3)"
    ),
}
QUERY = """
SELECT count(*), min(r.id::text) FROM runs_run r
LEFT JOIN LATERAL (SELECT count(*) n, min(points) points FROM runs_scoreevent WHERE run_id = r.id) s ON true
LEFT JOIN LATERAL (SELECT count(*) n FROM runs_evidence WHERE run_id = r.id) e ON true
WHERE """


def all_final(platform: Deployment) -> bool:
    return bool(platform.rows(OPEN) == [(0,)])


def rows(platform: Deployment) -> Iterable[str]:
    for sentence, condition in RULES.items():
        ((count, example),) = platform.rows(QUERY + condition, *())
        if count:
            yield f"{sentence}: {count}, for example {example}"


def keys(platform: Deployment, answered: Mapping[str, str]) -> Iterable[str]:
    """Each key that was answered has its run, and no run came of anything else."""
    stored = dict(platform.rows(KEYS))
    lost = {key for key, run in answered.items() if stored.get(key) != run}
    unknown = set(stored) - set(answered)
    if lost:
        yield f"{len(lost)} requests that were answered have lost their run, for example {min(lost)}"
    if unknown:
        yield f"{len(unknown)} runs that nobody was told of, for example {min(unknown)}"


def processes() -> list[int]:
    """Ids of processes of the campaign's pods; what a container runs is seen here too, as far as we may look."""
    return [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/cmdline") if MARK in _read(path)]


def containers(platform: Deployment) -> list[str]:
    """Ids of the containers of this platform's pods; none where there is no engine."""
    if not shutil.which("docker"):
        return []
    key = platform.environment["PERFGYM_SECRET_KEY"]
    site = hashlib.sha256(b"site" + key.encode()).hexdigest()[:12]  # as runs.work.site_id
    command = ["docker", "ps", "-aq", "--filter", f"label=perfgym.site={site}"]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout.split()


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode(errors="replace")
    except OSError:
        return ""  # it has just ended
