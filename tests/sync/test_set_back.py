"""A server that was set back to its backup gives versions out again: what a child has left stays right."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from clinic_terminal.application.ports import EligibilityQuery
from clinic_terminal.application.reconciliation_days import note_last_days
from clinic_terminal.application.standing import effective_standing
from clinic_terminal.domain.adjudication import Counters
from clinic_terminal.sandbox.server import system_clock
from clinic_terminal.sync.reconcile import Reconciler
from tests.closing import FILLING_LINE, FILM_LINE
from tests.practice import PracticeServer
from tests.whole_desk import XIAOLU, XIAOLU_2, WholeDesk

HOURS = timedelta(hours=3)


class Clock:
    """The server's clock; restoring takes hours."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return system_clock() + self.ahead


class Clinics:
    """Two workstations, one server and its backup."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._clock = Clock()
        self.server = PracticeServer(folder / "server", clock=self._clock).start()
        self.member = self.server.world.member_of("RETURNING")
        self.here, self.there = (self.desk(name, code) for name, code in (("a", XIAOLU), ("b", XIAOLU_2)))

    def desk(self, name: str, code: str) -> WholeDesk:
        (self._folder / name).mkdir()
        return WholeDesk(self._folder / name, self.server, code)

    def back_up(self) -> None:
        self.server.stop()
        shutil.copytree(self._folder / "server", self._folder / "backup")
        self.server.start()

    def set_back(self) -> None:
        self.server.stop()
        shutil.rmtree(self._folder / "server")
        shutil.copytree(self._folder / "backup", self._folder / "server")
        self._clock.ahead = HOURS
        self.server.start()

    def believed(self) -> Counters:
        """Return what the desk here takes for used."""
        with self.here.store.read() as uow:
            (known,) = uow.snapshots.of_member(self.member)
            return effective_standing(known, uow.queue.of_chain(known.chain)).used

    def true(self) -> Counters:
        """Return what the server has."""
        (fresh,) = self.here.terminal.central.eligibility(
            EligibilityQuery(self.server.today, self.member, "")
        )
        return fresh.snapshot.used

    def close(self) -> None:
        self.here.close()
        self.there.close()
        self.server.stop()


@pytest.fixture
def clinics(tmp_path: Path) -> Iterator[Clinics]:
    clinics = Clinics(tmp_path)
    yield clinics
    clinics.close()


def reconciled(desk: WholeDesk) -> None:
    with desk.store.begin() as uow:
        note_last_days(uow, desk.server.today)
    reconciler = Reconciler(desk.terminal)
    while reconciler.step():
        pass


def test_what_another_clinic_lost_with_the_server_does_not_count_for_ever(clinics: Clinics) -> None:
    clinics.back_up()
    for _ in range(2):
        clinics.there.bill(clinics.member, (FILM_LINE,))
    clinics.there.sync()
    clinics.here.fetch()
    assert clinics.believed() == clinics.true()
    clinics.set_back()
    clinics.here.scan(clinics.member)
    assert clinics.believed() == clinics.true()


def test_what_is_offered_again_counts_once_whatever_version_it_gets(clinics: Clinics) -> None:
    clinics.back_up()
    clinics.there.bill(clinics.member, (FILM_LINE,))
    clinics.there.sync()
    clinics.here.fetch()
    for _ in range(2):
        clinics.here.bill(clinics.member, (FILLING_LINE,))
    clinics.here.sync()
    clinics.set_back()
    reconciled(clinics.here)
    clinics.here.scan(clinics.member)
    assert clinics.believed() == clinics.true()


def test_a_void_that_is_offered_again_gives_back_once(clinics: Clinics) -> None:
    clinics.back_up()
    clinics.there.bill(clinics.member, (FILM_LINE,))
    clinics.there.sync()
    clinics.here.fetch()
    bill = clinics.here.bill(clinics.member, (FILLING_LINE,))
    clinics.here.bill(clinics.member, (FILM_LINE,))
    clinics.here.sync()
    clinics.here.void(bill)
    clinics.here.sync()
    clinics.set_back()
    reconciled(clinics.here)
    clinics.here.scan(clinics.member)
    assert clinics.believed() == clinics.true()
