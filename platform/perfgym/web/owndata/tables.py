"""Which rows of which tables are a person's own, and which of their columns that person takes along."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

from perfgym.accounts.models import Person
from perfgym.runs.models import OPEN, Kind

EVERY = Q()


@dataclass(frozen=True)
class Table:
    """One file of the export. `owner` leads from a row to the person it belongs to; `about` is for the person."""

    file: str
    about: str
    model: str
    owner: str
    columns: tuple[str, ...]
    only: Q = EVERY
    without: str = ""  # leads to a person too: rows where it is the owner are left out

    def rows(self, person: Person) -> "QuerySet[Any, dict[str, Any]]":
        found: QuerySet[Any] = apps.get_model(self.model)._default_manager.filter(self.only, **{self.owner: person.pk})
        if self.without:
            found = found.exclude(**{self.without: person.pk})
        return found.order_by("pk").values(*self.columns)


OVER = ~Q(kind=Kind.TRIAL) & ~Q(state__in=OPEN)  # of a run that goes on the seed is nobody's to know
TIMES = ("created_at", "started_at", "finished_at")
LABELS = ("round__lab", "round__number", "step")

TABLES = (
    Table("account.json", "your account", "accounts.Person", "pk",
        ("username", "handle", "first_name", "last_name", "email", "role", "date_joined", "last_login")),
    Table("workspaces.json", "your files in each lab, by path, each with the SHA-256 under which it lies in contents/",
        "workspaces.Workspace", "owner", ("lab", "files", "opened_at", "saved_at")),
    Table("history.json", "earlier states of them", "workspaces.Version", "workspace__owner",
        ("workspace__lab", "snapshot__files", "cause", "at")),
    Table("runs.json", "your load tests and comparisons that are over; the raw data of each is in runs/",
        "runs.Run", "owner", ("id", "kind", "lab", "lab_digest", "snapshot__files", "settings", "seed", "state",
        "reason", "message", *TIMES, "result", "fingerprint", "points", "tail"), OVER),
    Table("measurements.json", "what PerfGym measured to judge your answers; what it ran is not told, so that a task "
        "stays one", "runs.Run", "owner", ("id", "lab", "state", *TIMES), Q(kind=Kind.TRIAL)),
    Table("points.json", "points for comparisons", "runs.ScoreEvent", "owner", ("run_id", "lab", "points", "at")),
    Table("rounds.json", "your ways through the guides", "progress.Round", "owner",
        ("lab", "number", "lab_digest", "begun_at", "ended_at")),
    Table("steps.json", "the steps in them", "progress.Reached", "round__owner",
        (*LABELS, "standing", "opened_at", "settled_at")),
    Table("answers.json", "what you answered, and what was said to it", "progress.Answer", "round__owner",
        (*LABELS, "kind", "given", "state", "passed", "points", "message", "at")),
    Table("predictions.json", "what you expected of runs, and what they showed", "progress.Prediction",
        "answer__round__owner", ("answer__round__lab", "answer__step", "kind", "low", "best", "high", "run_id", "value",
        "counts")),
    Table("hints.json", "hints that you opened", "progress.Hint", "owner", ("lab", "step", "index", "cost", "at")),
    Table("entries.json", "your portfolio", "portfolio.Entry", "owner", ("slug", "title", "words", "visibility", "key",
        "run_id", "shows_report", "shows_change", "shows_review", "shows_machine", "shows_credential", "words_at",
        "created_at", "changed_at")),
    Table("stories.json", "the stories of your entries", "portfolio.Story", "entry__owner", ("entry__slug",
        "situation", "task", "action", "result", "trade_off", "shown", "changed_at")),
    Table("about.json", "what you say about yourself", "portfolio.Profile", "owner", ("words", "links", "changed_at")),
    Table("page.json", "who may open your portfolio page", "portfolio.Sharing", "owner",
        ("visibility", "key", "shows_name")),
    Table("credentials.json", "credentials that were made for you", "portfolio.Credential", "entry__owner",
        ("entry__slug", "issued_id", "subject", "token", "made_at")),
    Table("submissions.json", "what you submitted, and what was decided", "cohorts.Submission", "entry__owner",
        ("entry__slug", "cohort__name", "state", "submitted_at", "decided_at")),
    Table("reviews.json", "what was said to you about it; by whom is not told, since that is theirs", "cohorts.Comment",
        "submission__entry__owner", ("submission__entry__slug", "path", "line", "body", "created_at"),
        without="author"),
    Table("said.json", "what you said about entries, your own and others'", "cohorts.Comment", "author",
        ("path", "line", "body", "created_at")),
    Table("cohorts.json", "cohorts that you are in", "cohorts.Cohort", "members", ("name",)),
    Table("taught.json", "cohorts that you teach", "cohorts.Cohort", "instructors", ("name", "code", "created_at")),
    Table("sql.json", "what you asked in the SQL console lately (kept for a day)", "sqlconsole.Statement",
        "session__owner", ("session__lab", "text", "how", "state", "asked_at", "ended_at")),
    Table("previews.json", "what you looked at in previews lately (kept for a day)", "appview.Visit",
        "session__owner", ("session__lab", "path", "method", "version", "state", "asked_at", "ended_at")),
)  # fmt: skip

LEFT_OUT: Mapping[str, str] = {
    "accounts.SignInLink": "a digest of a link that signed you in once: nothing that anybody could use or read",
    "progress.Trial": "which measurement belongs to which answer, and with that what it ran",
    "runs.Evidence": "each is a file of its own in runs/",
    "sqlconsole.Session": "its statements are there",
    "appview.Session": "its visits are there",
}
