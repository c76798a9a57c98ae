"""Runs one text as the server understands it, and says what came of it.

The server parses, never we: the extended protocol takes one statement and refuses more (42601), and then the simple
protocol runs them all in order (PostgreSQL, "Message Flow"). A query is read through a cursor, so that it ends after
the rows that are shown; whether a text can have one is asked of the server's grammar, too.
"""

import time
from typing import Any

from psycopg import pq
from psycopg.pq.abc import PGresult

from perfgym.sqlconsole.inside import fault
from perfgym.sqlconsole.inside.fault import Fault
from perfgym.sqlconsole.inside.link import Link
from perfgym.sqlconsole.inside.table import ROWS, Budget, Table
from perfgym.sqlconsole.inside.types import Types

EXPLAIN = {"explain": "EXPLAIN (FORMAT JSON) ", "analyze": "EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) "}
CURSOR = "perfgym_console_rows"
DECLARE = f"DECLARE {CURSOR} NO SCROLL CURSOR FOR "
SEVERAL = "cannot insert multiple commands into a prepared statement"
RESULTS = 20  # of one text; the others are counted
PLAN_BYTES = 256 * 1024
ONE_ONLY = (
    "One statement at a time: this was more than one. In a read-only session and for a plan, send each by itself."
)
NO_COPY = "COPY to or from the client has no file here. A SELECT shows rows; INSERT ... SELECT copies between tables."


