"""A real terminal for the pages of the bill: an encrypted file, one child, fakes only at the ports."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from clinic_terminal.application.acts import ExposureLimits
from clinic_terminal.application.ports import Enrolment, Operator, PlanEdition
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.plan import Plan
from clinic_terminal.domain.visit import Stage, Visit, with_line
from clinic_terminal.i18n import translator
from clinic_terminal.store import SqlStore, open_store
from clinic_terminal.ui.desk import Desk, DeskParts
from clinic_terminal.ui.page import Page
from clinic_terminal.ui.shell import Shell
from clinic_terminal.ui.tasks import Tasks
from clinic_terminal.ui.widgets.ink import InkPoint, Stroke
from clinic_terminal.ui.widgets.signature import SignaturePad
from clinic_terminal.ui.widgets.tooth_chart import ToothChart
from tests.build import CATALOGUE, CLINIC, DENTAL, TODAY, snapshot
from tests.fakes.ports import CountingIds, FakeCards, FakeCentral, FakePapers, SetClock

Lines = tuple[tuple[str, tuple[str, ...]], ...]
LINES: Lines = (("PV01", ()), ("BS07", ("84",)), ("NC01", ()))
"""A consultation (300, direct), a filling (700, half each), nitrous oxide (500, not covered)."""


@dataclass
class Bench:
    """The desk with the fakes behind it; `gone` lists the pages that were asked for."""

    desk: Desk
    store: SqlStore
    central: FakeCentral
    papers: FakePapers
    tasks: Tasks
    failures: list[Exception]
    woken: list[str]
    windows: list[Shell] = field(default_factory=list)
    """Kept here, as a window that nobody holds is deleted under the test."""

    def visit(self, stage: Stage = Stage.IN_TREATMENT, lines: Lines = ()) -> Visit:
        """Put a visit of the one child into the store and into the desk's hand."""
        child = self.central.snapshots[0]
        visit = Visit("V-1", stage, TODAY, child.person, child.policy, child.plan, child.booking_ref)
        open_one = replace(visit, stage=Stage.IN_TREATMENT)
        for code, teeth in lines:
            open_one = with_line(open_one, CATALOGUE, code, teeth, None)
        with self.store.begin() as uow:
            stored = uow.visits.put(replace(open_one, stage=stage))
        self.desk.take_visit(stored)
        return stored

    def stored(self) -> Visit:
        """Return the visit as the file has it."""
        with self.store.read() as uow:
            return uow.visits.get("V-1")

    def acts(self) -> int:
        """Return how many acts wait in the queue."""
        with self.store.read() as uow:
            return len(uow.queue.rows())

    def close(self) -> None:
        """Stop everything."""
        self.desk.close()
        for window in self.windows:
            window.close()
            window.deleteLater()
        self.tasks.shutdown()
        self.store.close()


def open_bench(
    folder: Path, plan: Plan = DENTAL, limits: ExposureLimits | None = None, **facts: object
) -> Bench:
    """Return a signed-in desk; ``facts`` replace fields of the child's snapshot."""
    clock = SetClock()
    store = open_store(folder / "terminal.db", bytes(32), clock)
    one = snapshot(plan=plan.code, **facts)
    edition = PlanEdition(plan, "齿科计划", "Dental plan", "021-80209058", (8, 21), (9, 18), (9, 18), "", "")
    with store.begin() as uow:
        uow.memory.set_enrolment(Enrolment("T-1", CLINIC, "http://127.0.0.1", ""))
        uow.memory.put_plan(edition)
        uow.snapshots.put(one, "signed")
    central, papers = FakeCentral([one]), FakePapers()
    terminal = Terminal(
        clock, CountingIds(), store, central, FakeCards(), papers, CATALOGUE, canonical_bytes,
        limits or ExposureLimits(),
    )  # fmt: skip
    tasks, woken, failures = Tasks(), list[str](), list[Exception]()
    desk = Desk(DeskParts(terminal, tasks, translator("zh_CN"), lambda: woken.append("sync")))
    desk.failed.connect(failures.append)
    desk.sign_in(Operator("OP-1", "王敏", ""))
    return Bench(desk, store, central, papers, tasks, failures, woken)


def on_stage(qtbot: QtBot, bench: Bench, page: Page) -> Shell:
    """Return a shell on the screen that shows ``page``; its pages beside it do not exist."""
    shell = Shell()
    bench.windows.append(shell)
    shell.resize(1366, 768)
    shell.add_page(page)
    shell.show()
    shell.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is shell)
    return shell


def settled(qtbot: QtBot, true: Callable[[], bool]) -> None:
    """Let the window live until ``true``."""
    qtbot.waitUntil(true, timeout=5_000)


def press_enter(page: QWidget) -> None:
    """Press Enter where the focus is."""
    window = page.window()
    focused: QWidget | None = window.focusWidget()
    QTest.keyClick(window if focused is None else focused, Qt.Key.Key_Return)


def signature() -> tuple[Stroke, ...]:
    """Return a wave across the pad that is long enough to be a signature."""
    points = (InkPoint(0.1 + 0.04 * n, 0.3 + 0.2 * (n % 3), 0.5, 12 * n) for n in range(20))
    return (tuple(points),)


MOTHER = Relationship.MOTHER


def nameless(page: QWidget) -> list[str]:
    """Return the controls in sight that a screen reader would have no name for."""
    return [type(widget).__name__ for widget in page.findChildren(QWidget) if not _is_named(widget)]


def _is_named(widget: QWidget) -> bool:
    if not widget.isVisible() or widget.focusPolicy() is Qt.FocusPolicy.NoFocus:
        return True
    if isinstance(widget, QAbstractButton):
        return bool(widget.accessibleName() or widget.text())
    wanted = isinstance(widget, QLineEdit | QAbstractItemView | ToothChart | SignaturePad)
    return not wanted or bool(widget.accessibleName())
