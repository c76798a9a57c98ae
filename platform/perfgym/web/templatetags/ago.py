"""How long ago something was: {{ version.at|ago }}."""

from datetime import datetime, timedelta

from django import template
from django.utils import timezone
from django.utils.timesince import timesince

register = template.Library()


@register.filter
def ago(at: datetime) -> str:
    """ "just now" within a minute, then "3 minutes ago"."""
    return "just now" if timezone.now() - at < timedelta(minutes=1) else f"{timesince(at, depth=1)} ago"
