"""The names of types, as the server has them."""

from psycopg import pq

from perfgym.sqlconsole.inside.link import Link

ASK = b"SELECT pg_catalog.format_type($1, $2)"


class Types:
    """Asked once for each type of a connection."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self._known: dict[tuple[int, int], str] = {}

    def names(self, wanted: list[tuple[int, int]]) -> list[str]:
        """A name for each (oid, modifier); empty where the server cannot be asked now."""
        return [self._known.get(each) or self._ask(each) for each in wanted]

    def _ask(self, wanted: tuple[int, int]) -> str:
        if self._link.lost or self._link.transaction == pq.TransactionStatus.INERROR:
            return ""
        self._link.conn.send_query_params(ASK, [str(part).encode() for part in wanted], [26, 23])
        result = self._link.last()
        if result.status != pq.ExecStatus.TUPLES_OK or not result.ntuples:
            return ""
        name = (result.get_value(0, 0) or b"").decode(errors="replace")
        if wanted[0] < 16384:  # a type that PostgreSQL comes with: nobody can make another of its number
            self._known[wanted] = name
        return name
