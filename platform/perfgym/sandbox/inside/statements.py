"""What a pod's database has counted of the app's statements, and a plan of each. Standard library and psycopg only.

The counts are pg_stat_statements'; the plans are auto_explain's, of executions that the app itself asked for: nothing
is executed here. Where none was seen, the planner is asked for a plan without values, as the app's own role: whatever
planning calls may be the app's own. Source: PostgreSQL manual, pages "pg_stat_statements", "auto_explain", "EXPLAIN".
"""

import json
import time
from collections.abc import Callable, Iterator
from typing import Any

import pg
import psycopg
import samples

TOP = 50  # statements told one by one, by total time; of the others the sum
TEXT = 2_000  # characters
PLAN = 64 * 1024  # bytes
# whatever the app has set for its database or in its schemas, none of it holds for the superuser's own session
OURS = "-c role=none -c search_path=pg_catalog -c default_transaction_read_only=off -c statement_timeout=8000"
APPS = "-c default_transaction_read_only=on -c statement_timeout=1000"
RESET = "SELECT perfgym.pg_stat_statements_reset()"
COUNTED = """
SELECT queryid, regexp_replace(query, '[[:space:]]+', ' ', 'g') AS text, calls, rows, shared_blks_hit AS hit,
       shared_blks_read AS read, temp_blks_read + temp_blks_written AS temp, total_exec_time AS ms
  FROM perfgym.pg_stat_statements WHERE userid = 'shop'::regrole
"""
EACH = """
SELECT queryid, left(text, {text}), length(text) > {text}, calls, rows, hit + read, read, temp, ms
  FROM ({counted}) AS counted ORDER BY ms DESC, queryid LIMIT {top}
"""
ALL = """
SELECT count(*), sum(calls), sum(rows), sum(hit + read), sum(read), sum(temp), sum(ms),
       (SELECT dealloc FROM perfgym.pg_stat_statements_info)
  FROM ({counted}) AS counted
"""
WHOLE = "SELECT query FROM perfgym.pg_stat_statements WHERE userid = 'shop'::regrole AND queryid = %s LIMIT 1"
MADE = b"EXPLAIN (GENERIC_PLAN, SETTINGS, FORMAT JSON) "

Line = dict[str, Any]


class Statements:
    """Answers the worker. Each answer is some lines; the last has the question's `op`."""

    def __init__(self, where: str, sampler: samples.Sampler) -> None:
        self._where, self._sampler = where, sampler

    def reset(self, _asked: Line) -> Iterator[Line]:
        """Count from nothing."""
        self._rows(RESET)
        yield {"op": "reset"}

    def sample(self, asked: Line) -> Iterator[Line]:
        """Take plans of the statements that run from now on: of all, or of a share once some have been taken."""
        self._sampler.start(float(asked["share"]))
        yield {"op": "sample"}

    def statements(self, _asked: Line) -> Iterator[Line]:
        for row in self._rows(EACH.format(text=TEXT, counted=COUNTED, top=TOP)):
            yield {"op": "statement", "row": [*map(_plain, row)]}
        yield {"op": "statements", "all": [*map(_plain, self._rows(ALL.format(counted=COUNTED))[0])]}

    def plans(self, asked: Line) -> Iterator[Line]:
        """Stop taking plans, and tell one for each of the statements that are asked for."""
        self._sampler.stop()
        until = time.monotonic() + float(asked["seconds"])
        for queryid in asked["of"]:
            found = self._sampler.middle(queryid)
            if found is None and time.monotonic() < until:
                found = self._made(queryid)
            if found is not None:
                yield {"op": "plan", "of": queryid, **found}
        yield {"op": "plans"}

    def _made(self, queryid: int) -> Line | None:
        """The plan for no values in particular; None for what cannot be planned."""
        rows = self._rows(WHOLE, queryid)
        if not rows:
            return None
        text = MADE + str(rows[0][0]).encode(errors="replace")
        try:
            with psycopg.connect(f"{self._where} user=shop", options=APPS) as connection:
                value = connection.execute(text).fetchone()
        except psycopg.Error:  # it is no query, or needs what its session had: it has no plan
            return None
        plan = json.dumps(value[0]) if value else ""
        return {"run": False, "plan": plan} if 0 < len(plan) <= PLAN else None

    def _rows(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        superuser = f"{self._where} user={pg.SUPERUSER}"
        with psycopg.connect(superuser, autocommit=True, options=OURS) as connection:
            cursor = connection.execute(statement.encode(), values)
            return cursor.fetchall()


METHODS: dict[str, Callable[[Statements, Line], Iterator[Line]]] = {
    "reset": Statements.reset,
    "sample": Statements.sample,
    "statements": Statements.statements,
    "plans": Statements.plans,
}


def answers(statements: Statements, line: str) -> Iterator[Line]:
    """The lines of an answer; what the database refuses is said as `error`."""
    asked = json.loads(line)
    try:
        yield from METHODS[asked["op"]](statements, asked)
    except psycopg.Error as error:
        yield {"op": asked["op"], "error": str(error)[:500]}


def _plain(value: Any) -> object:
    """Sums come as numeric, and are null where there is nothing to add up."""
    if isinstance(value, (str, bool, float)):
        return value
    return 0 if value is None else float(value) if value % 1 else int(value)
