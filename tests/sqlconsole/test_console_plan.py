"""The text of a plan, made from JSON, says what the server's own text says."""

import re

import pytest

from perfgym.charts import plans
from perfgym.charts.plans import UnreadablePlan
from tests.sqlconsole.console_pods import Console

QUERIES = [
    "SELECT * FROM things WHERE label = 'thing 7'",
    "SELECT * FROM things WHERE id = 7",
    "SELECT label FROM things WHERE id < 300 ORDER BY label DESC LIMIT 5",
    "SELECT a.label, count(*) FROM things a JOIN things b ON a.id = b.id GROUP BY a.label",
    "SELECT * FROM things a LEFT JOIN things b ON a.label = b.label WHERE b.id IS NULL",
    "SELECT (SELECT max(label) FROM things b WHERE b.id < a.id) FROM things a WHERE id < 5",
    "WITH few AS MATERIALIZED (SELECT * FROM things LIMIT 3) SELECT * FROM few, generate_series(1, 2) AS n",
    "SELECT id FROM things WHERE id IN (1, 2) UNION ALL SELECT 3 UNION SELECT id FROM things WHERE id > 9990",
    "SELECT max(id), min(id) FROM things",
    "UPDATE things SET label = 'x' WHERE id = 1",
    "SELECT id, row_number() OVER (ORDER BY label) FROM things",
]


@pytest.mark.parametrize("query", QUERIES)
def test_a_plan_reads_as_the_servers_own_text(console: Console, query: str) -> None:
    server = [row[0] for row in console.rows(f"EXPLAIN {query}")]
    assert plans.text(console.run(query, "explain").shown["plan"]).splitlines() == server


def test_a_measured_plan_has_times_rows_and_buffers(console: Console) -> None:
    found = plans.text(console.run("SELECT * FROM things ORDER BY label LIMIT 3", "analyze").shown["plan"])
    assert re.search(r"actual time=[\d.]+\.\.[\d.]+ rows=3\.00 loops=1", found)
    assert "Sort Method: top-N heapsort  Memory: " in found
    assert re.search(r"Buffers: shared (hit|read)=\d+", found)
    assert re.search(r"Execution Time: [\d.]+ ms", found)


def test_measuring_a_plan_runs_the_statement_once(console: Console) -> None:
    console.run("CREATE TEMP TABLE once (n int)")
    assert console.run("INSERT INTO once VALUES (1)", "analyze").ending == "done"
    assert console.rows("SELECT count(*) FROM once") == [["1"]]


@pytest.mark.parametrize("text", ["", "[]", "{}", "[1]", '[{"Plan": {}}]', "[" * 5000])
def test_what_is_no_plan_is_said_to_be_none(text: str) -> None:
    with pytest.raises(UnreadablePlan):
        plans.text(text)
