"""Live events of a run: a Redis stream that the worker writes and browsers follow. Losing it loses a picture only."""

import json
import logging
import time
from collections import deque
from collections.abc import AsyncGenerator, Mapping
from typing import Any

import redis
import redis.asyncio
from django.conf import settings

KEEP_EVENTS = 4000
KEEP_SECONDS = 3600
BLOCK_MS = 5000
PAUSE = 5.0  # seconds until a Redis that was away is tried again: meanwhile nothing waits for it

log = logging.getLogger(__name__)


def stream_name(run: str) -> str:
    return f"perfgym:run:{run}"


class Publisher:
    """Writes one run's events. A Redis that is down is logged once and never stops a measurement.

    What could not be written is kept and written once Redis is back. A write whose answer was lost is then made twice;
    who reads tells the copies by their time.
    """

    def __init__(self, run: str) -> None:
        self._name = stream_name(run)
        self._redis = redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2)
        self._unsent: deque[Any] = deque(maxlen=KEEP_EVENTS)
        self._away_until: float | None = None

    def __call__(self, event: str, data: Mapping[str, Any]) -> None:
        self._unsent.append({"event": event, "data": json.dumps(data, separators=(",", ":"))})
        if self._away_until is not None and time.monotonic() < self._away_until:
            return
        try:
            self._send()
        except redis.RedisError as error:
            if self._away_until is None:
                log.warning("live events of %s wait for Redis, the run goes on: %s", self._name, error)
            self._away_until = time.monotonic() + PAUSE
        else:
            self._away_until = None

    def _send(self) -> None:
        pipe = self._redis.pipeline(transaction=False)
        for fields in self._unsent:
            pipe.xadd(self._name, fields, maxlen=KEEP_EVENTS, approximate=True)
        pipe.expire(self._name, KEEP_SECONDS)
        pipe.execute()
        self._unsent.clear()

    def close(self) -> None:
        self._redis.close()


def tell_end(run: str, row: Mapping[str, Any]) -> None:
    """Tell whoever watches that a run is over, where no worker does."""
    publish = Publisher(run)
    publish("end", row)
    publish.close()


def kept(run: str) -> list[tuple[str, Any]]:
    """(event, data) of everything that is still kept of a run; nothing where Redis cannot be asked."""
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2, decode_responses=True
        ) as client:
            entries: Any = client.xrange(stream_name(run))
    except redis.RedisError as error:
        log.warning("the live events of a run could not be read: %s", error)
        return []
    return [(fields["event"], json.loads(fields["data"])) for _, fields in entries]


async def follow(run: str, after: str) -> AsyncGenerator[tuple[str, str, str] | None]:
    """(id, event, JSON) of each event after the id `after` ("0": all); None whenever nothing came for five seconds."""
    client = redis.asyncio.Redis.from_url(
        settings.REDIS_URL, socket_timeout=BLOCK_MS / 1000 + 5, decode_responses=True, protocol=2
    )
    try:
        while True:
            answer: Any = await client.xread({stream_name(run): after}, count=200, block=BLOCK_MS)
            entries = answer[0][1] if answer else []
            for after, fields in entries:
                yield after, fields["event"], fields["data"]
            if not entries:
                yield None
    finally:
        await client.aclose()


async def exists(run: str) -> bool:
    """Whether any event of this run is still kept."""
    client = redis.asyncio.Redis.from_url(settings.REDIS_URL, socket_timeout=5)
    try:
        return bool(await client.exists(stream_name(run)))
    finally:
        await client.aclose()
