"""A terminal on a real encrypted store, with fakes at the other ports."""

from dataclasses import dataclass
from pathlib import Path

from clinic_terminal.application.acts import ExposureLimits
from clinic_terminal.application.ports import Enrolment, Operator, PlanEdition
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.store.store import SqlStore, open_store
from tests.build import CATALOGUE, CLINIC, DENTAL
from tests.fakes.ports import CountingIds, FakeCards, FakeCentral, FakePapers, SetClock

KEY = bytes(range(32))
CLERK = Operator("O-1", "练习前台", "")
EDITION = PlanEdition(
    DENTAL, "练习齿科计划", "Practice dental plan", "021-80209058", (8, 21), (9, 18), (9, 18), "", ""
)


@dataclass(frozen=True)
class Bench:
    """A terminal and the handles of its fakes."""

    terminal: Terminal
    store: SqlStore
    clock: SetClock
    ids: CountingIds
    central: FakeCentral
    cards: FakeCards
    papers: FakePapers


def make_bench(folder: Path, *snapshots: Snapshot, limits: ExposureLimits | None = None) -> Bench:
    """Return a terminal that is enrolled, knows the dental plan, and whose server knows ``snapshots``."""
    clock, ids = SetClock(), CountingIds()
    store = open_store(folder / "clinic.db", KEY, clock)
    central, cards, papers = FakeCentral(list(snapshots)), FakeCards(), FakePapers()
    terminal = Terminal(
        clock, ids, store, central, cards, papers, CATALOGUE, canonical_bytes, limits or ExposureLimits()
    )
    with store.begin() as uow:
        uow.memory.set_enrolment(Enrolment("T-1", CLINIC, "http://127.0.0.1:1", "root"))
        uow.memory.put_plan(EDITION)
    return Bench(terminal, store, clock, ids, central, cards, papers)
