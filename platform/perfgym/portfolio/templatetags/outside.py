"""What a page of a portfolio says of itself to other sites and on paper."""

from datetime import datetime
from typing import Any

from django import template
from django.http import HttpRequest

register = template.Library()
MOST = 200  # characters of a description; search engines show fewer


@register.inclusion_tag("portfolio/linkcard.html", takes_context=True)
def link_card(context: dict[str, Any], title: str, description: str, picture: str) -> dict[str, Any]:
    """For the head of a public page: its address, and how a link to it looks elsewhere (Open Graph, ogp.me).

    `picture`: the address of its picture on this site.
    """
    request: HttpRequest = context["request"]
    return {
        "title": title,
        "description": description if len(description) <= MOST else f"{description[: MOST - 1].rstrip()}…",
        "address": request.build_absolute_uri(request.path),
        "picture": request.build_absolute_uri(picture),
    }


@register.inclusion_tag("portfolio/aspdf.html")
def as_pdf() -> dict[str, Any]:
    """How to have the page as a PDF: a browser makes it."""
    return {}


@register.inclusion_tag("portfolio/onpaper.html", takes_context=True)
def on_paper(context: dict[str, Any], who: str, when: datetime) -> dict[str, Any]:
    """The first line on paper: whose page this is, of when, and where it can be checked."""
    request: HttpRequest = context["request"]
    return {"who": who, "when": when, "address": request.build_absolute_uri()}
