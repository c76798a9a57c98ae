"""What the page says of a visit: how it ended, its times, its headers, and what the answer was."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from perfgym.appview import page
from perfgym.appview.visit import Visit

LEFT_OUT = {
    "script": ("script does not run", "scripts do not run"),
    "svg": ("drawing (SVG) is left out", "drawings (SVG) are left out"),
    "iframe": ("frame is left out", "frames are left out"),
    "form": ("form is shown, but sends nothing", "forms are shown, but send nothing"),
    "refresh": ("request to load another page by itself is not followed", "requests to load another page by themselves "
                "are not followed"),
    "img": ("picture is not shown", "pictures are not shown"),
    "sheet": ("style sheet is left out or cut", "style sheets are left out or cut"),
}  # fmt: skip
OTHERS = (
    "other element that runs or loads something is left out",
    "other elements that run or load something are left out",
)
REST = "The page is larger than what the preview shows of one; its end is left out."
FORMS = "To try a form, type the address that it leads to, such as /search?q=map."
ELSEWHERE = "What the app answered is no longer kept; ask again to see it."
KINDS = {"bytes": "The answer is neither text nor a picture that the preview shows.", "none": "The answer has no body."}


@dataclass(frozen=True)
class Shown:
    """A visit as the page has it. `document` is for the frame, `text` for reading."""

    visit: Visit
    document: str
    text: str
    kind: str
    facts: Mapping[str, Any]
    headers: list[tuple[str, str]]
    hops: list[Mapping[str, Any]]
    notes: list[str]
    log: str

    @classmethod
    def of(cls, visit: Visit) -> "Shown":
        found = visit.shown or {}
        kind = str(found.get("kind", ""))
        return cls(
            visit=visit,
            document=_document(visit, kind, found),
            text=str(found.get("text", "")),
            kind=kind,
            facts=found,
            headers=[(str(name), str(value)) for name, value in found.get("headers", [])],
            hops=list(found.get("hops", [])),
            notes=list(_notes(visit, found)),
            log=str(found.get("log", "")),
        )

    @property
    def status(self) -> str:
        """`404 Not Found`; in the app's own words where it has them."""
        code = int(self.facts.get("status") or 0)
        if not code:
            return ""
        known = HTTPStatus(code).phrase if code in {each.value for each in HTTPStatus} else ""
        return f"{code} {self.facts.get('reason') or known}".strip()

    @property
    def said(self) -> str:
        """What came, in a line for who does not see the page."""
        return self.visit.message or ", ".join(filter(None, (self.status, self.ms, self.size)))

    @property
    def ms(self) -> str:
        return time(self.facts["ms"]) if self.facts.get("status") else ""

    @property
    def first_ms(self) -> str:
        return time(self.facts["first_ms"]) if self.facts.get("first_ms") else ""

    @property
    def size(self) -> str:
        size = int(self.facts.get("size") or 0)
        more = "" if self.facts.get("whole", True) else "more than "
        return f"{more}{size:,} bytes" if size < 10_000 else f"{more}{size / 1000:,.0f} kB"


def time(ms: float) -> str:
    return f"{ms / 1000:.2f} s" if ms >= 1000 else f"{ms:.2f} ms" if ms < 10 else f"{ms:.0f} ms"


def _document(visit: Visit, kind: str, found: Mapping[str, Any]) -> str:
    if kind == "picture":
        return page.picture(found.get("pictures", []))
    if kind != "page":
        return ""
    return page.document(found.get("page", {}), found.get("pictures", []), visit.session.links())


def _notes(visit: Visit, found: Mapping[str, Any]) -> Iterator[str]:
    if not found and not visit.is_open and not visit.message:
        yield ELSEWHERE
    yield from map(str, found.get("before", []))
    if outward := found.get("outward"):
        yield f"The app redirects out of itself, to {outward}. The preview does not go there."
    if (kind := KINDS.get(str(found.get("kind")))) and visit.method == "GET":
        yield kind
    yield from map(str, found.get("notes", []))
    yield from _left_out(found.get("page", {}).get("left_out", {}))
    if more := found.get("more_headers"):
        yield f"{more} headers more are not shown."


def _left_out(counts: Mapping[str, int]) -> Iterator[str]:
    others = sum(count for name, count in counts.items() if name not in LEFT_OUT and name != "rest")
    for name, (one, several) in {**LEFT_OUT, "others": OTHERS}.items():
        if count := counts.get(name, 0) if name != "others" else others:
            yield f"{count} {one if count == 1 else several}.{f' {FORMS}' if name == 'form' else ''}"
    if counts.get("rest"):
        yield REST
