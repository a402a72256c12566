"""A finished visit with printers that are told what to say and papers that are real PDF files."""

import threading
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter
from pytestqt.qtbot import QtBot

from clinic_terminal.application import settlement, signing
from clinic_terminal.application.signing import Signing
from clinic_terminal.domain.bill import FrozenBill
from clinic_terminal.domain.consent import Consent, Relationship
from clinic_terminal.domain.visit import Stage, Visit, VisitLine
from clinic_terminal.ui.pages.print_page import PrintPage
from tests.build import ink
from tests.closing import closed, finish
from tests.fakes.printers import FakePrinters, FilePapers
from tests.ui.pages.bench import LINES, Bench, on_stage, settled

PAGES = 2


def two_pages(folder: Path) -> bytes:
    """Return a PDF of two A5 pages."""
    path = folder / "pattern.pdf"
    writer = QPdfWriter(str(path))
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A5), QPageLayout.Orientation.Portrait, QMarginsF())
    )
    painter = QPainter(writer)
    painter.drawText(200, 400, "1")
    writer.newPage()
    painter.drawText(200, 400, "2")
    painter.end()
    return path.read_bytes()


@dataclass
class Room:
    """The bench with its printers and papers, and the visit that is finished."""

    bench: Bench
    printers: FakePrinters
    papers: FilePapers
    visit: Visit


def print_room(bench: Bench, folder: Path) -> Room:
    """Finish a visit on the bench and put printers and papers behind its desk."""
    papers_folder = folder / "papers"
    papers_folder.mkdir()
    printers, papers = FakePrinters(), FilePapers(papers_folder, two_pages(folder))
    desk = bench.desk
    desk.terminal = replace(desk.terminal, printers=printers, papers=papers)
    visit = bench.visit(Stage.TO_SETTLE, LINES)
    frozen = settlement.freeze(desk.terminal, desk.operator, visit.id, online=True)
    given = Signing("林悦", Relationship.MOTHER, ink(), 5_000, "zh_CN")
    signing.sign(desk.terminal, desk.operator, visit.id, frozen.digest, given)
    done = finish(desk.terminal, desk.operator, visit.id).visit
    desk.take_visit(done)
    return Room(bench, printers, papers, done)


def print_page(qtbot: QtBot, room: Room) -> PrintPage:
    """Return the page with its paper on show."""
    page = PrintPage(room.bench.desk)
    on_stage(qtbot, room.bench, page)
    settled(qtbot, lambda: not page.card.view.picture.isNull())
    return page


def another(room: Room, number: int = 2) -> Visit:
    """Finish one more visit of the child; the desk keeps the one in its hand."""
    desk = room.bench.desk
    facts = room.bench.central.snapshots[0]
    return closed(desk.terminal, desk.operator, facts, (VisitLine("PV01", (), 30_000, 1),), id=f"V-{number}")


class HeldPapers(FilePapers):
    """Writes the sealed paper of the bill ``held`` only once ``gate`` is open."""

    def __init__(self, folder: Path, held: str = "") -> None:
        super().__init__(folder)
        self.held = held
        self.gate = threading.Event()

    def produce(self, bill: FrozenBill, digest: str, consent: Consent) -> Path:
        if not self.held or bill.id == self.held:
            self.gate.wait(60)
        return super().produce(bill, digest, consent)
