"""A terminal whose days are compared with a server that lists what it is told."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from clinic_terminal.application.acts import Act
from clinic_terminal.application.failures import CentralRefusedError
from clinic_terminal.application.ports import Statement
from clinic_terminal.application.reconciliation_days import note_last_days
from clinic_terminal.contract.statements import statement_digest
from clinic_terminal.sync.reconcile import Reconciler
from tests.application.test_reconciliation import _act, _row
from tests.build import TODAY, snapshot
from tests.fakes.ports import FakeCentral
from tests.terminal import Bench, make_bench


def back(*days: int) -> list[date]:
    """Return the days so many days ago."""
    return [TODAY - timedelta(days=one) for one in days]


@dataclass
class Asked(FakeCentral):
    """Notes which days it was asked for; it refuses to list some."""

    def __post_init__(self) -> None:
        self.days: list[date] = []
        self.refused: set[date] = set()

    def statement(self, day: date) -> Statement:
        self.days.append(day)
        if day in self.refused:
            raise CentralRefusedError("DAY_UNKNOWN", "not that one")
        return super().statement(day)


@dataclass
class Daily:
    """A terminal, its server, and what compares them."""

    bench: Bench
    central: Asked
    reconciler: Reconciler

    def run(self) -> list[date]:
        """Compare whatever is due now; return the days."""
        self.central.days.clear()
        while self.reconciler.step():
            pass
        return list(dict.fromkeys(self.central.days))

    def tomorrow(self) -> list[date]:
        """Compare whatever is due a day later; return the days."""
        self.bench.clock.advance(86_400)
        return self.run()

    def restart(self) -> None:
        """Begin anew from what is stored."""
        self.reconciler = Reconciler(replace(self.bench.terminal, central=self.central))

    def set_back(self) -> None:
        """Let the server seem to have been set back."""
        with self.bench.store.begin() as uow:
            note_last_days(uow, self.bench.clock.today())

    def act(self, day: date, state: str = "ACCEPTED") -> Act:
        """Let an act of that day be here."""
        return _act(self.bench, state, at=datetime(day.year, day.month, day.day, 4, tzinfo=UTC))

    def listed(self, day: date, *acts: Act) -> None:
        """Let the server list those acts for that day."""
        rows = tuple(_row(act) for act in acts)
        self.central.statements[day] = Statement(day, rows, statement_digest(act.id for act in acts))

    def equal(self, day: date) -> None:
        """Let that day hold one act, the same on both sides."""
        self.listed(day, self.act(day))

    def lost(self, day: date) -> None:
        """Let the server hold an act of that day that is not here."""
        act = _act(self.bench, at=datetime(2025, 1, 1, tzinfo=UTC))
        self.listed(day, replace(act, id=f"X-{day.isoformat()}"))

    def offered(self) -> int:
        """Return how often it was noted that an act was offered again."""
        with self.bench.store.read() as uow:
            return uow.audit.verify()


def make_daily(folder: Path) -> Daily:
    """Return a terminal without acts."""
    bench = make_bench(folder, snapshot())
    central = Asked()
    return Daily(bench, central, Reconciler(replace(bench.terminal, central=central)))
