"""Which workers are here: each says so every few seconds, and is forgotten soon after it stops."""

import json
import logging
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

import redis
from django.conf import settings

PREFIX = "perfgym:worker:"
NAMES = "perfgym:workers"  # a set: every page asks, and must not look through all keys for them
SECONDS = 20

log = logging.getLogger(__name__)


def announce(name: str, facts: Mapping[str, Any]) -> None:
    """Say that worker `name` is here and what it can do: driver, level, state ("preparing" or "ready"), message."""
    try:
        with _client(settings.REDIS_URL).pipeline() as both:
            both.set(PREFIX + name, json.dumps({"name": name, **facts}), ex=SECONDS)
            both.sadd(NAMES, name)
            both.execute()
    except redis.RedisError as error:
        log.warning("could not announce this worker: %s", error)


def leave(name: str) -> None:
    try:
        with _client(settings.REDIS_URL).pipeline() as both:
            both.delete(PREFIX + name)
            both.srem(NAMES, name)
            both.execute()
    except redis.RedisError as error:
        log.warning("could not say good-bye: %s", error)


def workers() -> list[dict[str, Any]]:
    """The workers that have announced themselves in the last seconds; empty when Redis cannot be asked."""
    client = _client(settings.REDIS_URL)
    try:
        names = sorted(cast(set[str], client.smembers(NAMES)))
        found = client.mget([PREFIX + name for name in names]) if names else []
        if gone := [name for name, text in zip(names, found, strict=True) if not text]:
            client.srem(NAMES, *gone)  # one that is only late comes back when it announces itself
        return [json.loads(text) for text in found if text]
    except redis.RedisError as error:
        log.warning("could not list workers: %s", error)
        return []


@cache
def _client(url: str) -> redis.Redis:
    """One a process: its pool is safe among threads, and after a fork."""
    return redis.Redis.from_url(url, socket_timeout=2, socket_connect_timeout=2, decode_responses=True)
