"""People's own Markdown in templates: {{ entry.words|markdown }}."""

from django import template
from django.utils.safestring import SafeString

from perfgym.web.text import render

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    return render(text)
