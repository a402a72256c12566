"""Who works here: names, PINs, managers."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from clinic_terminal.application import people
from clinic_terminal.application.failures import SignInRefusedError
from clinic_terminal.application.first_start_failures import (
    ManagerMissingError,
    NameMissingError,
    NameTakenError,
    NotAManagerError,
    PinRefusedError,
)
from clinic_terminal.application.operators import sign_in
from tests.terminal import Bench, make_bench


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = make_bench(tmp_path)
    yield bench
    bench.store.close()


@pytest.mark.parametrize(
    ("pin", "again", "cause"),
    [
        ("12ab", "12ab", "DIGITS"),
        ("１３５７", "１３５７", "DIGITS"),
        ("", "", "DIGITS"),
        ("135", "135", "LENGTH"),
        ("1357913579135", "1357913579135", "LENGTH"),
        ("7777", "7777", "EASY"),
        ("1234", "1234", "EASY"),
        ("7890", "7890", "EASY"),
        ("4321", "4321", "EASY"),
        ("2580", "2581", "DIFFERENT"),
        ("2580", "", "DIFFERENT"),
    ],
)
def test_a_pin_that_cannot_be_used_says_why(pin: str, again: str, cause: str) -> None:
    with pytest.raises(PinRefusedError) as refused:
        people.checked_pin(pin, again)
    assert refused.value.cause == cause


def test_somebody_with_a_long_pin_can_sign_in(bench: Bench) -> None:
    added = people.add_person(bench.terminal, "  张  晓莉 ", "135791357913", "135791357913", manager=True)
    assert (added.name, added.manager) == ("张 晓莉", True)
    assert sign_in(bench.terminal, added.id, "135791357913") == added


@pytest.mark.parametrize("name", ["", "   ", "长" * 41, "张\n莉" + "\x07"])
def test_a_name_is_needed(bench: Bench, name: str) -> None:
    with pytest.raises(NameMissingError):
        people.add_person(bench.terminal, name, "2580", "2580", manager=False)


def test_two_people_are_told_apart_by_name(bench: Bench) -> None:
    people.add_person(bench.terminal, "Wang Min", "2580", "2580", manager=False)
    with pytest.raises(NameTakenError):
        people.add_person(bench.terminal, "wang  min", "1379", "1379", manager=True)


def test_a_manager_is_needed_and_only_a_manager_may_set_up_again(bench: Bench) -> None:
    clerk = people.add_person(bench.terminal, "王敏", "2580", "2580", manager=False)
    with pytest.raises(ManagerMissingError):
        people.require_manager(bench.terminal)
    assert people.who_may_set_up(bench.terminal) == (clerk,)
    boss = people.add_person(bench.terminal, "张晓莉", "1379", "1379", manager=True)
    assert people.require_manager(bench.terminal) == people.who_may_set_up(bench.terminal) == (boss,)
    with pytest.raises(NotAManagerError):
        people.allow_set_up(bench.terminal, clerk.id, "2580")
    with pytest.raises(SignInRefusedError):
        people.allow_set_up(bench.terminal, boss.id, "2580")
    assert people.allow_set_up(bench.terminal, boss.id, "1379") == boss


def test_a_manager_who_left_is_none(bench: Bench) -> None:
    boss = people.add_person(bench.terminal, "张晓莉", "1379", "1379", manager=True)
    with bench.store.begin() as uow:
        uow.memory.put_operator(replace(boss, active=False))
    with pytest.raises(ManagerMissingError):
        people.require_manager(bench.terminal)
