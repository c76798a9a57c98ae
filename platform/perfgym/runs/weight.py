"""How many bytes a version's database keeps beside the rows of the original: indexes first of all, and copies.

A copy of rows costs what an index costs, so a table, a view or a column that a version has added counts as an index
does. Source: PostgreSQL manual, "Database Object Management Functions".
"""

from collections.abc import Mapping

from perfgym.runs.arm import Arm

SIZES = """
SELECT sum(pg_total_relation_size(c.oid)), sum(pg_indexes_size(c.oid)) FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'm') AND n.nspname NOT IN ('pg_catalog', 'pg_toast', 'information_schema', 'perfgym')
"""


def weigh(arms: Mapping[str, Arm]) -> dict[str, int]:
    """Bytes of both arms now; empty for an app without a database."""
    if any(arm.database is None for arm in arms.values()):
        return {}
    whole, indexes = _sizes(arms["before"])
    return {"before": indexes, "after": _sizes(arms["after"])[0] - (whole - indexes)}


def _sizes(arm: Arm) -> tuple[int, int]:
    whole, indexes = arm.audit(SIZES)[0]
    return int(whole or 0), int(indexes or 0)
