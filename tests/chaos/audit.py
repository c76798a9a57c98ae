"""What must hold after a campaign, whatever was done. Each check returns sentences about what does not hold."""

import hashlib
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from pathlib import Path

from tests.chaos.short_work import MARK
from tests.deployment import Deployment

OPEN = "SELECT count(*) FROM runs_run WHERE state NOT IN ('finished', 'failed', 'cancelled')"
WAITING = "SELECT count(*) FROM progress_answer WHERE state = 'waiting'"
KEYS = "SELECT key::text, id::text FROM runs_run WHERE kind = 'compare'"
RULES = {  # of the comparisons that were asked for
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
WHERE r.kind = 'compare' AND """
ANSWERS = {  # that waited for a measurement
    "an answer still waits": "a.state = 'waiting'",
    "an answer has not exactly one measurement": "t.n <> 1",
    "an answer was judged by a measurement that did not finish": "a.state = 'yes' AND t.finished <> 1",
    "an answer was not judged though its measurement finished": "a.state = 'not' AND t.finished > 0",
    "an answer differs from what was measured": "a.state = 'yes' AND a.passed <> t.inside",
    "a measurement for an answer has a score": "t.scores > 0",
}
ANSWERS_QUERY = """
SELECT count(*), min(a.id)::text FROM progress_answer a
LEFT JOIN LATERAL (
    SELECT count(*) n, count(*) FILTER (WHERE r.state = 'finished') finished, bool_and(r.seed %% 2 = 0) inside,
           count(s.id) scores
    FROM progress_trial p JOIN runs_run r ON r.id = p.run_id LEFT JOIN runs_scoreevent s ON s.run_id = r.id
    WHERE p.answer_id = a.id
) t ON true
WHERE a.kind = 'band' AND """


def all_final(platform: Deployment) -> bool:
    return all(platform.rows(query) == [(0,)] for query in (OPEN, WAITING))


def rows(platform: Deployment) -> Iterable[str]:
    for query, rules in ((QUERY, RULES), (ANSWERS_QUERY, ANSWERS)):
        for sentence, condition in rules.items():
            ((count, example),) = platform.rows(query + condition, *())
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
