"""What an improvement cost is said in whole sentences, and what follows where it cost too much."""

from typing import Any

from perfgym.charts import guardwords, words

FASTER = {"verdict": "faster", "ratio": 0.5, "interval": [0.45, 0.55]}


def guard(**more: Any) -> dict[str, Any]:
    usual = {
        "guard": "index_bytes", "limit": 1.4, "broken": False, "of": "", "count": 0,
        "before": 17_100_000.0, "after": 22_000_000.0, "ratio": 1.287, "low": 1.287, "high": 1.287,
    }  # fmt: skip
    return {**usual, **more}


def test_a_limit_that_is_kept_shows_its_numbers() -> None:
    said = guardwords.sentence(guard())
    assert said.endswith("17.1 → 22 MB, 1.29x; the limit is 1.40x.")


def test_a_broken_limit_says_what_follows_and_what_to_do() -> None:
    broken = guard(broken=True, after=41e6, ratio=2.4, low=2.4, high=2.4)
    assert "so this version earns no points. Drop the indexes" in guardwords.sentence(broken)
    assert guardwords.sentences([broken])[0]["broken"] is True
    assert words.result_sentence({**FASTER, "guards": [broken]}).endswith(
        "; but its indexes take too much room, so it earns no points"
    )
    assert "but" not in words.result_sentence({**FASTER, "guards": [guard()]})


def test_what_is_uncertain_is_said_to_be() -> None:
    said = guardwords.sentence(
        guard(guard="write_latency", of="all writes", before=4.0, after=4.2, limit=1.2, ratio=1.05, low=0.9, high=1.3)
    )
    assert "A usual write (all writes): 4 → 4.2 ms, 1.05x (certain between 0.90x and 1.30x)" in said
    assert "is not certain" in said
    wild = guard(guard="write_latency_p95", ratio=2.5, low=0.02, high=290.0, limit=1.2)
    assert guardwords.sentence(wild).endswith(
        "they scatter too much to say whether the limit of 1.20x is kept, so nothing is held against this version."
    )
    few = guard(guard="write_latency_p95", ratio=None, before=None, after=None, low=None, high=None, count=12)
    assert "only 12 writes" in guardwords.sentence(few)
