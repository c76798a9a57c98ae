"""Static files as an ASGI server gives them: whole, with the headers that let a browser keep and ask for parts."""

import asyncio
import gzip
from typing import Any

import pytest
from django.test import AsyncClient

pytestmark = pytest.mark.servers
FILE = "/static/web/tokens.css"


def fetched(at: str = FILE, **headers: str) -> Any:
    async def get() -> Any:
        return await AsyncClient().get(at, headers=headers)

    return asyncio.run(get())


def test_a_file_is_no_stream_and_says_how_long_it_may_be_kept() -> None:
    answer = fetched()
    assert not answer.streaming
    assert answer.status_code == 200
    assert b"--paper" in answer.content
    assert answer.headers["Content-Type"].startswith("text/css")
    assert int(answer.headers["Content-Length"]) == len(answer.content)
    assert "max-age" in answer.headers["Cache-Control"]


def test_what_the_browser_has_is_not_sent_again() -> None:
    answer = fetched(**{"If-Modified-Since": fetched().headers["Last-Modified"]})
    assert (answer.status_code, answer.content) == (304, b"")


def test_a_part_is_a_part() -> None:
    answer = fetched(Range="bytes=0-3")
    assert (answer.status_code, len(answer.content)) == (206, 4)


def test_text_is_packed_for_a_browser_that_takes_it() -> None:
    whole, packed = fetched().content, fetched(**{"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Vary"] == "Accept-Encoding"
    assert int(packed.headers["Content-Length"]) == len(packed.content) < len(whole) / 2
    assert gzip.decompress(packed.content) == whole


def test_what_is_packed_already_and_parts_are_sent_as_they_are() -> None:
    assert "Content-Encoding" not in fetched(Range="bytes=0-3", **{"Accept-Encoding": "gzip"}).headers
    font = fetched(at="/static/web/fonts/plex-mono-400.woff2", **{"Accept-Encoding": "gzip"})
    assert font.status_code == 200
    assert "Content-Encoding" not in font.headers
