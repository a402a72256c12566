"""A page that has nothing but the quote panel, and an insurer that says what a test wants."""

from collections.abc import Callable

from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QLabel, QStackedWidget
from pytestqt.qtbot import QtBot
from typing_extensions import override

from clinic_terminal.application import treatment
from clinic_terminal.application.chairside import Turn
from clinic_terminal.application.ports import QuoteQuery
from clinic_terminal.application.quotes import make_quote, quotes_of
from clinic_terminal.domain.quote import CentralSplit, Quote
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.entries import TREATMENT
from clinic_terminal.ui.page import Page
from clinic_terminal.ui.pages.quote_flow import QuoteFlow
from clinic_terminal.ui.pages.quote_panel import QuoteShelf
from clinic_terminal.ui.widgets.line_model import cell_text
from tests.quoting import theirs
from tests.ui.pages.bench import LINES, Bench, on_stage, settled

Split = Callable[[CentralSplit], CentralSplit]


class Host(Page):
    """A page that has nothing but the quote panel, and remembers what it was told."""

    entry = TREATMENT

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.stack = QStackedWidget()
        self.stack.addWidget(QLabel("账单"))
        self.flow = QuoteFlow(desk, self.stack, self)
        self.stack.addWidget(self.flow.panel)
        self.turns: list[Turn] = []
        self.flow.billed.connect(self.turns.append)
        self.flow.moved.connect(self.hints_changed)
        whole = QHBoxLayout(self)
        whole.addWidget(self.stack)

    @property
    @override
    def primary(self) -> QAbstractButton:
        return self.flow.primary

    @override
    def back(self) -> bool:
        return self.flow.close()


def answers(bench: Bench, change: Split = lambda answer: answer) -> None:
    """Have the server split as we do, and then say it as ``change`` makes it."""

    def split(query: QuoteQuery) -> CentralSplit:
        with bench.store.read() as uow:
            quote = uow.quotes.of_chain(f"{query.member}/{query.policy}", most=1)[0]
        return change(theirs(quote.result))

    bench.central.quotes = split


def shown(qtbot: QtBot, bench: Bench, visit: Visit | None = None) -> Host:
    """Return a page on the screen with the quote of the visit, answered or not."""
    host = Host(bench.desk)
    on_stage(qtbot, bench, host)
    host.flow.open_for(visit or bench.visit(lines=LINES))
    settled(qtbot, lambda: host.flow.is_open and bool(host.flow.panel.shelf.rows) and not asking(host))
    return host


def asking(host: Host) -> bool:
    notice = host.flow.panel.sheet.notice
    return notice is not None and "正在请服务商核算" in notice.accessibleName()


def told(host: Host) -> str:
    notice = host.flow.panel.sheet.notice
    return notice.accessibleName() if notice else ""


def row_words(host: Host) -> list[tuple[str, ...]]:
    model = host.flow.panel.sheet.table.line_model
    return [
        tuple(cell_text(cell, column) for cell, column in zip(line.cells, model.columns, strict=True))
        for line in model.lines
    ]


def kept(bench: Bench) -> tuple[Quote, ...]:
    return quotes_of(bench.desk.terminal, bench.stored())


def next_visit(bench: Bench) -> Visit:
    """Put the child at the chair once more, with nothing on its bill."""
    child = bench.central.snapshots[0]
    visit = Visit(
        "V-2", Stage.IN_TREATMENT, bench.desk.terminal.clock.today(), child.person, child.policy, child.plan
    )
    with bench.store.begin() as uow:
        return uow.visits.put(visit)


def later_host(qtbot: QtBot, bench: Bench) -> tuple[Host, Quote]:
    """Return the panel at a later visit of the child, whose bill has one other line."""
    desk = bench.desk
    quote = make_quote(desk.terminal, desk.operator, bench.visit(lines=LINES).id)
    visit = treatment.add_item(desk.terminal, desk.operator, next_visit(bench).id, "PV07", ("55",)).visit
    return shown(qtbot, bench, visit), quote


def may_bill(shelf: QuoteShelf, quote: Quote) -> bool:
    return shelf.rows[quote.id].bill_button.isVisible()
