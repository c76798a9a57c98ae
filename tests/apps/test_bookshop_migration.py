"""The shop's own SQL is a part of each version: it runs before the shop does, as the shop's role, and may be wrong."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from perfgym.catalog.lab import Lab
from perfgym.runs.outcome import Reason, RunFailed
from tests.apps.bookshop_arms import lab, running, visit

PATH = "bookshop/indexes.sql"
OWNER = "SELECT tableowner, indexname FROM pg_indexes JOIN pg_tables USING (tablename) WHERE indexname = 'of_a_city'"

pytestmark = pytest.mark.servers


def wide() -> Lab:
    """A lab that lets one edit whatever its app does."""
    return replace(lab(), editable=lab().app.editable)


def edits(sql: str) -> Mapping[str, bytes]:
    return {PATH: sql.encode()}


def test_its_statements_have_run_when_the_shop_answers() -> None:
    with running(edits("CREATE INDEX of_a_city ON orders (city);"), of=wide()) as arm:
        assert arm.statements([OWNER]) == [["shop", "of_a_city"]]
        assert not visit(arm, 3)[-1].error


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("\nCREATE INDEX ON orders (cite);", f'{PATH}, line 2: column "cite" does not exist'),
        ("COPY orders FROM PROGRAM 'id';", "permission denied"),
        ("CREATE EXTENSION file_fdw;", "permission denied"),
    ],
)
def test_a_fault_ends_the_run_with_the_line_and_the_words_of_the_database(sql: str, said: str) -> None:
    with pytest.raises(RunFailed) as raised, running(edits(sql), of=wide()):
        pass
    assert raised.value.reason is Reason.MIGRATION_FAILED
    assert said in str(raised.value)
