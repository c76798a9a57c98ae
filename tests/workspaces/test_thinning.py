"""Kept versions thin out with age; those that stand for an event stay, and there is a most."""

from datetime import UTC, datetime, timedelta

from perfgym.workspaces.thinning import MOST, surplus

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


def versions(*ages: timedelta, typed: bool = True) -> list[tuple[int, datetime, bool]]:
    """Newest first, with keys that count down."""
    return [(len(ages) - place, NOW - age, typed) for place, age in enumerate(ages)]


def test_of_the_last_hour_all_stay() -> None:
    assert surplus(versions(*(timedelta(minutes=2 * n) for n in range(29))), NOW) == []


def test_of_the_last_day_the_newest_of_ten_minutes_stays() -> None:
    ages = [timedelta(hours=3, minutes=minute) for minute in (2, 4, 6, 12)]
    assert surplus(versions(*ages), NOW) == [3, 2]


def test_before_that_the_newest_of_a_day_stays() -> None:
    ages = [timedelta(days=2, hours=hour) for hour in (1, 5, 9)]
    assert surplus(versions(*ages), NOW) == [2, 1]


def test_what_was_kept_for_an_event_does_not_thin_out() -> None:
    ages = [timedelta(days=2, hours=hour) for hour in (1, 5, 9)]
    assert surplus(versions(*ages, typed=False), NOW) == []


def test_there_is_a_most_and_the_oldest_go() -> None:
    ages = [timedelta(seconds=n) for n in range(MOST + 3)]
    assert surplus(versions(*ages, typed=False), NOW) == [3, 2, 1]


def test_thinning_again_takes_nothing_more() -> None:
    ages = [timedelta(minutes=7 * n) for n in range(600)]
    kept = versions(*ages)
    gone = set(surplus(kept, NOW))
    assert gone
    assert surplus([each for each in kept if each[0] not in gone], NOW) == []
