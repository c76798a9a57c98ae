"""A connection driven without blocking: while a statement runs, a word from the worker is still heard."""

import contextlib
import select
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
from psycopg import pq
from psycopg.pq.abc import PGconn, PGresult

from perfgym.sittings.inside.words import STDIN
from perfgym.sqlconsole.inside import fault

NOTICES = 20  # kept of one statement; the others are counted
CONNECT_SECONDS = 10
# A plan is then the same with a cursor and without: all rows count, not the first few.
SETTINGS = "-c cursor_tuple_fraction=1.0 -c client_min_messages=notice"


class Link:
    """`hear` is called when a word of the worker is there to be read; it must read it."""

    def __init__(self, dsn: str, admin: str, hear: Callable[[], None]) -> None:
        """Raises psycopg.OperationalError where the server does not let us in."""
        self._admin, self._hear = admin, hear
        self._connection = psycopg.connect(
            dsn, autocommit=True, connect_timeout=CONNECT_SECONDS, options=SETTINGS, application_name="sql console"
        )
        self.conn: PGconn = self._connection.pgconn
        self._connection.add_notice_handler(self._notice)
        self.notices: list[str] = []
        self.more_notices = 0

    @property
    def lost(self) -> bool:
        return self.conn.status != pq.ConnStatus.OK

    @property
    def transaction(self) -> pq.TransactionStatus:
        return pq.TransactionStatus(self.conn.transaction_status)

    def begin(self) -> None:
        """Forget what was noticed of the statement before."""
        self.notices, self.more_notices = [], 0

    def ask(self, sql: str) -> PGresult:
        """One statement of ours; its last result."""
        self.conn.send_query(sql.encode())
        return self.last()

    def last(self) -> PGresult:
        """The last result of what was sent. Raises psycopg.OperationalError when the server is gone."""
        found = list(self.results())
        if not found:
            raise psycopg.OperationalError("the connection to the database was lost")
        return found[-1]

    def results(self) -> Iterator[PGresult]:
        """What was asked for, result by result. While the server works, the worker is listened to."""
        while True:
            while self.conn.is_busy():
                self._wait()
            result = self.conn.get_result()
            if result is None:
                return
            if result.status in (pq.ExecStatus.COPY_IN, pq.ExecStatus.COPY_OUT):
                self._refuse_copy(result)
            yield result
            if result.status == pq.ExecStatus.FATAL_ERROR and self.lost:
                return

    def cancel(self) -> None:
        self.conn.get_cancel().cancel()

    def terminate(self) -> None:
        """End our own backend, which no statement can trap."""
        with psycopg.connect(self._admin, autocommit=True, connect_timeout=CONNECT_SECONDS) as admin:
            admin.execute("SELECT pg_catalog.pg_terminate_backend(%s)", [self.conn.backend_pid])

    def close(self) -> None:
        self._connection.close()

    def _wait(self) -> None:
        ready, _, _ = select.select([STDIN, self.conn.socket], [], [])
        if STDIN in ready:
            self._hear()
        if self.conn.socket in ready:
            with contextlib.suppress(psycopg.OperationalError):  # the end of a connection is told by its next result
                self.conn.consume_input()
            while self.conn.notifies():  # kept by nobody, however many come
                pass

    def _refuse_copy(self, result: PGresult) -> None:
        """No data go either way: what the server sends is read and dropped, what it waits for does not come."""
        if result.status == pq.ExecStatus.COPY_IN:
            self.conn.put_copy_end(b"the console has no file to copy from")
            return
        while True:
            size, _ = self.conn.get_copy_data(1)
            if size < 0:
                return
            if size == 0:
                self._wait()

    def _notice(self, notice: Any) -> None:
        if len(self.notices) >= NOTICES:
            self.more_notices += 1
            return
        text = f"{notice.severity}: {notice.message_primary}"
        self.notices.append(text if len(text) <= fault.LONGEST else text[: fault.LONGEST] + " …")
