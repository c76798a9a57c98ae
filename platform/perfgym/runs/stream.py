"""A run's live events as server-sent events: they resume by `Last-Event-ID` and hold no database connection."""

import json
import re
import time
from collections.abc import AsyncGenerator
from contextlib import aclosing
from http import HTTPStatus
from typing import Any, NamedTuple
from uuid import UUID

import redis
from asgiref.sync import sync_to_async
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from perfgym.accounts.sessions import person_of
from perfgym.runs import live, seats
from perfgym.runs.models import Run
from perfgym.runs.seats import Seat

LOOK_SECONDS = 15.0  # between looks at the row, and at who may see it
LIFE_SECONDS = 600.0  # then the browser comes again: who has vanished without a word does not
TYPE = "text/event-stream"
AGAIN = "retry: 3000\n\n"  # the browser comes back by itself
HEARTBEAT = ": waiting\n\n"
EVENT_ID = re.compile(r"[0-9]{1,15}(-[0-9]{1,10})?")
FULL = "You follow three runs at a time already. Close one of their pages; this one goes on by itself.\n"


class Seen(NamedTuple):
    """What a person may see of a run, at one moment."""

    person: int
    row: dict[str, Any]


@require_GET
async def events(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    key = request.session.session_key
    seen = await _look(key, pk)
    if seen is None:
        return HttpResponseNotFound()
    try:
        seat = await seats.take(seen.person)
    except redis.RedisError:  # then the row is all that can be told
        return HttpResponse(_message(_kind(seen.row), seen.row) + AGAIN, content_type=TYPE)
    if seat is None:
        return HttpResponse(FULL, status=HTTPStatus.TOO_MANY_REQUESTS, content_type="text/plain")
    after = request.headers.get("Last-Event-ID", "")
    after = after if EVENT_ID.fullmatch(after) else "0"
    response = StreamingHttpResponse(_stream(key, pk, seat, after), content_type=TYPE)
    response["X-Accel-Buffering"] = "no"
    return response


async def _stream(key: str | None, pk: UUID, seat: Seat, after: str) -> AsyncGenerator[str]:
    """The messages, as long as the seat is had."""
    try:
        async with aclosing(_messages(key, pk, seat, after)) as messages:
            async for message in messages:
                yield message
    except redis.RedisError:
        yield AGAIN
    finally:
        await seats.leave(seat)


async def _messages(key: str | None, pk: UUID, seat: Seat, after: str) -> AsyncGenerator[str]:
    """What the row says, then events as they come; the row again every LOOK_SECONDS, as events may be lost."""
    begun, shown = time.monotonic(), None
    while (seen := await _look(key, pk)) and (looked := time.monotonic()) < begun + LIFE_SECONDS:
        if seen.row != shown:
            shown = seen.row
            yield _message("state", shown)
        final = seen.row["final"]
        if final and not await live.exists(str(pk)):
            yield _message("end", seen.row)
            return
        async with aclosing(live.follow(str(pk), after)) as found:
            async for event in found:
                if event:
                    after, kind, data = event
                    yield f"id: {after}\nevent: {kind}\ndata: {data}\n\n"
                else:
                    kind = "end" if final else ""
                    yield _message("end", seen.row) if final else HEARTBEAT
                if kind == "end":
                    return
                if time.monotonic() >= looked + LOOK_SECONDS:
                    break
        await seats.keep(seat)


def _kind(row: dict[str, Any]) -> str:
    return "end" if row["final"] else "state"


def _message(event: str, data: dict[str, Any]) -> str:
    return f"event: {event}\ndata: {json.dumps(data)}\n\n"


@sync_to_async
def _look(key: str | None, pk: UUID) -> Seen | None:
    """The run as who has this session may see it now, or None. Gives the database connection back."""
    try:
        person = person_of(key)
        run = Run.objects.followed_by(person).filter(pk=pk).first() if person else None
        return Seen(person.pk, run.state_now()) if person and run else None
    finally:
        if not connection.in_atomic_block:  # only a test holds one
            connection.close()
