"""A site with everything in it, and databases of their own to restore it into."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from django.db import connection
from psycopg import sql

from perfgym.catalog import library
from perfgym.cohorts.models import Said, State
from perfgym.console.backup import place
from perfgym.embedded import urls
from perfgym.portfolio.models import Visibility
from perfgym.runs.models import Kind, Run
from perfgym.workspaces.models import Workspace
from tests import factories
from tests.deployment import own_database

HARD_WORDS = "a tab\there, a \\ and \\N, a new line\nand \r, 'quotes', ünïcödé ☃, and nothing: \x7f"


def fill() -> Run:
    """People, sessions' makings, workspaces, a finished run with its evidence, a waiting one, a portfolio, a review."""
    lab = library.default().lab(factories.LAB)
    ada, grace = factories.person("ada", email="ada@example.org"), factories.instructor("grace")
    sent = factories.submission(
        ada, factories.cohort(grace, ada), words=HARD_WORDS, visibility=Visibility.UNLISTED, title="Fewer queries"
    )
    sent.decide(grace, State.CHANGES, Said("Say why.", factories.EDITED, 1), sent.seen)
    Workspace.open(ada, lab).save_file(lab, factories.EDITED, factories.edited(), None)
    run = sent.entry.run
    assert isinstance(run, Run)
    return run


def waiting(name: str, **more: object) -> Run:
    """A run of someone of this name, as `more` says."""
    done = factories.finished_run(factories.person(name))
    more = {"state": "queued", "result": {}, **more}
    return Run.objects.create(
        owner=done.owner, kind=Kind.EXPLORE, lab=done.lab, lab_digest=done.lab_digest, snapshot=done.snapshot, **more
    )


def url_of_tests() -> str:
    """The address of the database that this test has from pytest-django."""
    values = connection.settings_dict
    return urls.postgres(Path(values["HOST"]), values["USER"], values["PASSWORD"], values["NAME"])


@contextlib.contextmanager
def new_database() -> Iterator[str]:
    """The address of an empty database, gone afterwards."""
    server = url_of_tests()
    url = own_database(server)
    yield url
    with psycopg.connect(server, autocommit=True) as session:
        session.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(urlsplit(url).path.lstrip("/"))))


@contextlib.contextmanager
def connected(url: str) -> Iterator[None]:
    """Django led to another database."""
    with place.to_write(Path(os.devnull), {"DATABASE_URL": url}):
        yield


def everything(url: str) -> dict[str, list[str]]:
    """Every row of every table, as text, in order."""
    with psycopg.connect(url) as session:
        session.execute("SET bytea_output = 'hex'")
        names = session.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace"
        ).fetchall()
        return {
            name: sorted(
                row for (row,) in session.execute(sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(name)))
            )
            for (name,) in names
        }
