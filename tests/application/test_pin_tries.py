"""Wrong PINs in a row make the next one wait, longer each time."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_terminal.application import operators
from clinic_terminal.application.failures import SignInRefusedError
from clinic_terminal.application.people_failures import PinWaitError
from clinic_terminal.application.pin_tries import FIRST_WAIT, FREE, LONGEST_WAIT, NONE, one_more, wait_left
from clinic_terminal.application.ports import Operator
from tests.build import NOW
from tests.terminal import Bench, make_bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = make_bench(tmp_path)
    yield bench
    bench.store.close()


@pytest.fixture
def clerk(bench: Bench) -> Operator:
    return operators.add_operator(bench.terminal, "王敏", "2580")


def after(wrong: int) -> str:
    noted = NONE
    for _ in range(wrong):
        noted = one_more(noted, NOW)
    return noted


@pytest.mark.parametrize(
    ("wrong", "seconds"),
    [(0, 0), (FREE, 0), (FREE + 1, 30), (FREE + 2, 60), (FREE + 5, 480), (FREE + 6, 900), (400, 900)],
)
def test_each_wrong_pin_beyond_a_few_doubles_the_wait_up_to_the_longest(wrong: int, seconds: int) -> None:
    assert wait_left(after(wrong), NOW) == timedelta(seconds=seconds)


@given(st.integers(0, 40), st.timedeltas(timedelta(days=-400), timedelta(days=400)))
def test_the_wait_is_never_negative_and_never_beyond_the_longest(wrong: int, later: timedelta) -> None:
    assert timedelta(0) <= wait_left(after(wrong), NOW + later) <= LONGEST_WAIT


@pytest.mark.parametrize("noted", ["", "x", "9", "9 yesterday", "many 2026-11-22T00:00:00+00:00"])
def test_a_note_that_cannot_be_read_locks_nobody_out(noted: str) -> None:
    assert wait_left(noted, NOW) == timedelta(0)


def test_after_too_many_wrong_pins_not_even_the_right_one_is_looked_at(bench: Bench, clerk: Operator) -> None:
    for _ in range(FREE + 1):
        with pytest.raises(SignInRefusedError):
            operators.sign_in(bench.terminal, clerk.id, "0000")
    with pytest.raises(PinWaitError) as waiting:
        operators.sign_in(bench.terminal, clerk.id, "2580")
    assert (waiting.value.cause, waiting.value.least) == ("SECONDS", FIRST_WAIT.seconds)
    bench.clock.advance(FIRST_WAIT.seconds)
    assert operators.sign_in(bench.terminal, clerk.id, "2580") == clerk
    with pytest.raises(SignInRefusedError):
        operators.sign_in(bench.terminal, clerk.id, "0000")


def test_another_person_does_not_wait_for_it(bench: Bench, clerk: Operator) -> None:
    other = operators.add_operator(bench.terminal, "林嘉", "1379")
    for _ in range(FREE + 1):
        with pytest.raises(SignInRefusedError):
            operators.sign_in(bench.terminal, clerk.id, "0000")
    assert operators.sign_in(bench.terminal, other.id, "1379") == other


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(milliseconds=1), ("SECONDS", 1)),
        (timedelta(seconds=29, milliseconds=1), ("SECONDS", 30)),
        (timedelta(minutes=2), ("MINUTES", 2)),
        (timedelta(minutes=14, seconds=1), ("MINUTES", 15)),
    ],
)
def test_what_is_left_is_said_rounded_up(left: timedelta, said: tuple[str, int]) -> None:
    error = PinWaitError(left)
    assert (error.cause, error.least) == said
