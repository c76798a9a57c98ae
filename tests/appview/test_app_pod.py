"""An app in a preview's pod: started with the files that are asked for, asked, and started again whatever ended it."""

from collections.abc import Iterator

import pytest

from perfgym.appview import told
from perfgym.appview.bounds import Bounds
from perfgym.errors import PlatformError
from perfgym.sittings.answer import Ending
from tests import factories
from tests.appview.app_pods import Preview, app_of, opened, shown, with_files

SMALL = b"""
import os, sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

class App(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/end":
            os._exit(3)
        print("asked for", self.path, file=sys.stderr, flush=True)
        self.send_response(200)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(b"version 1")
    do_HEAD = do_GET

ThreadingHTTPServer(("127.0.0.1", int(os.environ["APP_PORT"])), App).serve_forever()
"""


@pytest.fixture(scope="module")
def bookshop() -> Iterator[Preview]:
    with opened("process", with_files(factories.lab(), {})) as preview:
        yield preview


@pytest.fixture
def small() -> Iterator[Preview]:
    with opened("process", app_of(SMALL), bounds=Bounds(request=5.0, ready=10.0)) as preview:
        yield preview


def test_a_page_comes_with_its_status_time_size_log_and_queries(bookshop: Preview) -> None:
    answer = bookshop.get("/books")
    found = shown(answer)
    assert (answer.ending, found.status, found.kind) == (Ending.DONE, "200 OK", "page")
    headers = {name.lower(): value for name, value in found.headers}
    assert found.facts["queries"] == int(headers["x-query-count"]) > 20
    assert found.facts["ms"] > 0
    assert found.facts["size"] == int(headers["content-length"])
    assert "Catalogue" in found.document
    assert "/labs/a-lab/app/follow/" in found.document
    assert "path=%2Fbooks%2F" in found.document


def test_a_status_that_is_no_success_is_an_answer_all_the_same(bookshop: Preview) -> None:
    answer = bookshop.get("/books/999999999")
    assert (answer.ending, shown(answer).status) == (Ending.DONE, "404 NOT FOUND")


def test_head_has_no_body(bookshop: Preview) -> None:
    answer = bookshop.get("/books", method="HEAD")
    assert (answer.ending, answer.shown["size"], answer.shown["kind"]) == (Ending.DONE, 0, "none")


def test_the_app_runs_on_between_requests_and_its_log_is_shown(small: Preview) -> None:
    assert shown(small.get("/one")).text == "version 1"
    logs = (shown(small.get("/two")).log for _ in range(20))  # a line is read a moment after it is written
    assert next(log for log in logs if "asked for /two" in log).index("asked for /one") > 0


def test_other_files_start_the_app_anew(small: Preview) -> None:
    small.get("/")
    small.files["app.py"] = SMALL.replace(b"version 1", b"version 2")
    answer = small.get("/", snapshot_id=None, fresh=False)
    assert shown(answer).text == "version 1"  # what names the files is the same
    assert shown(small.get("/", fresh=True)).text == "version 2"


def test_an_app_that_ended_is_started_again_and_that_is_said(small: Preview) -> None:
    small.get("/")
    ended = small.get("/end")
    assert ended.ending == Ending.ERROR
    assert "Your version ended while it was asked (exit code 3)" in ended.message
    again = small.get("/")
    assert shown(again).text == "version 1"
    assert again.shown["before"] == [told.STARTED_AGAIN.format(how="exit code 3")]


def test_a_version_that_does_not_start_says_so_with_its_log(small: Preview) -> None:
    small.files["app.py"] = b"import nothing_of_that_name"
    answer = small.get("/")
    assert answer.ending == Ending.ERROR
    assert "did not start: it ended before it answered its health check (exit code 1)" in answer.message
    assert "nothing_of_that_name" in answer.shown["log"]
    small.files["app.py"] = SMALL
    assert shown(small.get("/")).text == "version 1"


def test_the_labs_own_version_not_starting_is_our_fault(small: Preview) -> None:
    small.files["app.py"] = b"raise SystemExit(1)"
    with pytest.raises(PlatformError, match="lab's own version"):
        small.get("/", version="original")


def test_an_app_that_never_answers_its_health_check_is_ended() -> None:
    silent = b"import time\ntime.sleep(1000)"
    with opened("process", app_of(silent), bounds=Bounds(ready=1.0)) as preview:
        answer = preview.get("/")
        assert answer.ending == Ending.ERROR
        assert "gave no healthy answer at /healthz within 1 s" in answer.message
        cancelled = preview.get("/", unwanted=lambda: True)
        assert (cancelled.ending, cancelled.message) == (Ending.CANCELLED, told.CANCELLED)


def test_what_a_measurement_displaced_is_started_again_and_that_is_said(small: Preview) -> None:
    small.get("/")
    small.pod.aside()
    assert small.pod._pod is None
    again = small.get("/")
    assert shown(again).text == "version 1"
    assert again.shown["before"] == [told.SET_ASIDE]
    small.pod.aside()
    small.pod.aside()


def test_a_database_that_ended_is_made_anew(bookshop: Preview) -> None:
    bookshop.get("/books")
    database = bookshop.pod._database
    assert database is not None
    database.kill()
    while database.end() is None:
        pass
    again = bookshop.get("/books")
    assert shown(again).status == "200 OK"
    assert told.FRESH_DATABASE in again.shown["before"]
