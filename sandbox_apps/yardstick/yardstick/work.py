"""The two kinds of unit. Each takes the same work whatever the number, and the answer does not depend on how many."""

import functools
import hashlib
import os
from collections.abc import Callable

import psycopg

ROUNDS = 50  # of SHA-256 in a unit of computing
ROWS = 10_000


def cpu(number: int, units: int) -> str:
    """`units` times the same rounds of hashing."""
    start = str(number).encode()
    for _ in range(units):
        value = start
        for _ in range(ROUNDS):
            value = hashlib.sha256(value).digest()
    return hashlib.sha256(start).hexdigest()


def database(number: int, units: int) -> str:
    """`units` look-ups by primary key, one round trip each."""
    connection = connected()
    for unit in range(units):
        thing = 1 + (number + unit * 37) % ROWS
        assert connection.execute("SELECT label FROM things WHERE id = %s", (thing,)).fetchone()
    return hashlib.sha256(str(number).encode()).hexdigest()


@functools.cache
def connected() -> psycopg.Connection[tuple[str]]:
    """This process's one connection."""
    return psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)


KINDS: dict[str, Callable[[int, int], str]] = {"cpu": cpu, "database": database}
