"""Which workers are here: each says so every few seconds, and is forgotten soon after it stops."""

import json
import logging
from collections.abc import Mapping
from typing import Any

import redis
from django.conf import settings

PREFIX = "perfgym:worker:"
SECONDS = 20

log = logging.getLogger(__name__)


def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2, decode_responses=True)


def announce(name: str, facts: Mapping[str, Any]) -> None:
    """Say that worker `name` is here and what it can do: driver, level, state ("preparing" or "ready"), message."""
    try:
        with _client() as client:
            client.set(PREFIX + name, json.dumps({"name": name, **facts}), ex=SECONDS)
    except redis.RedisError as error:
        log.warning("could not announce this worker: %s", error)


def leave(name: str) -> None:
    try:
        with _client() as client:
            client.delete(PREFIX + name)
    except redis.RedisError as error:
        log.warning("could not say good-bye: %s", error)


def workers() -> list[dict[str, Any]]:
    """The workers that have announced themselves in the last seconds; empty when Redis cannot be asked."""
    try:
        with _client() as client:
            keys = sorted(client.scan_iter(PREFIX + "*"))
            return [json.loads(text) for text in (client.mget(keys) if keys else []) if text]
    except redis.RedisError as error:
        log.warning("could not list workers: %s", error)
        return []
