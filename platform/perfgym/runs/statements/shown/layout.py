"""A statement on several lines, as people write it: the database keeps it on one."""

import re

CLAUSES = (
    "LEFT OUTER JOIN", "RIGHT OUTER JOIN", "FULL OUTER JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN", "CROSS JOIN",
    "INNER JOIN", "JOIN", "FROM", "WHERE", "GROUP BY", "HAVING", "ORDER BY", "LIMIT", "OFFSET", "VALUES", "SET",
    "RETURNING", "ON CONFLICT", "UNION ALL", "UNION", "INTERSECT", "EXCEPT",
)  # fmt: skip
_CLAUSE = re.compile(rf" ({'|'.join(CLAUSES)})\b", re.IGNORECASE)
_QUOTED = re.compile(r"(\"[^\"]*\"|'[^']*'|\([^()]*\))")


def lines(text: str) -> str:
    """The same text with each clause on a line of its own, but for those in parentheses and quotes."""
    parts = _QUOTED.split(text)
    return "".join(part if at % 2 else _CLAUSE.sub(r"\n\1", part) for at, part in enumerate(parts))
