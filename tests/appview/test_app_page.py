"""The document for the frame holds nothing that runs, loads or leads away, whatever the pod says."""

import base64
from html.parser import HTMLParser
from typing import Any

import pytest

from perfgym.appview import page
from perfgym.appview.inside.tags import TAGS

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


class Parsed(HTMLParser):
    """Every element with its attributes, and what is open at the end."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def named(self, name: str) -> list[dict[str, str | None]]:
        return [values for tag, values in self.elements if tag == name]


def made(*nodes: Any, pictures: Any = (), body: Any = None) -> str:
    return page.document({"nodes": list(nodes), "body": body or {}}, pictures, lambda path: f"/follow/?path={path}")


def encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


@pytest.mark.parametrize(
    "tag",
    ["script", "iframe", "object", "embed", "svg", "math", "base", "meta", "link", "SCRIPT", "a b", "a/", "style x"],
)
def test_elements_that_do_something_are_dropped(tag: str) -> None:
    document = made([tag, {"src": "/x", "href": "/x"}], "text", [f"/{tag}"])
    assert f"<{tag}" not in document.partition("</head>")[2]
    assert "text" in document


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("p", "onclick"), ("img", "src"), ("img", "srcset"), ("a", "href"), ("a", "target"), ("a", "download"),
        ("a", "ping"), ("form", "action"), ("button", "formaction"), ("input", "src"), ("table", "background"),
        ("p", 'x" onclick="y'), ("p", "xmlns"), ("blockquote", "cite"), ("p", "autofocus"), ("p", "accesskey"),
        ("p", "tabindex"), ("p", "contenteditable"),
    ],
)  # fmt: skip
def test_attributes_that_do_something_are_dropped(tag: str, name: str) -> None:
    document = Parsed(made([tag, {name: "/x", "class": "kept"}]))
    (values,) = document.named(tag)
    assert set(values) <= {"class", "disabled"}


def test_text_and_values_are_escaped() -> None:
    odd = "\"'><script>alert(1)</script>&amp;"
    document = made(odd, ["p", {"title": odd, "style": odd}], odd, body={"class": odd})
    assert "<script" not in document
    assert Parsed(document).named("p")[0] == {"title": odd, "style": odd}


def test_a_style_sheet_cannot_end_its_element() -> None:
    document = made(["style", "p{color:red}</style><script>x</script></STYLE >"], "text")
    assert Parsed(document).named("script") == []
    assert "p{color:red}" in document


def test_links_lead_to_the_preview_only() -> None:
    document = Parsed(made(["a", {"go": "/books?a=1&b=2"}], "books", ["/a"], ["a", {"go": ["x"]}], "none"))
    assert [values.get("href") for values in document.named("a")] == ["/follow/?path=/books?a=1&b=2", None]


def test_pictures_are_what_their_first_bytes_say() -> None:
    said = [
        {"from": "/a", "type": "image/svg+xml", "data": encoded(PNG)},
        {"from": "/b", "type": "image/png", "data": encoded(b"<svg onload=x>")},
        {"from": "/c", "type": "image/png", "data": "not base64"},
        {"from": "/d", "type": "image/png", "data": encoded(PNG + bytes(200_000))},
        {"type": "image/png"},
        None,
    ]
    nodes = [["img", {"from": f"/{name}", "alt": name}] for name in "abcde"]
    sources = [values.get("src") for values in Parsed(made(*nodes, pictures=said)).named("img")]
    assert sources == [f"data:image/png;base64,{encoded(PNG)}", None, None, None, None]


def test_fields_are_switched_off() -> None:
    nodes = [[tag, {"type": "file"}] for tag in ("input", "button", "select", "textarea")]
    document = Parsed(made(*nodes))
    for tag in ("input", "button", "select", "textarea"):
        assert "disabled" in document.named(tag)[0]
    assert document.named("input")[0]["type"] == "text"


@pytest.mark.parametrize(
    "nodes",
    [
        None,
        7,
        "text",
        {"a": 1},
        [None, 7, [], [[]], ["p"], ["p", "x"], ["p", None], [1, {}], ["/p"], ["style", 3], {"p": 1}],
    ],
)
def test_what_is_no_page_makes_an_empty_one(nodes: Any) -> None:
    document = page.document({"nodes": nodes, "body": nodes}, [], str)
    assert document.endswith("</body></html>")
    assert document.count("<body>") == 1


def test_what_is_open_is_closed_and_nothing_grows_without_end() -> None:
    deep = made(*[["div", {}]] * 5000, "text", *[["/span"]] * 10)
    assert deep.count("<div>") == deep.count("</div>") == page.DEPTH
    formatted = made(*[each for number in range(3000) for each in (["b", {"id": str(number)}], ["p", {}])])
    assert formatted.count("<b ") <= page.FORMATTED
    assert made(*["x"] * 50_000).count("x") <= page.NODES + 100


def test_the_document_has_a_policy_of_its_own() -> None:
    policies = [values["content"] for values in Parsed(made()).named("meta") if "http-equiv" in values]
    assert policies == [page.POLICY]
    assert "default-src 'none'" in page.POLICY
    assert {"script", "iframe", "base", "meta", "link", "object", "embed", "svg"} & TAGS == set()
