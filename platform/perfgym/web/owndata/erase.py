"""The end of an account: nothing of the person stays but numbers of credentials, so that those can be revoked."""

from django.db import transaction

from perfgym.accounts.models import Person
from perfgym.appview.models import Visit
from perfgym.portfolio.models import Entry
from perfgym.runs.models import Run
from perfgym.workspaces import orphans
from perfgym.workspaces.models import Version


def erase(person: Person) -> None:
    """Delete a person and all that is theirs. Runs under way end; what they typed goes, unless others typed it too."""
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        for run in Run.objects.filter(owner=person).open():
            run.cancel()
        runs = Run.objects.filter(owner=person).values_list("snapshot", flat=True)
        kept = Version.objects.filter(workspace__owner=person).values_list("snapshot", flat=True)
        left = {*runs, *kept, *_of_visits(person)}
        typed = {digest for files in person.workspaces.values_list("files", flat=True) for digest in files.values()}
        Entry.objects.filter(owner=person).delete()  # before the runs, which they hold on to
        person.delete()
    orphans.sweep(left, typed)


def _of_visits(person: Person) -> set[str]:
    mine = Visit.objects.filter(session__owner=person, snapshot__isnull=False)
    return set(mine.values_list("snapshot", flat=True))
