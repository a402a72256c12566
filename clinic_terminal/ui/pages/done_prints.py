"""On the done page: what was printed of the bill, what failed, and the way to print it again."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clinic_terminal.application import papers
from clinic_terminal.application.papers import Printed
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.print_records import PaperWish, PrintRecord
from clinic_terminal.application.printer_address import PDF
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.visit import Visit
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.views.printing import PrintsView, prints_view
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import row
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.text import ElidedText
from clinic_terminal.ui.widgets.tone import Tone

Outcome = tuple[tuple[Printed, ...], tuple[PrintRecord, ...]]


class PrintsRow(QWidget):
    """One line of the done card: what came out, and what can be done about what did not."""

    def __init__(self, words: Translate) -> None:
        super().__init__()
        self._words = words
        self.pill = Pill(PillView(""))
        self._text = ElidedText("", ink="ink-2")
        self.again_button = GhostButton(
            words(N_("再打一次")), size=ButtonSize.SMALL, tone=Tone.WARN, icon_name="refresh"
        )
        self.save_button = GhostButton(words(N_("存为 PDF")), size=ButtonSize.SMALL)
        self.print_button = GhostButton(
            words(N_("打印…")), Key.PRINT.cap, size=ButtonSize.SMALL, icon_name="printer"
        )
        line = row(self.pill, spacing=12)
        line.addWidget(self._text, 1)
        for button in (self.again_button, self.save_button, self.print_button):
            line.addWidget(button)
        self.setLayout(line)
        self._offer(failed=False)

    @property
    def told(self) -> str:
        """What is said of the papers."""
        return f"{self.pill.accessibleName()} {self._text.text()}"

    def show_view(self, view: PrintsView) -> None:
        """Say what became of the papers."""
        self.pill.set_view(view.pill)
        self._text.setText(view.sentence)
        self._offer(failed=view.has_failed)

    def show_nothing(self) -> None:
        """Say nothing, until it is known what came out."""
        self.show_view(PrintsView(PillView(""), ""))

    def show_busy(self) -> None:
        """Say that papers are on their way."""
        busy = PillView(self._words(N_("正在打印")))
        self.show_view(PrintsView(busy, self._words(N_("可以接待下一位，不用等。"))))

    def _offer(self, *, failed: bool) -> None:
        self.again_button.setVisible(failed)
        self.save_button.setVisible(failed)


@dataclass(frozen=True, slots=True)
class _Turn:
    """One visit's turn at the printers: what ``failed`` once more, else what is printed by itself."""

    visit: Visit
    failed: tuple[Printed, ...] = ()


class DonePrints(QObject):
    """Prints by itself what was chosen, once a finished visit, one visit after the other.

    `wanted` carries a paper and a printer; both are None where the person is to choose on the print page.
    """

    wanted = Signal(object, object)

    def __init__(self, desk: Desk, line: PrintsRow, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._line = line
        self._page = page
        self._visit: Visit | None = None
        """The visit on show."""
        self._turn: _Turn | None = None
        """The one that is being printed."""
        self._waiting: list[_Turn] = []
        self._failed: dict[str, tuple[Printed, ...]] = {}
        """What did not come out, by the visit's id."""
        self._runner = Runner(desk, self._take_failure, self)
        line.again_button.clicked.connect(self.again)
        line.save_button.clicked.connect(self._save)
        line.print_button.clicked.connect(lambda: self.wanted.emit(None, None))
        desk.operator_changed.connect(self._next)

    def print_by_itself(self, visit: Visit) -> None:
        """Print what was chosen of a visit that was finished just now, after those before it."""
        self._line_up(_Turn(visit))

    def show(self, visit: Visit) -> None:
        """Show what became of a visit's papers."""
        if self._visit is None or self._visit.id != visit.id:
            self._line.show_nothing()
        self._visit = visit
        if self._is_to_come(visit.id):
            self._line.show_busy()
            return
        terminal = self._desk.terminal
        self._desk.ask(lambda: papers.prints_of(terminal, visit.id), partial(self._take_records, visit.id))

    def again(self) -> None:
        """Print once more what failed."""
        visit = self._visit
        if visit is not None and (failed := self._failed.get(visit.id)):
            self._line_up(_Turn(visit, failed))

    def _line_up(self, turn: _Turn) -> None:
        if self._is_to_come(turn.visit.id):
            return
        self._waiting.append(turn)
        if self._is_on_show(turn.visit.id):
            self._line.show_busy()
        self._next()

    def _next(self) -> None:
        """Print for the one that waits longest; nothing is printed in nobody's name."""
        if self._turn is not None or not self._waiting or not self._desk.is_signed_in:
            return
        turn = self._turn = self._waiting.pop(0)
        terminal, operator = self._desk.terminal, self._desk.operator
        self._runner.run(lambda: _printed(terminal, operator, turn), self._take, outside=True)

    def _take(self, outcome: Outcome) -> None:
        visit_id = self._ended()
        failed = tuple(one for one in outcome[0] if one.error is not None)
        self._failed[visit_id] = failed
        if self._is_on_show(visit_id):
            self._line.show_view(prints_view(*outcome, self._desk.words))
        if failed and not (self._is_on_show(visit_id) and self._page.isVisible()):
            self._desk.failed.emit(failed[0].error)
        self._next()

    def _take_failure(self, error: Exception) -> None:
        visit_id = self._ended()
        self._desk.failed.emit(error)
        if self._visit is not None and self._is_on_show(visit_id):
            self.show(self._visit)
        self._next()

    def _take_records(self, visit_id: str, records: tuple[PrintRecord, ...]) -> None:
        if self._is_on_show(visit_id) and not self._is_to_come(visit_id):
            self._line.show_view(prints_view(self._failed.get(visit_id, ()), records, self._desk.words))

    def _ended(self) -> str:
        turn, self._turn = self._turn, None
        return turn.visit.id if turn is not None else ""

    def _is_on_show(self, visit_id: str) -> bool:
        return self._visit is not None and self._visit.id == visit_id

    def _is_to_come(self, visit_id: str) -> bool:
        turns = self._waiting if self._turn is None else (self._turn, *self._waiting)
        return any(turn.visit.id == visit_id for turn in turns)

    def _save(self) -> None:
        if self._visit is not None and (failed := self._failed.get(self._visit.id)):
            self.wanted.emit(_wish(failed[0].record), PDF)


def _printed(terminal: Terminal, operator: Operator, turn: _Turn) -> Outcome:
    visit = turn.visit
    if turn.failed:
        records = tuple(one.record for one in turn.failed)
        results = tuple(
            papers.print_paper(terminal, operator, visit.id, _wish(one), one.printer) for one in records
        )
    else:
        results = papers.print_after_finish(terminal, operator, visit)
    return results, papers.prints_of(terminal, visit.id)


def _wish(record: PrintRecord) -> PaperWish:
    return PaperWish(record.kind, record.size, record.language, record.copy, record.copies)
