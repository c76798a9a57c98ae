"""What a person has measured in all labs, for a lab that is about that."""

from collections.abc import Iterator, Mapping
from functools import cached_property

from django.db.models import Max

from perfgym.accounts.models import Person
from perfgym.catalog import library
from perfgym.checks.evidence import Evidence
from perfgym.runs import own
from perfgym.runs.models import Run


class Labs(Mapping[str, Evidence]):
    """Title of a lab -> this person's evidence from it, read when asked for; labs with a judged comparison only."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self._read: dict[str, Evidence] = {}

    @cached_property
    def _slugs(self) -> Mapping[str, str]:
        """Slug by title, that of the latest comparison first."""
        judged = Run.objects.own(self._person).judged().filter(result__has_key="ratio")
        latest = judged.values("lab").annotate(last=Max("finished_at")).order_by("-last", "lab")
        labs = library.default().labs
        return {labs[slug].title: slug for slug in latest.values_list("lab", flat=True) if slug in labs}

    def __getitem__(self, title: str) -> Evidence:
        if title not in self._read:
            self._read[title] = own.evidence(self._person, self._slugs[title])
        return self._read[title]

    def __iter__(self) -> Iterator[str]:
        return iter(self._slugs)

    def __len__(self) -> int:
        return len(self._slugs)
