"""The environment of a run in words, for the table at the foot of its page."""

from typing import Any

from perfgym.runs.models import Run

HOST = {
    "cpu": "CPU",
    "cores": "cores",
    "memory_kb": "memory (kB)",
    "kernel": "kernel",
    "python": "Python of the worker",
}


def of(run: Run) -> list[tuple[str, Any]]:
    """(what, value) of everything that is known."""
    found = run.fingerprint
    host = [(label, found.get("host", {}).get(key)) for key, label in HOST.items()]
    sandbox = found.get("sandbox", {})
    rest = [
        ("isolation", f"{sandbox.get('level', '')} {sandbox.get('driver', '')}".strip()),
        ("seed", str(run.seed) if run.is_final else ""),
        ("lab version", run.lab_digest[:12]),
        ("platform version", found.get("perfgym")),
    ]
    return [(label, value) for label, value in (*host, *rest) if value]
