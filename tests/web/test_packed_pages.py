"""A large page travels packed; small pages, streams and archives travel as they are."""

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from perfgym.web.packed import FROM, PackedPages
from tests import factories

TAKES = {"Accept-Encoding": "gzip, deflate, br"}
LARGE = "<p>a word</p>" * FROM


def sent(response: HttpResponse | StreamingHttpResponse) -> HttpResponse:
    return PackedPages(lambda _: response)(RequestFactory().get("/", headers=TAKES))  # type: ignore[arg-type]


def test_a_large_page_is_packed() -> None:
    answer = sent(HttpResponse(LARGE))
    assert answer["Content-Encoding"] == "gzip"
    assert gzip.decompress(answer.content).decode() == LARGE


@pytest.mark.parametrize(
    "response",
    [
        HttpResponse("<p>short</p>"),
        HttpResponse(LARGE, content_type="application/zip"),
        StreamingHttpResponse([b"data: x\n\n" * FROM], content_type="text/event-stream"),
    ],
    ids=["a small page", "an archive", "a stream"],
)
def test_the_rest_is_sent_as_it_is(response: HttpResponse) -> None:
    assert "Content-Encoding" not in sent(response)


@pytest.mark.servers
@pytest.mark.django_db
def test_the_page_of_a_long_comparison_is_packed() -> None:
    owner = factories.person()
    client = Client()
    client.force_login(owner)
    answer = client.get(factories.finished_run(owner, pairs=300).get_absolute_url(), headers=TAKES)
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 30 * 1024
    assert b"faster, certain between" in gzip.decompress(answer.content)
