"""What every page needs so that it can be used by ear and by keyboard."""

from collections import Counter
from html.parser import HTMLParser

import pytest
from django.test import Client

from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db]
LAB = f"/labs/{factories.LAB}/"
LABELLED = {"input", "select", "textarea"}


class Outline(HTMLParser):
    """The parts of a page that carry its meaning."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.labels: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.headings: list[int] = []
        self.lang = ""
        self.without_alt = 0
        self._in_label = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.tags[tag] += 1
        self.ids += [value for name, value in attrs if name == "id" and value]
        self.lang = self.lang or (found.get("lang") or "")
        self.without_alt += tag == "img" and "alt" not in found
        if tag == "label":
            self.labels.add(found.get("for") or "")
        self._in_label = self._in_label or tag == "label"
        named = self._in_label or "aria-label" in found
        if tag in LABELLED and found.get("type") not in ("hidden", "submit") and not named:
            self.fields.append(found)
        if len(tag) == 2 and tag[0] == "h" and tag[1].isdigit():
            self.headings.append(int(tag[1]))

    def handle_endtag(self, tag: str) -> None:
        self._in_label = self._in_label and tag != "label"


def addresses() -> list[str]:
    return [
        "/",
        "/labs/",
        LAB,
        f"{LAB}work/?step=2",
        f"{LAB}files/",
        "/accounts/login/",
        "/nothing-here/",
        "/cohorts/",
        "/accounts/",
    ]


@pytest.mark.parametrize("address", addresses())
def test_a_page_has_landmarks_headings_in_order_and_a_name_for_each_field(address: str) -> None:
    client = Client()
    if address != "/accounts/login/":
        person = factories.person()
        factories.cohort(None, person)
        client.force_login(person)
    outline = Outline(client.get(address).content.decode())
    assert outline.lang == "en"
    assert outline.tags["main"] == outline.headings.count(1) == 1
    assert outline.tags["title"] >= 1
    assert outline.tags["header"] >= 1
    assert outline.without_alt == 0
    assert [name for name, number in Counter(outline.ids).items() if number > 1] == []
    nameless = [field for field in outline.fields if field.get("id") not in outline.labels]
    assert [field for field in nameless if not field.get("aria-label")] == []
    assert all(after - before <= 1 for before, after in zip(outline.headings, outline.headings[1:], strict=False))
