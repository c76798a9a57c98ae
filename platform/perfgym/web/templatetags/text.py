"""People's own Markdown in templates: {{ story.task|markdown }}."""

from django import template
from django.utils.safestring import SafeString

from perfgym.checks.texts.marked import VOICES
from perfgym.web.text import marks, render

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    return render(text)


@register.filter
def marked(text: str, voice: str) -> SafeString:
    """Markdown whose numbers are marked: {{ piece.text|marked:"reader" }}; the voice is one of VOICES."""
    return render(text, marks(VOICES[voice]))
