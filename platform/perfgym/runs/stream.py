"""A run's live events as server-sent events: they resume by `Last-Event-ID` and hold no database connection."""

import json
from collections.abc import AsyncIterator
from typing import Any, cast
from uuid import UUID

import redis
from asgiref.sync import sync_to_async
from django.db import connection
from django.http import HttpRequest, HttpResponseNotFound, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_GET

from perfgym.accounts.models import Person
from perfgym.runs import live
from perfgym.runs.models import Run

LOOK_EVERY = 3  # quiet spells of five seconds between looks at the row


@require_GET
async def events(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    person = cast(Person, await request.auser())
    if await _look(person, pk) is None:
        return HttpResponseNotFound()
    after = request.headers.get("Last-Event-ID", "")
    after = after if after.replace("-", "").isdigit() else "0"
    response = StreamingHttpResponse(_stream(person, pk, after), content_type="text/event-stream")
    response["X-Accel-Buffering"] = "no"
    return response


async def _stream(person: Person, pk: UUID, after: str) -> AsyncIterator[str]:
    """What the row says, then events as they come; the row again in quiet spells, as events may be lost."""
    try:
        row = await _look(person, pk)
        while row:
            yield _message("state", row)
            if row["final"] and not await live.exists(str(pk)):
                yield _message("end", row)
                return
            quiet = 0
            async for event in live.follow(str(pk), after):
                if event is None:
                    yield ": waiting\n\n"
                    quiet += 1
                    if row["final"] or quiet % LOOK_EVERY == 0:
                        break
                else:
                    after, kind, data = event
                    yield f"id: {after}\nevent: {kind}\ndata: {data}\n\n"
                    if kind == "end":
                        return
            row = await _look(person, pk)
            if row and row["final"]:
                yield _message("end", row)
                return
    except redis.RedisError:
        yield "retry: 3000\n\n"  # the browser comes back by itself


def _message(event: str, data: dict[str, Any]) -> str:
    return f"event: {event}\ndata: {json.dumps(data)}\n\n"


@sync_to_async
def _look(person: Person, pk: UUID) -> dict[str, Any] | None:
    """The run's state as this person may see it now, or None. Gives the database connection back."""
    try:
        run = Run.objects.visible_to(person).filter(pk=pk).first() if person.is_authenticated else None
        return run.state_now() if run else None
    finally:
        if not connection.in_atomic_block:  # only a test holds one
            connection.close()
