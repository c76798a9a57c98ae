"""The parts that pages are made of. Those that hold other content are tags with an end; /design/ shows each.

In a template: {% load parts %} {% note "warn" %}<p>No worker is here.</p>{% endnote %}, or
{% chart strip strip_table "The pair strip" %}Each dot is one request.{% endchart %}
"""

from collections.abc import Iterable, Mapping

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from perfgym.charts import Table

register = template.Library()
KINDS = ("", "warn", "bad")


@register.simple_block_tag
def note(content: SafeString, kind: str = "", role: str = "") -> SafeString:
    """Something to know beside the text; `kind`: "", "warn" for caution, "bad" for what went wrong."""
    if kind not in KINDS:
        raise template.TemplateSyntaxError(f"A note is one of {KINDS}, not {kind!r}")
    return _part("note", content, kind=kind, role=role)


@register.simple_block_tag
def vacant(content: SafeString) -> SafeString:
    """In place of a list that is empty: what would be here, and what to do so that it comes."""
    return _part("vacant", content)


@register.simple_block_tag
def region(content: SafeString, label: str) -> SafeString:
    """A wide table: it scrolls inside itself, by keyboard too."""
    return _part("region", content, label=label)


@register.simple_block_tag
def chart(
    content: SafeString, picture: str, table: Table | None = None, title: str = "", name: str = "", files: str = ""
) -> SafeString:
    """A picture as SVG text of our own, its caption, and the table behind it, whose numbers are of `title`.

    `files`: the address below which picture and numbers lie as files called `name`, where they do.
    """
    shown = mark_safe(picture)  # noqa: S308  # drawn by us from numbers
    return _part("chart", content, picture=shown, table=table, title=title, name=name, files=files)


@register.simple_block_tag
def figures(content: SafeString, rows: Iterable[Mapping[str, str]] = ()) -> SafeString:
    """Numbers in a row: `rows` of label and change, then those in the block, each a div of dt and dd."""
    return _part("figures", content, rows=rows)


@register.simple_block_tag
def crumbs(content: SafeString) -> SafeString:
    """Where one is: links to what is above, then the page itself."""
    return _part("crumbs", content)


@register.simple_block_tag
def actions(content: SafeString) -> SafeString:
    """What one can do next, the most likely first; at most one of them is `btn-go`."""
    return _part("actions", content)


@register.simple_block_tag
def dialog(content: SafeString, name: str, title: str) -> SafeString:
    """A question or a list over the page; `name` is its id, by which a script opens it."""
    return _part("dialog", content, name=name, title=title)


def _part(template_name: str, content: SafeString, **values: object) -> SafeString:
    return render_to_string(f"web/parts/{template_name}.html", {"content": content, **values})
