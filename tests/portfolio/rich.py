"""An entry with everything that one can have: a report with numbers of every standing, statements, plans, profiles."""

from perfgym.accounts.models import Person
from perfgym.portfolio.models import Entry, Visibility
from perfgym.runs import own
from perfgym.runs.models import Run
from tests import factories
from tests.runs import statement_factories as statements

SIDE = {
    "before": {"requests": 600, "queries": 51.0, "rows": 75.0, "database_ms": 6.5, "index_bytes": 17_100_000},
    "after": {"requests": 600, "queries": 1.0, "rows": 25.0, "database_ms": 0.9, "index_bytes": 22_000_000},
    "defects": [],
}
WORDS = """
## What was wrong

The page of all books asked its database {{{{before.queries}}}} times: once for the list and once for each author. The
median was **{{{{before.p50}}}}**, and we had promised 200 ms (target).

## What I did

One statement joins the authors; see `author_of()`. It is {{{{gain}}}} as fast, certain between {{{{gain.low}}}} and
{{{{gain.high}}}}.

![How long requests took, before and after](chart:{key}/distribution)

| | before | after |
|---|---|---|
| median | {{{{before.p50}}}} | {{{{after.p50}}}} |

It may once have taken 987 ms, and {{{{before.p59}}}} is no name.
"""


def entry(owner: Person, pairs: int = 300) -> Entry:
    """A public one, of 2 * `pairs` pairs of requests."""
    planned = statements.counted(statements.BOOKS, plan=statements.plan())
    run = statements.compared(owner, statements.many(), statements.arm(planned), pairs=pairs)
    Run.objects.filter(pk=run.pk).update(change="mended", result={**run.result, "side": SIDE})
    factories.profiled_run(owner)
    Run.objects.filter(pk=factories.profiled_run(owner, factories.FASTER).pk).update(change="mended")
    made = Entry.of(Run.objects.get(pk=run.pk))
    made.title, made.visibility, made.words = "Book page", Visibility.PUBLIC, WORDS.format(key=own.key(run))
    made.save()
    return made
