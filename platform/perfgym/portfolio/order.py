"""The order of a portfolio, which its owner chooses. A new entry comes first."""

from django.db import models, transaction

from perfgym.accounts.models import Person
from perfgym.portfolio.models import Entry


class Way(models.TextChoices):
    """Where an entry is moved to."""

    FIRST = "first", "to the top"
    UP = "up", "up"
    DOWN = "down", "down"
    LAST = "last", "to the end"


def move(entry: Entry, way: Way) -> int:
    """Move an entry; its place after that, counted from 1. At an end nothing happens."""
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=entry.owner_id)
        entries = list(Entry.objects.filter(owner=entry.owner_id).in_order().only("pk", "place"))
        at = next(index for index, one in enumerate(entries) if one.pk == entry.pk)
        to = {Way.FIRST: 0, Way.UP: max(0, at - 1), Way.DOWN: at + 1, Way.LAST: len(entries)}[way]
        entries.insert(to, entries.pop(at))
        _number(entries)
        return min(to, len(entries) - 1) + 1


def _number(entries: list[Entry]) -> None:
    """The first has the highest place, so that a new one needs no other moved."""
    moved = []
    for place, entry in zip(range(len(entries), 0, -1), entries, strict=True):
        if entry.place != place:
            entry.place = place
            moved.append(entry)
    Entry.objects.bulk_update(moved, ["place"])
