"""What a load test's page says in words: what came out, what held it back, and nothing that was not measured."""

import pytest

from perfgym.runs.report import failures
from perfgym.runs.report.load import Load, read
from perfgym.runs.report.loadwords import held_back, sentence
from tests import loads

CORES = {"app": 1, "generator": 1}
MEMORY = {"app": 500_000_000, "database": 1_000_000_000}


def load(app=0.3, database=0.2, memory=6e7, p50=None, **more):
    """One whose readings and medians are as told; `p50` is of the first and of the second half."""
    result, evidence = loads.load(**{"fails": 0, **more})
    half = len(result["series"]) / 2
    for at, one in enumerate(result["series"]):
        one["users"] = 5
        one["resources"] = {"app": {"cpu": app, "memory": memory}, "database": {"cpu": database, "memory": 9e7}}
        if p50:
            one["p50"] = p50[at >= half]
    return Load(result, CORES, MEMORY, read(evidence) if evidence else None)


def words(of):
    return " ".join(held_back(of))


def test_the_sentence_says_rate_and_latency_and_what_failed():
    said = sentence(load(fails=0.1)).replace("\N{NO-BREAK SPACE}", " ")
    assert said.startswith("40 requests a second; half were answered within ")
    assert "95 % within" in said
    assert "% failed" in said


def test_a_percentile_that_the_count_does_not_support_is_not_said():
    assert "95" not in sentence(load(seconds=2, rps=5))


def test_no_request_and_only_errors():
    assert sentence(load(rps=0)) == "No request was answered"
    assert sentence(load(fails=1.0)) == "40 requests a second, and every one of them failed"
    assert "Look at the errors first" in words(load(fails=1.0))


@pytest.mark.parametrize(
    ("app", "database", "said"),
    [
        (0.7, 0.28, "CPU was the limit: the application and its database used 0.98 of 1 core in the middle second, "
                    "0.7 of it the application's own code"),
        (0.2, 0.75, "0.75 of it the database"),
        (0.3, 0.2, "CPU was not the limit: the application and its database used 0.5 of 1 core"),
    ],
)  # fmt: skip
def test_who_used_the_cpu(app, database, said):
    assert said in words(load(app, database))


def test_a_core_that_others_had_filled_is_told_apart_from_one_with_room():
    busy = load(0.2, 0.1)
    for one in busy.result["series"]:
        one["full"] = 0.97
    assert "CPU was the limit, but not by this test alone: the application and its database used 0.3 of 1" in words(
        busy
    )


def test_a_generator_that_was_the_limit_forbids_a_word_about_the_app():
    of = load(0.98, 0.0)
    limited = Load({**of.result, "generator": {"limited": True}}, CORES, MEMORY, of.raw)
    assert "CPU" not in words(limited)


def test_a_run_without_readings_says_nothing_about_them():
    result, _ = loads.load(fails=0, resources=False)
    assert held_back(Load(result, CORES, MEMORY, None)) == []


def test_memory_near_its_limit_is_said():
    assert "Memory of the app came to 480 MB of 500 MB" in words(load(memory=480e6))
    assert "Memory" not in words(load(memory=440e6))


def test_latency_that_grows_with_the_same_users_is_said():
    assert "the median went from 40 ms in the first half to 90 ms in the second" in words(load(p50=(40.0, 90.0)))
    assert "slower while it ran" not in words(load(p50=(40.0, 50.0)))


def test_failed_requests_that_flatter_the_figures_are_said():
    assert "the good ones alone have a median of" in words(load(fails=0.2))


def test_each_kind_of_error_has_its_status_and_when_it_was_seen():
    result, _ = loads.load(fails=0.1)
    (kind,) = failures.of(Load(result, CORES, MEMORY))
    assert (kind.where, kind.status) == ("POST /orders", "500")
    assert kind.when == "seconds 1 to 12"
    old = {**result, "error_kinds": [], "errors": [["GET /", "timed out", 3]]}
    (kind,) = failures.of(Load(old, CORES, MEMORY))
    assert (kind.status, kind.when, kind.count) == (None, "", 3)
