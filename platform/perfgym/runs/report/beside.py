"""The page of two load tests of one person, laid beside each other."""

from typing import Any

from perfgym.runs.models import Run
from perfgym.runs.report import kept, loadwords, source_of_load
from perfgym.runs.report.together import CHARTS, Together, figures

LIMITS = (
    "No verdict comes from this page. The two ran one after the other, and the machine changed in between: the "
    "same code run twice often differs by more than 5 %. Your locustfiles ran as they were, unchecked. To know "
    "whether a change helped, measure it against the original."
)
SETTINGS = {"users": "users", "spawn_rate": "users started a second", "seconds": "seconds"}


def of(earlier: Run, later: Run) -> dict[str, Any]:
    """The template's context."""
    marks = f"{kept.mark(earlier)}+{kept.mark(later)}"
    return {
        "earlier": earlier,
        "later": later,
        "lab": later.current_lab(),
        "differences": differences(earlier, later),
        "limits": LIMITS,
        **kept.remembered(marks, lambda: _computed(source(earlier, later))),
    }


def source(earlier: Run, later: Run) -> Together:
    """With every request of both."""
    return Together(source_of_load(earlier), source_of_load(later))


def _computed(both: Together) -> dict[str, Any]:
    return {
        "sentences": [loadwords.sentence(one) for one in both.both],
        "figures": figures(both),
        "charts": CHARTS.drawn(both),
    }


def differences(earlier: Run, later: Run) -> list[str]:
    """What was not the same in both, other than the code: each makes the difference mean less."""
    found = [_setting(earlier, later, key, words) for key, words in SETTINGS.items()]
    facts = {
        "the lab itself (another version of it)": (earlier.lab_digest, later.lab_digest),
        "the lab": (earlier.lab, later.lab),
        "the machine": tuple(one.fingerprint.get("host_key") for one in (earlier, later)),
        "the cores": tuple(one.fingerprint.get("cores") for one in (earlier, later)),
        "the isolation": tuple((one.fingerprint.get("sandbox") or {}).get("driver") for one in (earlier, later)),
        "your locustfile": tuple(_own_test(one) for one in (earlier, later)),
    }
    return [text for text in found if text] + [what for what, (one, other) in facts.items() if one != other]


def _setting(earlier: Run, later: Run, key: str, words: str) -> str:
    one, other = (each.settings.get(key) for each in (earlier, later))
    return f"{one} and {other} {words}" if one != other else ""


def _own_test(run: Run) -> Any:
    """Which locustfile it was; None for the lab's own."""
    return run.snapshot.files.get(run.current_lab().own_test or "")
