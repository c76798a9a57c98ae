"""Seats at the live events: a person has at most three at a time, over all processes of the site."""

import logging
from dataclasses import dataclass
from uuid import uuid4

import redis
import redis.asyncio
from django.conf import settings

SEATS = 3
FREE_AFTER = 30  # seconds in which nobody has kept a seat: its process is gone

TAKE = """
local now = tonumber(redis.call('TIME')[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then return 0 end
redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
"""
KEEP = """
redis.call('ZADD', KEYS[1], redis.call('TIME')[1] + ARGV[2], ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[2])
"""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Seat:
    """One stream of one person."""

    person: int
    id: str

    @property
    def key(self) -> str:
        return f"perfgym:seats:{self.person}"


async def take(person: int) -> Seat | None:
    """A seat, or None when this person has all of theirs. Raises RedisError."""
    seat = Seat(person, uuid4().hex)
    async with _client() as client:
        taken = await client.eval(TAKE, 1, seat.key, seat.id, str(SEATS), str(FREE_AFTER))
    return seat if taken else None


async def keep(seat: Seat) -> None:
    """Say that the seat is still in use. Raises RedisError."""
    async with _client() as client:
        await client.eval(KEEP, 1, seat.key, seat.id, str(FREE_AFTER))


async def leave(seat: Seat) -> None:
    try:
        async with _client() as client:
            await client.zrem(seat.key, seat.id)
    except redis.RedisError as error:
        log.warning("a seat is given back in %s s only: %s", FREE_AFTER, error)


def _client() -> redis.asyncio.Redis:
    return redis.asyncio.Redis.from_url(settings.REDIS_URL, socket_timeout=5, socket_connect_timeout=2)