class Statement:
    """One text on one connection; `run` gives what there is to show."""

    def __init__(self, link: Link, types: Types, text: str, how: str, *, read_only: bool) -> None:
        self._link, self._types, self._text, self._how = link, types, text, how
        self._read_only = read_only
        self._budget = Budget()
        self._tables: list[tuple[Table | None, str]] = []
        self._more_results = 0
        self._plan: str | None = None
        self._ms = 0.0

    def run(self) -> dict[str, Any]:
        self._link.begin()
        found = self._within_read_only() if self._read_only else self._go()
        return {
            "results": [self._shown(table, tag) for table, tag in self._tables],
            "more_results": self._more_results,
            "plan": self._plan,
            "ms": self._ms,
            "fault": found,
            "notices": self._link.notices,
            "more_notices": self._link.more_notices,
            "lost": self._link.lost,
            "transaction": "" if self._link.lost else self._link.transaction.name.lower(),
        }

    def _within_read_only(self) -> Fault | None:
        """In a transaction that may not write, and that is always undone. With a snapshot taken, nothing inside can
        make it one that writes (SET TRANSACTION)."""
        if self._link.transaction != pq.TransactionStatus.IDLE:
            self._link.ask("ROLLBACK")
        self._link.ask("BEGIN READ ONLY")
        self._link.ask("SELECT 1")
        found = self._go()
        if not self._link.lost and self._link.transaction != pq.TransactionStatus.IDLE:
            self._link.ask("ROLLBACK")
        return found

    def _go(self) -> Fault | None:
        prefix = EXPLAIN.get(self._how, "")
        prepared = self._prepare(prefix + self._text)
        if prepared.status == pq.ExecStatus.FATAL_ERROR:
            if not _several(prepared):
                return fault.of(prepared, len(prefix))
            return fault.told(ONE_ONLY, "42601") if prefix or self._read_only else self._all_in_order()
        if prefix:
            return self._explain(prefix)
        if self._gives_rows() and self._takes_cursor():
            return self._by_cursor()
        return self._plainly()

    def _prepare(self, text: str) -> PGresult:
        self._link.conn.send_prepare(b"", text.encode())
        return self._link.last()

    def _gives_rows(self) -> bool:
        self._link.conn.send_describe_prepared(b"")
        return self._link.last().nfields > 0

    def _takes_cursor(self) -> bool:
        """Whether the grammar has this text behind DECLARE; a refusal must not end a transaction of the learner's."""
        inside = self._link.transaction == pq.TransactionStatus.INTRANS
        if inside:
            self._link.ask(f"SAVEPOINT {CURSOR}")
        takes = self._prepare(DECLARE + self._text).status == pq.ExecStatus.COMMAND_OK
        if inside:
            if not takes:
                self._link.ask(f"ROLLBACK TO SAVEPOINT {CURSOR}")
            self._link.ask(f"RELEASE SAVEPOINT {CURSOR}")
        return takes

    def _by_cursor(self) -> Fault | None:
        inside = self._link.transaction == pq.TransactionStatus.INTRANS
        if not inside:
            self._link.ask("BEGIN")
        found = self._send(DECLARE + self._text, prefix=len(DECLARE), keep=False)
        if found is None:
            found = self._send(f"FETCH {ROWS + 1} FROM {CURSOR}", tag="SELECT")
        if self._link.lost:
            return found
        if found is None:
            self._link.ask(f"CLOSE {CURSOR}")
        if not inside:
            ended = self._link.ask("COMMIT" if found is None else "ROLLBACK")
            if ended.status == pq.ExecStatus.FATAL_ERROR:
                found = found or fault.of(ended)
        return found

    def _plainly(self) -> Fault | None:
        return self._send(self._text)

    def _send(self, text: str, *, prefix: int = 0, tag: str = "", keep: bool = True) -> Fault | None:
        """One statement by the extended protocol; its time is added to what was before."""
        start = time.perf_counter()
        self._link.conn.send_query_params(text.encode(), [])
        found = self._collect(prefix, tag, keep=keep)
        self._ms += 1000 * (time.perf_counter() - start)
        return found

    def _all_in_order(self) -> Fault | None:
        start = time.perf_counter()
        self._link.conn.send_query(self._text.encode())
        found = self._collect()
        self._ms = 1000 * (time.perf_counter() - start)
        return found

    def _explain(self, prefix: str) -> Fault | None:
        start = time.perf_counter()
        self._link.conn.send_query_params((prefix + self._text).encode(), [])
        found: Fault | None = None
        for result in self._link.results():
            if result.status == pq.ExecStatus.FATAL_ERROR:
                found = fault.of(result, len(prefix))
            elif result.ntuples:
                plan = result.get_value(0, 0) or b""
                if len(plan) > PLAN_BYTES:
                    found = fault.told(f"The plan is larger than the {PLAN_BYTES // 1024} KB that the console shows.")
                else:
                    self._plan = plan.decode(errors="replace")
        self._ms = 1000 * (time.perf_counter() - start)
        return found

    def _collect(self, prefix: int = 0, tag: str = "", *, keep: bool = True) -> Fault | None:
        """Results row by row, so that never more than one row is held; the first fault."""
        self._link.conn.set_single_row_mode()
        table: Table | None = None
        found: Fault | None = None
        for result in self._link.results():
            match result.status:
                case pq.ExecStatus.SINGLE_TUPLE | pq.ExecStatus.TUPLES_OK:
                    table = table or Table(result, self._budget)
                    table.add(result)
                    if result.status == pq.ExecStatus.TUPLES_OK:
                        self._keep(table, tag or _tag(result))
                        table = None
                case pq.ExecStatus.COMMAND_OK if keep:
                    self._keep(None, _tag(result))
                case pq.ExecStatus.COPY_IN | pq.ExecStatus.COPY_OUT:
                    found = found or fault.told(NO_COPY)
                case pq.ExecStatus.FATAL_ERROR:
                    found = found or fault.of(result, prefix)
        return found

    def _keep(self, table: Table | None, tag: str) -> None:
        if len(self._tables) < RESULTS:
            self._tables.append((table, tag))
        else:
            self._more_results += 1

    def _shown(self, table: Table | None, tag: str) -> dict[str, Any]:
        if table is None:
            return {"tag": tag}
        return {"tag": tag, **table.plain(self._types.names(table.types))}


def _tag(result: PGresult) -> str:
    return (result.command_status or b"").decode(errors="replace")


def _several(result: PGresult) -> bool:
    """Whether the server refused only because there was more than one statement."""
    found = fault.of(result)
    return bool(found["code"] == "42601" and found["message"] == SEVERAL)
