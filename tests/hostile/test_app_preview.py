"""An app that attacks or overloads its preview: each answer ends as said, what is shown of it is harmless, and the
worker stays small."""

import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from perfgym.appview import page
from perfgym.appview.bounds import Bounds
from perfgym.appview.inside.tags import TAGS, allowed
from perfgym.sittings.answer import Answer, Ending
from tests.appview.app_pods import Preview, app_of, opened, shown
from tests.appview.test_app_page import Parsed

APP = Path(__file__).parent / "preview" / "app.py"
BOUNDS = Bounds(request=3.0, extra=3.0, ready=30.0, grace=10.0)
GRACE = 40.0  # seconds that a busy machine may take beyond the bounds
GROWTH = 60 << 20  # bytes that this process, which plays the worker, may grow by
SHOWN = 2_500_000  # characters that what is kept of a request may take
OWN = "/labs/a-lab/app/follow/"
DONE, ERROR, LIMIT = Ending.DONE, Ending.ERROR, Ending.LIMIT
ENDS = {
    "/headers": (ERROR, "more than 100 headers"),
    "/long-header": (ERROR, "longer than 64 KB"),
    "/inject": (DONE, "200 OK"),
    "/loop": (ERROR, "redirected more than 5 times"),
    "/twice": (DONE, "200 OK"),
    "/out": (DONE, "out of itself, to http://evil.example/"),
    "/out-port": (DONE, "out of itself, to http://127.0.0.1:1/"),
    "/out-scheme": (DONE, "out of itself, to javascript:alert(1)"),
    "/out-user": (DONE, "out of itself, to //127.0.0.1@evil.example/"),
    "/page": (DONE, "hello"),
    "/not-a-picture": (DONE, "no picture of a kind"),
    "/a-picture": (DONE, "data:image/png"),
    "/not-json": (DONE, "says that it is JSON, and is not"),
    "/no-type": (DONE, "does not say what type"),
    "/svg": (DONE, "no picture of a kind"),
    "/text": (DONE, "200 OK"),
    "/odd-charset": (DONE, "does not know the encoding"),
    "/latin": (DONE, "are no valid UTF-8"),
    "/nul": (DONE, "200 OK"),
    "/nul-page": (DONE, "200 OK"),
    "/bomb": (DONE, "larger than the 2 MB"),
    "/not-packed": (DONE, "says that it is packed as gzip, and is not"),
    "/odd-packing": (DONE, "does not unpack"),
    "/short": (ERROR, "broke its answer off"),
    "/nothing": (ERROR, "could not be read"),
    "/garbage": (ERROR, "could not be read"),
    "/odd-status": (DONE, "999 <b>odd</b>"),
    "/bad-chunk": (ERROR, ""),
    "/json-deep": (DONE, "says that it is JSON, and is not"),
    "/deep": (DONE, "larger than what the preview shows"),
    "/tangled": (DONE, "larger than what the preview shows"),
    "/declarations": (DONE, ""),
    "/unended": (DONE, ""),
    "/attributes": (DONE, ""),
    "/entities": (DONE, ""),
    "/pictures": (DONE, "pictures are not shown"),
    "/huge": (DONE, "larger than 4 MB"),
    "/forever": (LIMIT, "had not ended after 3 s"),
    "/forever-headers": (ERROR, "more than 100 headers"),
    "/forever-line": (LIMIT, "had not ended after 3 s"),
    "/forever-continue": (LIMIT, "had not ended after 3 s"),
    "/hang": (LIMIT, "had not ended after 3 s"),
    "/die": (ERROR, "ended while it was asked (exit code 3)"),
    "/grow": (ERROR, "memory limit of 512 MiB"),
}


@pytest.fixture(scope="module")
def preview() -> Iterator[Preview]:
    with opened("process", app_of(APP.read_bytes()), bounds=BOUNDS, run="hostile") as found:
        yield found


def told(answer: Answer) -> str:
    """All that the page says."""
    found = shown(answer)
    return " ".join([answer.message, found.status, *found.notes, found.document, found.text])


def harmless(document: str) -> None:
    """Nothing in it but what was meant to be, and no way out."""
    parsed = Parsed(document)
    head = {"html", "head", "meta", "style", "body"}
    for tag, values in parsed.elements:
        assert tag in TAGS | head
        own = {"disabled"} | {"a": {"href"}, "img": {"src"}, "meta": {"charset", "http-equiv", "content", "name"}}.get(
            tag, set()
        )
        assert all(name in own or allowed(tag, name) for name in values), (tag, values)
    assert all((values.get("href") or OWN).startswith(OWN) for values in parsed.named("a"))
    assert all((values.get("src") or "data:image/png").startswith("data:image/png") for values in parsed.named("img"))
    assert [values["content"] for values in parsed.named("meta") if "http-equiv" in values] == [page.POLICY]
    assert document.count("</style>") == document.count("<style>")


@pytest.mark.parametrize("path", ENDS)
def test_an_answer_ends_as_said_and_what_is_shown_is_harmless(preview: Preview, path: str) -> None:
    ending, says = ENDS[path]
    start = time.monotonic()
    answer = preview.get(path)
    assert time.monotonic() - start < BOUNDS.request + BOUNDS.extra + BOUNDS.grace + GRACE
    assert answer.ending == ending, (answer.message, answer.shown.get("error"))
    assert says in told(answer)
    assert len(str(dict(answer.shown))) < SHOWN
    if document := shown(answer).document:
        harmless(document)
    assert preview.get("/healthz").ending == DONE


def test_what_a_page_keeps_is_what_it_shows(preview: Preview) -> None:
    found = shown(preview.get("/page"))
    for gone in ("<script", "<iframe", "<svg", "<math", "formaction", '="javascript:'):
        assert gone not in found.document.replace("<script>alert(13)", ""), gone
    assert ".x{color:red}" in found.document
    assert found.document.count("data:image/png") == 1
    assert "3 scripts do not run." in found.notes


def test_the_worker_stays_small(preview: Preview) -> None:
    preview.get("/page")
    process = psutil.Process()
    before = process.memory_info().rss
    for path in ("/huge", "/bomb", "/deep", "/pictures", "/long-header", "/entities"):
        preview.get(path)
    assert process.memory_info().rss - before < GROWTH


@pytest.mark.docker
def test_in_a_container_it_is_the_same() -> None:
    with opened("docker", app_of(APP.read_bytes()), bounds=BOUNDS, run="hostile-docker") as found:
        for path in ("/page", "/huge", "/die", "/hang", "/grow"):
            ending, says = ENDS[path]
            answer = found.get(path)
            assert answer.ending == ending, (path, answer.message)
            assert says in told(answer)
        assert found.get("/healthz").ending == DONE
