"""Live events: what was published can be followed from the start, and again from any point."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest
import redis

from perfgym.runs import live

pytestmark = [pytest.mark.servers, pytest.mark.usefixtures("servers")]


async def take(run: str, after: str, count: int) -> list[tuple[str, str, str]]:
    found = []
    async for event in live.follow(run, after):
        if event:
            found.append(event)
        if len(found) == count:
            break
    return found


def test_a_follower_resumes_where_it_left_off() -> None:
    run = str(uuid4())
    publish = live.Publisher(run)
    for number in range(5):
        publish("second", {"t": number})
    publish.close()
    first = asyncio.run(take(run, "0", 2))
    rest = asyncio.run(take(run, first[-1][0], 3))
    assert [data for _, _, data in first + rest] == [f'{{"t":{number}}}' for number in range(5)]


def test_a_server_that_is_away_stops_the_picture_and_not_the_run(
    settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REDIS_URL = "unix:///nowhere/valkey.sock"  # type: ignore[attr-defined]
    publish = live.Publisher("x")
    publish("second", {"t": 1})
    publish("second", {"t": 2})
    assert len([record for record in caplog.records if "the run goes on" in record.message]) == 1


def test_what_could_not_be_written_is_written_once_redis_is_back(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "PAUSE", 0.0)
    run, here = str(uuid4()), settings.REDIS_URL
    settings.REDIS_URL = "unix:///nowhere/valkey.sock"
    publish = live.Publisher(run)
    publish("second", {"t": 1})
    settings.REDIS_URL = here
    publish._redis = redis.Redis.from_url(here)
    publish("second", {"t": 2})
    publish("second", {"t": 3})
    publish.close()
    assert live.kept(run) == [("second", {"t": number}) for number in (1, 2, 3)]


def test_what_is_kept_of_a_run_is_nothing_where_redis_is_away(settings: Any) -> None:
    settings.REDIS_URL = "unix:///nowhere/valkey.sock"
    assert live.kept("x") == []
