"""The clinic's prices and habits on the file: editions stay as they were adopted, uses are counted."""

from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.command import upgrade as upgrade_to
from sqlcipher3.dbapi2 import IntegrityError

from clinic_terminal.application.failures import StoreFailedError
from clinic_terminal.domain.habits import Habits, ItemUse
from clinic_terminal.domain.tariff import Tariff, TariffEdition, TariffRow
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.store.store import SqlStore, open_store
from clinic_terminal.store.visits import _OF_MEMBER
from clinic_terminal.store.visits import to_row as visit_row
from tests.build import CHILD, NOW, TODAY
from tests.store.parts import KEY, MINUTE, StillClock, behind, expected, stored

JUNE = date(2026, 6, 1)


def edition(number: int, *rows: TariffRow) -> TariffEdition:
    return TariffEdition(f"E-{number}", NOW + number * MINUTE, "王敏", "test/1", rows)


FIRST = edition(1, TariffRow("BS07", 65_000, JUNE, offered=False, name="补牙"), TariffRow("PV01", 0, JUNE))
SECOND = edition(2, TariffRow("BS07", 66_000, JUNE))


def adopt(store: SqlStore, *editions: TariffEdition) -> None:
    for one in editions:
        with store.begin() as work:
            work.tariff.put(one)


def test_editions_come_back_in_the_order_of_their_adoption(store: SqlStore) -> None:
    with store.read() as work:
        assert (work.tariff.editions(), work.tariff.revision()) == (Tariff(), 0)
    adopt(store, FIRST, SECOND)
    with store.read() as work:
        assert (work.tariff.editions(), work.tariff.revision()) == (Tariff((FIRST, SECOND)), 2)


def test_ten_thousand_rows_are_one_edition(store: SqlStore) -> None:
    large = edition(1, *(TariffRow(f"A{number}", number, JUNE) for number in range(10_000)))
    adopt(store, large)
    with store.read() as work:
        assert work.tariff.editions().editions == (large,)


def test_an_edition_is_adopted_once(store: SqlStore) -> None:
    adopt(store, FIRST)
    with pytest.raises(StoreFailedError):
        adopt(store, FIRST)


@pytest.mark.parametrize("statement", ["DELETE FROM tariff", "UPDATE tariff SET adopted_at = 0"])
def test_no_program_changes_an_adopted_edition(store: SqlStore, path: Path, statement: str) -> None:
    adopt(store, FIRST)
    with behind(path) as connection, pytest.raises(IntegrityError, match="editions are"):
        connection.execute(statement)


def test_uses_are_counted_by_operator_and_for_the_clinic(store: SqlStore) -> None:
    with store.begin() as work:
        for operator, item, minutes in (
            ("A", "BS07", 0),
            ("A", "BS07", 9),
            ("B", "BS07", 4),
            ("B", "PV01", 5),
        ):
            work.habits.count(operator, item, NOW + minutes * MINUTE)
    with store.read() as work:
        assert work.habits.of("A") == Habits({"BS07": ItemUse(2, NOW + 9 * MINUTE)}, {"BS07": 3, "PV01": 1})
        assert work.habits.of("nobody") == Habits({}, {"BS07": 3, "PV01": 1})


def test_a_clock_that_jumped_back_does_not_make_a_use_older(store: SqlStore) -> None:
    with store.begin() as work:
        work.habits.count("A", "BS07", NOW)
        work.habits.count("A", "BS07", NOW - timedelta(days=1))
    with store.read() as work:
        assert work.habits.of("A").own["BS07"] == ItemUse(2, NOW)


def test_favourites_are_each_operators_own_and_marking_twice_is_harmless(store: SqlStore) -> None:
    with store.begin() as work:
        for _ in range(2):
            work.habits.mark("A", "BS07", favourite=True)
        work.habits.mark("A", "PV01", favourite=True)
        work.habits.mark("A", "PV01", favourite=False)
        work.habits.mark("A", "PV01", favourite=False)
    with store.read() as work:
        assert work.habits.of("A").favourites == {"BS07"}
        assert work.habits.of("B").favourites == frozenset()


def of_child(number: int, member: str, days: int, policy: str = "POL-1", stage: Stage = Stage.DONE) -> Visit:
    one = expected(number)
    person = replace(CHILD, member=member)
    return replace(one, person=person, policy=policy, day=TODAY - timedelta(days=days), stage=stage)


def test_a_childs_visits_are_found_under_all_its_policies_the_latest_first(store: SqlStore) -> None:
    for visit in (
        of_child(1, "A1", 30),
        of_child(2, "A1", 10, "POL-2"),
        of_child(3, "A1", 20, stage=Stage.CANCELLED),
        of_child(4, "A10", 1),
        of_child(5, "A", 1),
    ):
        stored(store, visit)
    with store.read() as work:
        assert [visit.id for visit in work.visits.of_member("A1")] == ["visit-2", "visit-3", "visit-1"]
        assert [visit.id for visit in work.visits.of_member("A1", (Stage.DONE,))] == ["visit-2", "visit-1"]
        assert [visit.id for visit in work.visits.of_member("A1", most=1)] == ["visit-2"]
        assert work.visits.of_member("nobody") == []


def test_a_visit_that_moves_to_another_policy_is_still_found(store: SqlStore) -> None:
    visit = stored(store, of_child(1, "A1", 0))
    with store.begin() as work:
        work.visits.put(replace(visit, policy="POL-9"))
    with store.read() as work:
        assert [one.policy for one in work.visits.of_member("A1")] == ["POL-9"]


def test_a_childs_visits_go_by_their_index(store: SqlStore, path: Path) -> None:
    del store
    values = {"first": "A/", "last": "A0", "stages": "[]", "most": 1}
    with behind(path) as connection:
        plan = [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {_OF_MEMBER}", values)]
    assert any("visits_chain" in step for step in plan), plan


def test_visits_of_the_schema_before_are_found_by_their_child_after_the_upgrade(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(command, "upgrade", lambda config, _head: upgrade_to(config, "0002"))
        open_store(path, KEY, StillClock()).close()
    row = visit_row(of_child(1, "A1", 3))
    with behind(path) as connection:
        connection.execute("INSERT INTO visits VALUES (?, ?, ?, ?, ?, ?, ?)", tuple(row.values()))
        connection.commit()
    with closing(open_store(path, KEY, StillClock())) as store, store.begin() as work:
        assert [visit.id for visit in work.visits.of_member("A1")] == ["visit-1"]
        assert (work.tariff.revision(), work.habits.of("A")) == (0, Habits())
        work.tariff.put(FIRST)
