"""Visits: stored whole, found by day, and never overwritten unseen."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_terminal.application.failures import (
    StoreFailedError,
    VisitChangedElsewhereError,
    VisitUnknownError,
)
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.store.causes import Cause
from clinic_terminal.store.store import SqlStore
from tests.build import NOW, TODAY
from tests.store.parts import behind, done, expected, signed, stored

HOUR = timedelta(hours=1)


def found(store: SqlStore, visit_id: str) -> Visit:
    with store.read() as work:
        return work.visits.get(visit_id)


def test_a_signed_visit_comes_back_equal(store: SqlStore) -> None:
    visit = stored(store, signed())
    assert visit == replace(signed(), revision=1)
    assert found(store, visit.id) == visit


def test_each_change_raises_the_revision(store: SqlStore) -> None:
    first = stored(store, signed())
    second = stored(store, done(first))
    assert (first.revision, second.revision) == (1, 2)
    assert found(store, first.id) == second


def test_an_unknown_visit_is_named(store: SqlStore) -> None:
    with pytest.raises(VisitUnknownError):
        found(store, "visit-9")


def test_a_visit_that_was_changed_elsewhere_is_not_overwritten(store: SqlStore) -> None:
    seen_by_both = stored(store, expected())
    changed = stored(store, replace(seen_by_both, note="here"))
    with pytest.raises(VisitChangedElsewhereError):
        stored(store, replace(seen_by_both, note="there"))
    assert found(store, "visit-1") == changed


@pytest.mark.parametrize("revision", [0, 3])
def test_a_visit_of_a_wrong_revision_is_refused(store: SqlStore, revision: int) -> None:
    kept = stored(store, expected())
    with pytest.raises(VisitChangedElsewhereError):
        stored(store, replace(expected(), revision=revision))
    assert found(store, "visit-1") == kept


def test_a_visit_that_was_never_stored_cannot_be_changed(store: SqlStore) -> None:
    with pytest.raises(VisitChangedElsewhereError):
        stored(store, replace(expected(), revision=1))


def test_the_board_is_in_order_of_expectation_and_arrival(store: SqlStore) -> None:
    stored(store, expected(1, None))
    stored(store, expected(2, NOW + HOUR))
    stored(store, replace(expected(3, None), stage=Stage.ARRIVED, arrived_at=NOW + 2 * HOUR))
    stored(store, expected(4, NOW))
    stored(store, replace(expected(5), day=TODAY + timedelta(days=1)))
    with store.read() as work:
        assert [visit.id for visit in work.visits.on_day(TODAY)] == [
            f"visit-{number}" for number in (4, 2, 3, 1)
        ]


def test_the_board_can_be_narrowed_to_stages(store: SqlStore) -> None:
    for number, stage in enumerate(Stage):
        stored(store, replace(expected(number), stage=stage))
    with store.read() as work:
        stages = [visit.stage for visit in work.visits.on_day(TODAY, (Stage.ARRIVED, Stage.FROZEN))]
        assert work.visits.on_day(TODAY + timedelta(days=1)) == []
    assert stages == [Stage.ARRIVED, Stage.FROZEN]


def test_a_visit_that_is_moved_is_found_on_its_new_day(store: SqlStore) -> None:
    visit = stored(store, expected())
    tomorrow = TODAY + timedelta(days=1)
    moved = stored(store, replace(visit, day=tomorrow, expected_at=NOW + 24 * HOUR))
    with store.read() as work:
        assert work.visits.on_day(TODAY) == []
        assert work.visits.on_day(tomorrow) == [moved]


@pytest.mark.parametrize("document", ["X'00'", "X'789C03000000000001'"])
def test_an_unreadable_document_is_a_failure_of_the_store(store: SqlStore, path: Path, document: str) -> None:
    stored(store, signed())
    with behind(path) as connection:
        connection.execute(f"UPDATE visits SET document = {document}")  # noqa: S608  one of two constants
    with pytest.raises(StoreFailedError) as caught:
        found(store, "visit-1")
    assert caught.value.cause == Cause.DOCUMENT
