"""Which pages are looked at, and as whom: every page of the access table, once for each form that it takes."""

from dataclasses import dataclass
from html.parser import HTMLParser

from perfgym.web.design import PARTS
from tests.access.rows import Row
from tests.browser.matrix.stage import Stage

LETTERS = "AOLIS"  # anonymous, owner, another learner, instructor, staff: who may see different things
STATES = (  # what no row of the table can say: an address that is nowhere, a filter that fits nothing
    ("A", "/nothing-here/"),
    ("A", "/labs/?level=advanced&skill=S1"),
    ("O", "/labs/<lab>/work/?step=4"),
    ("O", "/runs/<long>/"),  # 600 pairs, as a real comparison has
    ("A", "/p/<handle>/<rich>/"),  # an entry with everything that it can have
    ("O", "/portfolio/<rich_entry>/"),
    *(("S", f"/design/{part.name}/") for part in PARTS if part.name != "note"),
)


@dataclass(frozen=True)
class Visit:
    letter: str
    address: str

    @property
    def name(self) -> str:
        """For a file: "labs-work as O"."""
        return f"{self.address.strip('/').replace('/', '-').replace('?', '-') or 'home'} as {self.letter}"


def of(row: Row, stage: Stage) -> list[Visit]:
    """One visit for each form that the page has for those who may see it."""
    address = stage.address(row.at)
    letters = [letter for letter in LETTERS if row.statuses.get(("GET", letter)) == 200] or [row.let_in("GET")[0]]
    forms: dict[tuple[str, ...], Visit] = {}
    for letter in letters:
        forms.setdefault(form(stage.html(letter, address)), Visit(letter, address))
    return list(forms.values())


def form(html: str) -> tuple[str, ...]:
    """The elements of a page's main part with their classes: what decides how it is laid out."""
    return tuple(_Form(html).elements)


class _Form(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self._inside = False
        self.feed(html)
        assert "<html" in html, "only a part of a page: its row in tests/access/table.yaml says `shows: part`"

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = self._inside or tag == "main"
        if self._inside:
            self.elements.append(f"{tag} {dict(attrs).get('class') or ''}")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "main"
