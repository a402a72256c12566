"""A server that lost a day's work over closed days without a word: its changes go on, the day is compared."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_terminal.application.reconciliation import days
from clinic_terminal.application.reconciliation_days import noted
from clinic_terminal.sync.reconcile import Reconciler
from tests.closing import FILLING_LINE, FILM_LINE
from tests.sync.test_set_back import Clinics
from tests.whole_desk import WholeDesk


@pytest.fixture
def clinics(tmp_path: Path) -> Iterator[Clinics]:
    made = Clinics(tmp_path)
    yield made
    made.close()


def _acts(desk: WholeDesk) -> set[str]:
    with desk.store.read() as uow:
        return {row.act.id for row in uow.queue.rows()}


def test_bills_of_friday_that_a_disk_image_lost_are_booked_again_on_monday(clinics: Clinics) -> None:
    friday = clinics.server.today
    clinics.here.fetch()
    clinics.back_up()
    clinics.here.bill(clinics.member, (FILLING_LINE,))
    clinics.here.sync()
    clinics.set_back()
    for _ in range(3):
        clinics.there.bill(clinics.member, (FILM_LINE,))
    clinics.there.sync()
    clinics._clock.ahead = timedelta(days=3)
    clinics.here.fetch()
    with clinics.here.store.read() as uow:
        assert noted(uow) == frozenset()
    reconciler = Reconciler(clinics.here.terminal)
    while reconciler.step():
        pass
    found = {one.day: one for one in days(clinics.here.terminal)}
    assert set(found) >= {friday + timedelta(days=after) for after in range(3)}
    assert set(found[friday].offered) == _acts(clinics.here)
    assert all(one.equal for one in found.values())
    assert {row.act for row in clinics.here.terminal.central.statement(friday).rows} >= _acts(clinics.here)
