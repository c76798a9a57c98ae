"""The parts that pages are made of, each on a page of its own with its states: for who builds pages, so for staff."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from perfgym.accounts.models import Person
from perfgym.charts import Table, distribution, pair_strip
from perfgym.charts.distribution import Curve
from perfgym.web import example


@dataclass(frozen=True)
class Part:
    """One of them; `name` is that of its template and in its address."""

    name: str
    title: str
    means: str


PARTS = (
    Part("type", "Type", "One scale of sizes; figures are monospaced."),
    Part("colours", "Colours", "Paper, ink and one colour, which means “after”."),
    Part("note", "Note", "Something to know beside the text: plain, caution, or what went wrong."),
    Part("empty", "Empty state", "In place of an empty list: what would be here, and what to do."),
    Part("figures", "Figures", "Numbers in a row, with units, before and after."),
    Part("table", "Table", "Hairlines; a wide one scrolls inside itself, by keyboard too."),
    Part("chart", "Chart", "A picture with a caption, and its numbers as a table."),
    Part("progress", "Progress", "What long work is doing, how far it is, how long it should take."),
    Part("tags", "Tags", "Short facts of a row."),
    Part("fields", "Fields", "A label above, help and errors below."),
    Part("dialog", "Dialog", "A question over the page; Escape closes it."),
    Part("rubric", "Rubric", "What a reviewer reads a piece of work by, with points."),
    Part("crumbs", "Where this is", "Links to what is above a page."),
    Part("actions", "Actions", "What one can do next; at most one is teal."),
    Part("turn", "Back and next", "Between the parts of something long."),
)
COLOURS = (
    ("paper", "the ground"), ("panel", "what one acts on"), ("code", "code"), ("ink", "text"), ("ink-2", "beside text"),
    ("ink-3", "line numbers"), ("edge", "lines that mean something"), ("rule-2", "hairlines"), ("before", "before"),
    ("after", "after"), ("warn", "caution"), ("bad", "what went wrong"),
)  # fmt: skip
FIGURES = (
    {"label": "median latency", "change": "142 → 59 ms"},
    {"label": "queries a request", "change": "51 → 1"},
    {"label": "CPU a request", "change": "38 → 14 ms"},
)
RUBRIC = (
    {"title": "Answer first", "points": 4, "about": "The first sentence says what was gained and what to do."},
    {"title": "Honest", "points": 3, "about": "How sure it is, and what it costs, stand beside the gain."},
)
BY_REQUEST = Table(
    ("request", "pairs", "median before", "median after"),
    [("GET /books", "982", "142 ms", "59 ms"), ("POST /books/[id]/reviews", "122", "18.2 ms", "18.1 ms")],
)


@login_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    _for_staff(request)
    return render(request, "web/design/index.html", {"parts": PARTS})


@login_required
@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    _for_staff(request)
    at = next((at for at, part in enumerate(PARTS) if part.name == name), None)
    if at is None:
        raise Http404
    context = {"part": PARTS[at], "back": _link(at - 1), "next": _link(at + 1), **CONTENT.get(name, dict)()}
    return render(request, f"web/design/{name}.html", context)


def _for_staff(request: HttpRequest) -> None:
    if not cast(Person, request.user).is_staff:
        raise Http404


def _link(at: int) -> tuple[str, str] | None:
    if not 0 <= at < len(PARTS):
        return None
    return reverse("design_part", args=[PARTS[at].name]), PARTS[at].title


class ExampleForm(forms.Form):
    """A field of each kind, one of them wrong."""

    name = forms.CharField(max_length=40, help_text="As others read it.")
    email = forms.EmailField(required=False)
    visibility = forms.ChoiceField(choices=[("private", "only I"), ("public", "anyone")])
    words = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), required=False)


def _charts() -> dict[str, Any]:
    before = [100 + 7.0 * at for at in range(40)]
    after = [value * example.RATIO for value in before]
    curves = [Curve("before", "before", before), Curve("after", "after", after)]
    return {
        "strip": pair_strip(example.RATIOS, example.LOW, example.HIGH, example.RATIO),
        "distribution": distribution.distribution("Share of requests answered within a time", curves),
        "distribution_table": distribution.table(curves),
        "files": reverse("design"),
    }


CONTENT: dict[str, Callable[[], dict[str, Any]]] = {
    "colours": lambda: {"colours": COLOURS},
    "figures": lambda: {"figures": FIGURES},
    "table": lambda: {"table": BY_REQUEST},
    "chart": _charts,
    "rubric": lambda: {"rubric": RUBRIC},
    "fields": lambda: {"form": ExampleForm({"name": "", "email": "no address", "visibility": "private"})},
}
