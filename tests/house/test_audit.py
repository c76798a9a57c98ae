"""`.ci/audit` tells what a database of vulnerabilities knows of our locked packages, and never fails a build."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

AUDIT = Path(__file__).parents[2] / ".ci" / "audit"
Answer = Callable[[list[dict[str, Any]]], tuple[int, bytes]]


@contextmanager
def database(answer: Answer) -> Iterator[str]:
    """A database of vulnerabilities on this machine's loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
            status, body = answer(queries)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def audit(where: str) -> str:
    done = subprocess.run([sys.executable, AUDIT, "--database", where], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return done.stdout


def about(wanted: str, *ids: str) -> Answer:
    """Answers every question; of the package `wanted` it knows `ids`."""

    def answer(queries: list[dict[str, Any]]) -> tuple[int, bytes]:
        known = {"vulns": [{"id": each} for each in ids]}
        results = [known if query["package"]["name"] == wanted else {} for query in queries]
        return 200, json.dumps({"results": results}).encode()

    return answer


def test_what_is_known_of_a_package_is_listed_with_its_lock() -> None:
    with database(about("django", "GHSA-1", "PYSEC-2")) as where:
        said = audit(where)
    assert "audit: django 5.2" in said
    assert "(PyPI, requirements/run.txt and requirements/test.txt): https://osv.dev/vulnerability/GHSA-1, " in said
    assert "with a known vulnerability" in said


def test_every_lock_is_asked_about() -> None:
    asked: list[dict[str, Any]] = []

    def note(queries: list[dict[str, Any]]) -> tuple[int, bytes]:
        asked.extend(queries)
        return 200, json.dumps({"results": [{} for _ in queries]}).encode()

    with database(note) as where:
        assert "locked packages, no known vulnerability" in audit(where)
    names = {(query["package"]["ecosystem"], query["package"]["name"]) for query in asked}
    assert {("PyPI", "django"), ("PyPI", "pytest"), ("PyPI", "locust"), ("npm", "@codemirror/state")} <= names
    assert all(query["version"] for query in asked)
    assert len(asked) > 150


@pytest.mark.parametrize(
    "answer",
    [lambda _: (503, b""), lambda _: (200, b"<html>"), lambda _: (200, b'{"results": []}'), lambda _: (200, b"[]")],
    ids=["an error", "a page", "too few answers", "another form"],
)
def test_an_answer_that_cannot_be_used_is_said_and_fails_nothing(answer: Answer) -> None:
    with database(answer) as where:
        said = audit(where)
    assert "audit: not done" in said
    assert "were not looked up" in said
    assert "no known" not in said


def test_a_database_out_of_reach_is_said_and_fails_nothing() -> None:
    said = audit("http://127.0.0.1:9")
    assert "audit: not done: http://127.0.0.1:9 gave no answer" in said
    assert "Connection refused" in said
