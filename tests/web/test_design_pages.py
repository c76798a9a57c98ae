"""The pages that show each part: for staff, complete, and of the parts that pages really use."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.test import Client

from perfgym.web.design import PARTS, Part
from tests import factories
from tests.web.tokens import PLATFORM

TEMPLATES = PLATFORM / "web/templates/web"


@pytest.fixture
def staff() -> Client:
    client = Client()
    client.force_login(factories.person(staff=True))
    return client


@pytest.mark.servers
@pytest.mark.django_db
@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_each_part_has_a_page_that_the_list_leads_to(staff: Client, part: Part) -> None:
    assert f'href="/design/{part.name}/"' in staff.get("/design/").content.decode()
    html = staff.get(f"/design/{part.name}/").content.decode()
    assert f"<h1>{part.title}</h1>" in html


@pytest.mark.parametrize("path", sorted((TEMPLATES / "parts").glob("*.html")), ids=lambda path: path.stem)
def test_every_part_is_shown(path: Path) -> None:
    shown = "".join(page.read_text() for page in (TEMPLATES / "design").glob("*.html"))
    nested = "".join((TEMPLATES / "parts" / name).read_text() for name in ("chart.html", "fields.html", "turn.html"))
    assert uses(path.stem, shown + nested)


def uses(name: str, text: str) -> bool:
    return f"web/parts/{name}.html" in text or re.search(rf"{{% {name}\b", text) is not None


def test_what_is_in_a_block_is_escaped_like_the_page_around_it() -> None:
    text = "{% load parts %}{% note 'warn' %}{{ word }}{% endnote %}{% region label %}x{% endregion %}"
    html = Template(text).render(Context({"word": "<b>", "label": '"><b>'}))
    assert "<b>" not in html
    assert "note-warn" in html


def test_a_note_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(TemplateSyntaxError, match="not 'loud'"):
        Template("{% load parts %}{% note 'loud' %}x{% endnote %}").render(Context())
