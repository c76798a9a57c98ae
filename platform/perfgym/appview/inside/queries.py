"""How many statements the app has sent to its database so far, by PostgreSQL's own pg_stat_statements."""

import psycopg

CONNECT_SECONDS = 5
COUNT = """
SELECT sum(calls)::bigint FROM perfgym.pg_stat_statements
 WHERE userid = 'shop'::regrole AND toplevel AND query !~* '^\\s*(begin|start|commit|end|rollback|abort)\\M'
"""


class Queries:
    """Asked as a role that reads everything and may do nothing else, where nothing that the app has made is called."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn
        self._connection: psycopg.Connection | None = None

    def sent(self) -> int | None:
        """Statements but for those that begin and end transactions; None where the database does not say."""
        if not self._dsn:
            return None
        try:
            if self._connection is None or self._connection.closed:
                self._connection = psycopg.connect(
                    self._dsn,
                    autocommit=True,
                    connect_timeout=CONNECT_SECONDS,
                    options="-c search_path=pg_catalog -c statement_timeout=2s",
                )
            row = self._connection.execute(COUNT).fetchone()
        except psycopg.Error:
            return None
        return int(row[0] or 0) if row else None
