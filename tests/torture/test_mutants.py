"""The mutants of our own safety code: each has its text, and some are killed here; all are by the command."""

import dataclasses

import pytest

from tests.fault_counts import Count, NoteCount
from torture.mutant_list import MUTANTS, Mutant
from torture.mutants import StaleMutantError, UnsoundKillerError, check_killers, fate_of, mutated

BY_NAME = {mutant.name: mutant for mutant in MUTANTS}


def test_there_are_twenty_at_least_and_each_has_a_name_and_a_killer() -> None:
    assert len(BY_NAME) == len(MUTANTS) >= 20
    assert all(mutant.killers for mutant in MUTANTS)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_the_text_of_every_mutant_stands_once(mutant: Mutant) -> None:
    assert mutated(mutant) != ""


def test_a_mutant_whose_text_is_gone_is_named() -> None:
    with pytest.raises(StaleMutantError, match="no-gate"):
        mutated(dataclasses.replace(BY_NAME["no-gate"], old="nowhere"))


@pytest.mark.parametrize("name", ["no-receipt", "audit-without-chain"])
def test_a_mutant_is_killed(name: str, note_count: NoteCount) -> None:
    killed_by = fate_of(BY_NAME[name]).killed_by
    note_count(Count("R14", 1, len(MUTANTS), int(not killed_by), "none"))
    assert killed_by


def test_a_mutant_that_changes_nothing_lives() -> None:
    harmless = dataclasses.replace(BY_NAME["no-receipt"], new=BY_NAME["no-receipt"].old)
    killers = ("pytest tests/test_i18n.py",)
    assert fate_of(dataclasses.replace(harmless, killers=killers)).killed_by == ""


def test_a_killer_that_fails_without_a_mutant_is_refused() -> None:
    with pytest.raises(UnsoundKillerError, match="nowhere"):
        check_killers(["pytest tests/nowhere.py"])
