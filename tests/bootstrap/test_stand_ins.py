"""The gateway that is made late: a key out of reach is asked for now and then, and nobody waits for it."""

import threading
from collections.abc import Callable

import pytest

from clinic_terminal.application.failures import CentralSessionError, StoreUnopenableError
from clinic_terminal.application.ports import CentralApi
from clinic_terminal.bootstrap.stand_ins import LateCentral, NotEnrolledCentral

MADE = "MADE"
KEY = "KEY_UNAVAILABLE"


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Return what lets seconds go by."""
    time = [0.0]
    monkeypatch.setattr("clinic_terminal.bootstrap.stand_ins._seconds", lambda: time[0])

    def go_on(seconds: float) -> None:
        time[0] += seconds

    return go_on


def answer_of(central: CentralApi) -> str:
    with pytest.raises(CentralSessionError) as caught:
        central.changes("")
    return caught.value.cause


class Maker:
    """Makes a gateway that answers MADE, once the key is there."""

    def __init__(self, *, has_key: bool = False) -> None:
        self.has_key = has_key
        self.tries = 0

    def __call__(self) -> CentralApi:
        self.tries += 1
        if not self.has_key:
            raise StoreUnopenableError(KEY)
        return NotEnrolledCentral(MADE)


def test_a_key_out_of_reach_is_asked_for_after_pauses_that_grow_to_ten_minutes(
    later: Callable[[float], None],
) -> None:
    make = Maker()
    central = LateCentral(make)
    assert [answer_of(central) for _ in range(20)] == [KEY] * 20
    assert make.tries == 1
    for pause in (60, 120, 240, 480, 600, 600):
        tries = make.tries
        later(pause - 1)
        assert answer_of(central) == KEY
        assert make.tries == tries
        later(1)
        assert answer_of(central) == KEY
        assert make.tries == tries + 1
    make.has_key = True
    later(600)
    assert answer_of(central) == MADE


def test_a_key_that_was_out_of_reach_at_the_start_is_not_asked_for_at_once(
    later: Callable[[float], None],
) -> None:
    make = Maker(has_key=True)
    central = LateCentral(make, KEY)
    assert answer_of(central) == KEY
    assert make.tries == 0
    later(60)
    assert answer_of(central) == MADE


def test_who_finds_it_being_asked_for_is_refused_and_does_not_wait(later: Callable[[float], None]) -> None:
    asked, answered = threading.Event(), threading.Event()

    def make() -> CentralApi:
        asked.set()
        answered.wait()
        return NotEnrolledCentral(MADE)

    central = LateCentral(make, KEY)
    later(60)
    other = threading.Thread(target=lambda: answer_of(central))
    other.start()
    asked.wait()
    assert answer_of(central) == KEY
    answered.set()
    other.join()
    assert answer_of(central) == MADE


def test_who_finds_it_being_made_with_its_key_in_hand_waits_and_is_not_refused() -> None:
    others: list[threading.Thread] = []
    answers: list[str] = []

    def make() -> CentralApi:
        others.append(threading.Thread(target=lambda: answers.append(answer_of(central))))
        others[0].start()
        return NotEnrolledCentral(MADE)

    central = LateCentral(make)
    assert answer_of(central) == MADE
    others[0].join()
    assert (answers, len(others)) == ([MADE], 1)
