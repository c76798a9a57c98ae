"""Evidence for a test, and plausible wrong answers: of someone who guesses, or mixes up units or figures."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from perfgym.checks import registry
from perfgym.checks.evidence import Compared, Evidence, LoadTest, Named, Written
from perfgym.checks.kind import Asked, Result

NOON = datetime(2030, 3, 4, 12, 0, tzinfo=UTC)
FACTORS = (0.001, 0.01, 0.1, 0.25, 1 / 3, 0.5, 0.7, 1.35, 1.5, 2, 3, 4, 10, 100, 1000, -1)
CONSTANTS = ("0", "1", "42", "100", "1000", "many")


def plausible(right: float) -> list[str]:
    """22 wrong answers to a question whose answer is `right`; constants that happen to be near it are left out."""
    constants = [text for text in CONSTANTS if text == "many" or abs(float(text) - right) > 0.3 * right]
    return [f"{right * factor:.4g}" for factor in FACTORS] + constants


def refused(asked: Asked, evidence: Evidence, right: float, name: str = "answer") -> list[Result]:
    """Tries every plausible wrong answer; none may pass, and none may be told the right value."""
    results = [registry.judge(asked, {name: text}, evidence) for text in plausible(right)]
    assert len(results) >= 20
    passed = [text for text, result in zip(plausible(right), results, strict=True) if result.passed]
    assert not passed
    told = {f"{right:.{digits}g}" for digits in (3, 4, 5)}
    assert not [result.message for result in results if told & set(result.message.replace(",", "").split())]
    return results


def load_test(p50: float = 23.7, *, ago: int = 0, **more: Any) -> LoadTest:
    """A finished load test: 10 users, 20 s, two names of requests, the second three times as fast."""
    values: dict[str, Any] = {
        "at": NOON - timedelta(minutes=ago),
        "users": 10,
        "seconds": 20.0,
        "count": 600,
        "fails": 0,
        "figures": {"p50": p50, "p95": 3 * p50, "p99": 4 * p50, "rps": 31.4},
        "names": names({"GET /books": p50 * 1.1, "GET /books/ID": p50 * 0.37}),  # as a run calls them
        "series": {"p50": tuple(p50 * (1 + 0.02 * (-1) ** second) for second in range(20))},
        "as_found": True,
        "like": "a",
    }
    return LoadTest(**(values | more))


def names(medians: Mapping[str, float]) -> dict[str, Named]:
    return {
        name: Named(name, 300, 0, {"p50": median, "p95": 2 * median, "p99": 3 * median})
        for name, median in medians.items()
    }


def compared(ratio: float = 0.531, verdict: str = "faster", **more: Any) -> Compared:
    """A judged comparison with 41 → 2 queries a request."""
    values: dict[str, Any] = {
        "at": NOON,
        "verdict": verdict,
        "sentence": f"{1 / ratio:.2f}x {verdict}",
        "ratio": ratio,
        "low": ratio * 0.95,
        "high": ratio * 1.05,
        "before": {"p50": 24.3, "p95": 61.2, "p99": 80.4, "cpu_ms": 19.6, "queries": 41.3},
        "after": {"p50": 24.3 * ratio, "p95": 61.2 * ratio, "p99": 80.4 * ratio, "cpu_ms": 9.1, "queries": 2.2},
        "names": {"GET /books": (27.1, 11.3), "GET /books/ID": (8.2, 8.3)},
    }
    return Compared(**(values | more))


def evidence(
    tests: Sequence[LoadTest] = (), comparisons: Sequence[Compared] = (), entries: Sequence[str] = ()
) -> Evidence:
    about = comparisons[0] if comparisons else None
    return Evidence(tuple(tests), tuple(comparisons), tuple(Written(words, about) for words in entries))


def asked(kind: str, **more: Any) -> Asked:
    """What a front matter says."""
    made = registry.known()[kind].asks.model_validate({"kind": kind, **more})
    assert isinstance(made, Asked)
    return made
