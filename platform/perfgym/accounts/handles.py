"""Handles: the part of a public address that names a person."""

from itertools import count
from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify


def free_handle(username: str, taken: "QuerySet[Any, str]") -> str:
    """A slug made from the name; with -2, -3, ... behind it when that is another person's already."""
    stem = slugify(username)[:50].strip("-") or "person"
    used = set(taken.filter(handle__startswith=stem))
    if stem not in used:
        return stem
    return next(handle for n in count(2) if (handle := f"{stem}-{n}") not in used)
