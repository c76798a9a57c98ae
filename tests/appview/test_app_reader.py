"""What the process in the pod makes of a page: a list of text, starts and ends, and where links lead."""

from collections.abc import Iterator
from typing import Any

import pytest

from perfgym.appview.inside import address, body
from perfgym.appview.inside.fetch import Answer
from perfgym.appview.inside.page import NODES, Reader


@pytest.fixture(autouse=True)
def _port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_PORT", "8000")


def read(text: str, path: str = "/books/7?x=1") -> Reader:
    reader = Reader(path)
    reader.read(text)
    return reader


def links(text: str) -> Iterator[Any]:
    return (node[1].get("go") for node in read(text).nodes if isinstance(node, list) and node[0] == "a")


def test_a_page_is_text_starts_and_ends() -> None:
    found = read(
        '<!doctype html><title>T &amp; U</title><p class="x" onclick="y">a &lt; b<br></p><script>no()</script>'
    )
    assert found.nodes == [["p", {"class": "x"}], "a < b", ["br", {}], ["/p"]]
    assert (found.title, found.left_out["script"]) == ("T & U", 1)


@pytest.mark.parametrize(
    ("href", "leads"),
    [
        ("8", "/books/8"), ("/authors/1", "/authors/1"), ("?page=2", "/books/7?page=2"), ("../x y", "/x%20y"),
        ("http://127.0.0.1:8000/a", "/a"), ("http://localhost:8000", "/"), ("//127.0.0.1:8000/b?c#d", "/b?c"),
        ("#top", None), ("https://127.0.0.1:8000/", None), ("http://127.0.0.1:9/", None), ("//evil.example/", None),
        ("http://evil.example@127.0.0.1:8000/", None), ("javascript:alert(1)", None), (" java\nscript:x", None),
        ("data:text/html,x", None), ("mailto:a@b.c", None), ("http://[", None), ("http://127.0.0.1:x/", None),
        ("/" + "a" * 3000, None), ("/é?ü=ö", "/%C3%A9?%C3%BC=%C3%B6"), ("/a%2fb", "/a%2fb"),
    ],
)  # fmt: skip
def test_links_that_stay_within_the_app_have_a_path(href: str, leads: str | None) -> None:
    assert list(links(f'<a href="{href}">x</a>')) == [leads]


def test_a_base_moves_relative_links_within_the_app_only() -> None:
    assert list(links('<base href="/shop/"><a href="x">x</a>')) == ["/shop/x"]
    assert list(links('<base href="http://evil.example/"><a href="x">x</a>')) == ["/books/x"]


def test_what_is_dropped_goes_with_all_that_is_in_it() -> None:
    found = read("<svg><a href='/x'>in</a><svg></svg></svg>after<iframe>in</iframe><svg/>last<embed>very last")
    assert [node for node in found.nodes if isinstance(node, str)] == ["after", "last", "very last"]
    assert dict(found.left_out) == {"svg": 2, "iframe": 1, "embed": 1}


def test_pictures_and_sheets_are_asked_for_where_they_are_the_apps() -> None:
    found = read(
        '<link rel="Stylesheet" href="/a.css"><link rel=stylesheet href="//evil.example/b.css"><img src="c.png">'
        '<img src="https://evil.example/d.png"><img src="data:image/png;base64,AAAA"><img>'
    )
    assert found.nodes[0] == ["sheet", "/a.css"]
    assert [node[1]["from"] for node in found.nodes[1:]] == ["/books/c.png", "", "data:0", ""]
    assert found.inline == {"data:0": "data:image/png;base64,AAAA"}


def test_a_page_that_loads_another_by_itself_is_counted() -> None:
    assert read('<meta http-equiv="Refresh" content="0; url=http://evil.example">').left_out["refresh"] == 1


def test_a_page_is_read_as_far_as_it_fits() -> None:
    found = read("<p>x</p>" * 100_000)
    assert (len(found.nodes), found.left_out["rest"]) == (NODES, 1)
    assert read(f"<p>{'x' * 2_000_000}").left_out["rest"] == 1


def test_control_characters_do_not_get_through() -> None:
    assert read("<p title='a\x01b'>c\x00d\x1be\tf\n").nodes == [["p", {"title": "ab"}], "cde\tf\n"]


@pytest.mark.parametrize(
    ("charset", "content", "text"),
    [
        ("", "é".encode(), "é"), ("latin-1", b"\xe9\x80", "é€"), ("utf-8", b"\xe9", "\ufffd"), ("zlib", b"x", "x"),
        ("unicode_escape", b"\\u0041", "\\u0041"),
        ("", b"<meta charset='windows-1252'>\x80", "<meta charset='windows-1252'>€"),
        ("utf-16", "hé".encode("utf-16"), "hé"),
    ],
)  # fmt: skip
def test_text_is_decoded_by_a_known_charset(charset: str, content: bytes, text: str) -> None:
    assert body.text(content, charset, []) == text


def test_a_packed_body_is_unpacked_up_to_its_cap() -> None:
    import gzip

    notes: list[str] = []
    answer = Answer("/", headers=[("Content-Encoding", "gzip")], body=gzip.compress(bytes(50_000_000)))
    assert len(body.unpacked(answer, notes)) == body.UNPACKED_BYTES
    assert "larger than the 2 MB" in notes[-1]
    assert body.unpacked(Answer("/", headers=[("content-encoding", "br")], body=b"x"), notes) == b""
    assert body.unpacked(Answer("/", headers=[("content-encoding", "gzip")], body=b"plain"), notes) == b"plain"


def test_json_is_pretty_and_what_only_says_so_is_none() -> None:
    assert body.pretty('{"b":[1,{"é":null}]}') == '{\n  "b": [\n    1,\n    {\n      "é": null\n    }\n  ]\n}'
    assert body.pretty("[" * 100_000) is None
    assert body.pretty("9" * 10_000) is None
    assert body.pretty("<p>") is None


def test_the_port_is_the_pods() -> None:
    assert address.port() == 8000
