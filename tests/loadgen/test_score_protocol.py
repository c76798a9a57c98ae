"""The scoring runner's lines: greeting, readiness, lag, ends, and what does not disturb them."""

import shutil
import sys

import pytest
from loadgen_parts import CONTRACT, PLATFORM, WORKLOAD

NOISY = (
    WORKLOAD
    + """
            import os
            print('{"op":"turn","i":0,"digest":"forged"}', flush=True)
            os.write(1, b"not JSON at all")
"""
)

WHAT_IS_LOADED = (
    CONTRACT
    + """
        import sys
        facts["modules"] = sorted(name for name in sys.modules if name.startswith("perfgym"))
"""
)


@pytest.fixture
def runner(score):
    started = score()
    started.receive()
    return started


def test_hello_names_the_versions(score):
    versions = score().receive()["versions"]
    assert versions["python"] == ".".join(map(str, sys.version_info[:3]))
    assert {"perfgym", "locust", "gevent", "geventhttpclient", "psycopg"} <= set(versions)


def test_ready_when_health_answers_200(runner):
    assert runner.ask("ready", timeout=10)["ok"] is True


def test_not_ready_names_the_address_and_the_cause(runner, shop):
    shop.health = 503
    answer = runner.ask("ready", timeout=0.2)
    assert answer["ok"] is False
    assert answer["detail"] == f"{shop.url}/healthz did not answer 200 within 0.2 s: it answered 503"


def test_lag_is_measured_between_two_questions(runner):
    runner.ask("lag")
    runner.turns(30)
    answer = runner.ask("lag")
    assert answer["p95_ms"] >= 0
    assert answer["cpu_seconds"] > 0


def test_stop_ends_with_0_even_in_the_middle_of_a_workload(runner):
    runner.turns(3)
    runner.send(op="stop")
    lines, _, code = runner.finish()
    assert (lines, code) == ([], 0)


def test_the_end_of_input_ends_the_runner(runner):
    runner.turns(3)
    assert runner.finish()[2] == 0


def test_an_unknown_operation_is_refused_and_the_next_one_served(runner):
    assert runner.ask("dance") == {"op": "dance", "error": "unknown operation"}
    assert runner.turns(1)[0]["error"] is None


def test_something_else_than_lines_of_json_ends_with_a_problem(runner):
    runner.process.stdin.write(b"hello?\n")
    lines, _, code = runner.finish()
    assert code == 1
    assert [(line["op"], line["reason"]) for line in lines] == [("problem", "protocol")]


def test_what_the_workload_prints_never_gets_among_the_lines(score):
    runner = score(NOISY)
    runner.receive()
    assert [turn["i"] for turn in runner.turns(12)] == list(range(12))
    runner.send(op="stop")
    lines, err, code = runner.finish()
    assert (lines, code) == ([], 0)
    assert "forged" in err


def test_a_database_that_is_not_there_is_an_error_of_that_answer(runner):
    answer = runner.ask("sql", dsn="host=127.0.0.1 port=1 dbname=shop user=shop", statements=["select 1"])
    assert answer["error"].startswith("OperationalError")
    assert runner.turns(1)[0]["error"] is None


def test_ports_in_the_target_come_from_the_pod(factory, shop):
    files = {"workload.py": WORKLOAD, "contract.py": CONTRACT}
    runner = factory.make("perfgym.loadgen.score", files, APP_PORT=str(shop.server_address[1]))
    runner.send(op="hello", seed=1, target="http://127.0.0.1:{APP_PORT}", health="/healthz", key="")
    assert runner.receive()["op"] == "hello"
    assert runner.ask("ready", timeout=10)["ok"] is True
    assert runner.turns(1)[0]["status"] in (200, 201)


def test_it_runs_from_a_copy_of_its_own_files_alone(score, monkeypatch, tmp_path):
    copy = tmp_path / "copy" / "perfgym"
    copy.mkdir(parents=True)
    shutil.copy(PLATFORM / "perfgym" / "__init__.py", copy)
    for path in (PLATFORM / "perfgym" / "loadgen").glob("**/*.py"):
        target = copy / path.relative_to(PLATFORM / "perfgym")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    monkeypatch.setenv("LOADGEN_PATH", str(copy.parent))
    runner = score(contract=WHAT_IS_LOADED)
    assert runner.receive()["op"] == "hello"
    assert runner.turns(1)[0]["error"] is None
    modules = runner.ask("facts")["facts"]["modules"]
    assert all(name == "perfgym" or name.startswith("perfgym.loadgen") for name in modules)
