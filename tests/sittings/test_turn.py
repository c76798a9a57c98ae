"""Sessions and measurements share a machine without disturbing each other."""

import threading

import pytest

from perfgym.sandbox import slots
from perfgym.sandbox.slots import Slot
from perfgym.sittings import turn

TWO_CORES = Slot((91,), (90,))  # numbers of no machine: nobody else takes this slot's lock
FOUR_CORES = Slot((93,), (90, 91, 92))


class Enough(Exception):
    pass


def give_up() -> None:
    raise Enough


def test_a_session_never_works_on_the_measuring_cores() -> None:
    for slot in (TWO_CORES, FOUR_CORES, Slot((), ())):
        assert not set(turn.cores(slot)) & set(slot.app_cores)


def test_without_a_core_to_spare_a_session_waits_for_the_measurement() -> None:
    with slots.alone(TWO_CORES, give_up), pytest.raises(Enough), turn.taken(TWO_CORES, give_up):
        pass


def test_and_a_measurement_waits_for_the_statement() -> None:
    with turn.taken(TWO_CORES, lambda: None), pytest.raises(Enough), slots.alone(TWO_CORES, give_up):
        pass


def test_with_a_core_to_spare_neither_waits() -> None:
    with slots.alone(FOUR_CORES, give_up), turn.taken(FOUR_CORES, give_up):
        pass


def test_a_measurement_that_waits_goes_before_the_next_statement() -> None:
    order: list[str] = []

    def measure() -> None:
        with slots.alone(TWO_CORES, waiting.set):
            order.append("measurement")

    waiting = threading.Event()
    measuring = threading.Thread(target=measure)
    with turn.taken(TWO_CORES, lambda: None):
        measuring.start()
        assert waiting.wait(10)
    with turn.taken(TWO_CORES, lambda: None):
        order.append("statement")
    measuring.join()
    assert order == ["measurement", "statement"]


def test_a_measurement_displaces_what_idles_where_no_core_is_to_spare() -> None:
    assert not turn.displaced(TWO_CORES)
    with slots.alone(TWO_CORES, give_up):
        assert turn.displaced(TWO_CORES)
    with slots.alone(FOUR_CORES, give_up):
        assert not turn.displaced(FOUR_CORES)


def test_one_session_that_waits_for_a_measurement_does_not_hide_it_from_the_others() -> None:
    waiting, enough = threading.Event(), threading.Event()

    def wait() -> None:
        waiting.set()
        if enough.is_set():
            raise Enough

    def session() -> None:
        with pytest.raises(Enough), turn.taken(TWO_CORES, wait):
            pass

    sitting = threading.Thread(target=session)
    with slots.alone(TWO_CORES, give_up):
        sitting.start()
        assert waiting.wait(10)
        assert turn.displaced(TWO_CORES)
        enough.set()
        sitting.join()


def test_the_turn_of_another_session_displaces_nothing() -> None:
    with turn.taken(TWO_CORES, lambda: None):
        assert not turn.displaced(TWO_CORES)
