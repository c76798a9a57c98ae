"""The live stream: it ends when the right to see the run does, in time, and a person has three at most."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.http import StreamingHttpResponse
from django.test import AsyncClient

from perfgym.accounts.models import Person
from perfgym.runs import live, seats, stream
from perfgym.runs.models import Kind, Run, State
from perfgym.runs.seats import Seat
from perfgym.workspaces.models import Snapshot
from tests import factories

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]
Change = Callable[[Person, Run], Any]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "BLOCK_MS", 50)
    monkeypatch.setattr(stream, "LOOK_SECONDS", 0.0)


def waiting(owner: Person, **more: Any) -> Run:
    return Run.objects.create(
        owner=owner, kind=Kind.COMPARE, lab=factories.LAB, lab_digest="0", snapshot=Snapshot.of({}), **more
    )


def listen(person: Person, run: Run, then: Callable[[AsyncIterator[bytes]], Awaitable[Any]]) -> Any:
    """Open the stream as this person, and do `then` with what comes."""

    async def whole() -> Any:
        client = AsyncClient()
        await client.aforce_login(person)
        answer = await client.get(f"/runs/{run.pk}/events")
        assert isinstance(answer, StreamingHttpResponse)
        content: Any = answer.streaming_content
        try:
            return await asyncio.wait_for(then(aiter(content)), 60)
        finally:
            await content.aclose()

    return asyncio.run(whole())


async def rest(content: AsyncIterator[bytes]) -> bytes:
    return b"".join([part async for part in content])


ENDS: dict[str, Change] = {
    "the account is closed": lambda person, run: Person.objects.filter(pk=person.pk).update(is_active=False),
    "the password is another": lambda person, run: Person.objects.filter(pk=person.pk).update(password="!another"),
    "staff no more": lambda person, run: Person.objects.filter(pk=person.pk).update(is_staff=False),
    "the run is gone": lambda person, run: run.delete(),
}


@pytest.mark.parametrize("change", ENDS.values(), ids=ENDS)
def test_a_stream_ends_when_the_right_to_see_it_does(change: Change) -> None:
    person, run = factories.person(staff=True), waiting(factories.person())

    async def lose(content: AsyncIterator[bytes]) -> bytes:
        assert b'"state": "queued"' in await anext(content)
        assert await anext(content) == b": waiting\n\n"
        await sync_to_async(change)(person, run)
        return await rest(content)

    assert b"event:" not in listen(person, run, lose)


def test_busy_events_do_not_keep_the_right_from_being_looked_at() -> None:
    person, run = factories.person(staff=True), waiting(factories.person())
    publish = live.Publisher(str(run.pk))
    for number in range(3):
        publish("second", {"t": number})

    async def lose(content: AsyncIterator[bytes]) -> bytes:
        await anext(content)
        assert b'{"t":0}' in await anext(content)
        await sync_to_async(ENDS["staff no more"])(person, run)
        return await rest(content)

    assert listen(person, run, lose) == b""
    publish.close()


def test_a_stream_ends_after_its_time_and_the_browser_comes_again(monkeypatch: pytest.MonkeyPatch) -> None:
    person = factories.person()
    monkeypatch.setattr(stream, "LIFE_SECONDS", 0.2)
    assert b"event: end" not in listen(person, waiting(person), rest)


def test_a_run_that_is_over_ends_its_stream() -> None:
    person = factories.person()
    said = listen(person, waiting(person, state=State.CANCELLED, reason="cancelled"), rest)
    assert said.count(b"event: end") == 1


async def take(person: Person, count: int) -> list[Seat | None]:
    return [await seats.take(person.pk) for _ in range(count)]


async def leave(taken: list[Seat | None]) -> None:
    for seat in taken:
        if seat:
            await seats.leave(seat)


def test_three_seats_and_each_is_given_back() -> None:
    person, other = factories.person(), factories.person()

    async def whole() -> list[bool]:
        taken = await take(person, 4)
        await leave(taken[:1])
        taken += [*await take(person, 1), *await take(other, 1)]
        await leave(taken)
        return [seat is not None for seat in taken]

    assert asyncio.run(whole()) == [True, True, True, False, True, True]


def test_a_seat_that_nobody_keeps_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    person = factories.person()

    async def whole() -> list[bool]:
        taken = await take(person, 1)
        assert taken[0] is not None
        with monkeypatch.context() as patch:
            patch.setattr(seats, "FREE_AFTER", 0)
            await seats.keep(taken[0])
        taken += await take(person, 4)
        await leave(taken)
        return [seat is not None for seat in taken]

    assert asyncio.run(whole()) == [True, True, True, True, False]


def test_without_its_broker_a_stream_says_come_again(settings: Any) -> None:
    person = factories.person()
    run = waiting(person)
    settings.REDIS_URL = "unix:///nowhere/valkey.sock"

    async def whole() -> bytes:
        client = AsyncClient()
        await client.aforce_login(person)
        return (await client.get(f"/runs/{run.pk}/events")).content

    said = asyncio.run(whole())
    assert said.startswith(b"event: state\n")
    assert b'"state": "queued"' in said
    assert said.endswith(b"retry: 3000\n\n")


def test_without_its_broker_a_stream_still_tells_that_a_run_is_over(settings: Any) -> None:
    person = factories.person()
    run = waiting(person, state=State.CANCELLED, reason="cancelled")
    settings.REDIS_URL = "unix:///nowhere/valkey.sock"

    async def whole() -> bytes:
        client = AsyncClient()
        await client.aforce_login(person)
        return (await client.get(f"/runs/{run.pk}/events")).content

    assert asyncio.run(whole()).startswith(b"event: end\n")


@pytest.mark.parametrize("last", ["nonsense", "1-2-3", "99999999999999999999", "²"])
def test_a_last_event_that_never_was_starts_from_the_first(last: str) -> None:
    assert stream.EVENT_ID.fullmatch(last) is None
