"""On the done page: what was printed of the bill, what failed, and the way to print it again."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from clinic_terminal.application import papers
from clinic_terminal.application.papers import Printed
from clinic_terminal.application.print_records import PaperWish, PrintRecord
from clinic_terminal.application.printer_address import PDF
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

    def show_busy(self) -> None:
        """Say that papers are on their way."""
        self.pill.set_view(PillView(self._words(N_("正在打印"))))
        self._text.setText(self._words(N_("可以接待下一位，不用等。")))
        self._offer(failed=False)

    def _offer(self, *, failed: bool) -> None:
        self.again_button.setVisible(failed)
        self.save_button.setVisible(failed)


class DonePrints(QObject):
    """Prints by itself what was chosen, once a finished visit. `wanted` carries a paper and a printer.

    Both are None where the person is to choose on the print page.
    """

    wanted = Signal(object, object)

    def __init__(self, desk: Desk, line: PrintsRow, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._line = line
        self._visit: Visit | None = None
        self._printed_for = ""
        self._failed: tuple[Printed, ...] = ()
        self._runner = Runner(desk, self._take_failure, self)
        line.again_button.clicked.connect(self.again)
        line.save_button.clicked.connect(self._save)
        line.print_button.clicked.connect(lambda: self.wanted.emit(None, None))

    def show(self, visit: Visit, *, fresh: bool) -> None:
        """Show a visit's papers; of a ``fresh`` one, print first what is to be printed by itself."""
        if self._visit is None or self._visit.id != visit.id:
            self._failed = ()
        self._visit = visit
        if fresh and self._printed_for != visit.id:
            self._printed_for = visit.id
            self._run(visit)
            return
        terminal, failed = self._desk.terminal, self._failed
        self._desk.ask(lambda: (failed, papers.prints_of(terminal, visit.id)), self._show)

    def again(self) -> None:
        """Print once more what failed."""
        visit, failed = self._visit, self._failed
        terminal, operator = self._desk.terminal, self._desk.operator
        if visit is None or not failed:
            return

        def work() -> Outcome:
            results = tuple(
                papers.print_paper(terminal, operator, visit.id, _wish(one.record), one.record.printer)
                for one in failed
            )
            return results, papers.prints_of(terminal, visit.id)

        if self._runner.run(work, self._take, outside=True):
            self._line.show_busy()

    def _run(self, visit: Visit) -> None:
        terminal, operator = self._desk.terminal, self._desk.operator

        def work() -> Outcome:
            results = papers.print_after_finish(terminal, operator, visit)
            return results, papers.prints_of(terminal, visit.id)

        if self._runner.run(work, self._take, outside=True):
            self._line.show_busy()

    def _take(self, outcome: Outcome) -> None:
        self._failed = tuple(one for one in outcome[0] if one.error is not None)
        self._show(outcome)

    def _show(self, outcome: Outcome) -> None:
        self._line.show_view(prints_view(*outcome, self._desk.words))

    def _take_failure(self, error: Exception) -> None:
        self._line.show_view(prints_view((), (), self._desk.words))
        self._desk.failed.emit(error)

    def _save(self) -> None:
        if self._failed:
            self.wanted.emit(_wish(self._failed[0].record), PDF)


def _wish(record: PrintRecord) -> PaperWish:
    return PaperWish(record.kind, record.size, record.language, record.copy, record.copies)
