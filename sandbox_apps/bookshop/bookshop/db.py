"""The way to the database: one pool for the process, one connection and one transaction for each request.

Every answer says in its `X-Query-Count` header how many queries were needed for it.
"""

import functools
import os
from collections.abc import Sequence
from typing import Any

from flask import Flask, Response, g
from psycopg import Connection
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

Row = dict[str, Any]


@functools.cache
def pool() -> ConnectionPool[Connection[Row]]:
    """Opened by the first request, so that each worker process has its own: one, as it does one thing at a time."""
    return ConnectionPool(
        os.environ["DATABASE_URL"],
        min_size=1,
        max_size=1,
        open=True,
        kwargs={"row_factory": dict_row},
    )


def connection() -> Connection[Row]:
    """The connection of the current request."""
    if "connection" not in g:
        g.connection = pool().getconn()
        g.query_count = 0
    return g.connection


def all(sql: str, params: Sequence[Any] = ()) -> list[Row]:
    """Every row of a query's result."""
    cursor = connection().execute(sql, params)
    g.query_count += 1
    return cursor.fetchall()


def one(sql: str, params: Sequence[Any] = ()) -> Row | None:
    """The first row of a query's result, or None when it has no rows."""
    cursor = connection().execute(sql, params)
    g.query_count += 1
    return cursor.fetchone()


def execute(sql: str, params: Sequence[Any] = ()) -> None:
    """Run a statement whose result nobody needs."""
    connection().execute(sql, params)
    g.query_count += 1


def attach(app: Flask) -> None:
    """End each request's transaction: commit before a good answer leaves, roll back after an error."""
    app.after_request(_finish)
    app.teardown_request(_give_back)


def _finish(response: Response) -> Response:
    if "connection" in g and response.status_code < 400:
        g.connection.commit()
    response.headers["X-Query-Count"] = str(g.get("query_count", 0))
    return response


def _give_back(_error: BaseException | None) -> None:
    held = g.pop("connection", None)
    if held is not None:
        held.rollback()
        pool().putconn(held)
