"""Questions to the pod's database: statistics, and what must hold after a run."""

import math
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import psycopg

from perfgym.loadgen.scoring.contract import Contract

ROWS = 200
CELL = 1000  # characters
LARGEST = 2**63  # a whole number from here on travels as text
OPTIONS = "-c statement_timeout=20000"  # ms


def rows(dsn: str, statements: Sequence[str]) -> list[list[list[object]]]:
    """The first 200 rows of each statement, in autocommit. Raises psycopg.Error."""
    with psycopg.connect(dsn, autocommit=True, connect_timeout=10, options=OPTIONS) as connection:
        return [_run(connection, statement) for statement in statements]


def broken(dsn: str, contract: Contract) -> list[dict[str, object]]:
    """The contract's invariants that do not hold. Raises ContractError, psycopg.Error."""
    expected = contract.invariants()
    results = rows(dsn, [sql for sql, _, _ in expected])
    return [
        {"sentence": sentence, "expected": cell(value), "got": first(result)}
        for (_, value, sentence), result in zip(expected, results, strict=True)
        if first(result) != cell(value)
    ]


def first(result: list[list[object]]) -> object:
    """The first column of the first row, or None."""
    return result[0][0] if result and result[0] else None


def cell(value: Any) -> object:
    """A value as JSON knows it; numbers stay numbers, the rest becomes text."""
    if isinstance(value, Decimal) and value.is_finite():
        value = int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, int) and abs(value) >= LARGEST:
        return str(value)[:CELL]
    if value is None or isinstance(value, (bool, int)) or (isinstance(value, float) and math.isfinite(value)):
        return value
    return str(value)[:CELL]


def _run(connection: psycopg.Connection[Any], statement: str) -> list[list[object]]:
    cursor = connection.execute(statement.encode())
    if cursor.description is None:
        return []
    return [[cell(value) for value in row] for row in cursor.fetchmany(ROWS)]
