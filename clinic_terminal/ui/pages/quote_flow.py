"""How a quote goes: made at once, asked about beside it, printed, copied, or turned into a bill."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QShortcut
from PySide6.QtWidgets import QAbstractButton, QStackedWidget

from clinic_terminal.application import quotes as verbs
from clinic_terminal.application.chairside import Turn, turn_of
from clinic_terminal.application.failures import EmptyBillError
from clinic_terminal.application.quote_papers import hand_out_quote
from clinic_terminal.application.quotes import BilledQuote
from clinic_terminal.application.terminal import Terminal
from clinic_terminal.domain.quote import Quote
from clinic_terminal.domain.quote_changes import Change
from clinic_terminal.domain.visit import Visit
from clinic_terminal.i18n import N_
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.pages.quote_asking import QuoteAsking
from clinic_terminal.ui.pages.quote_panel import QuotePanel
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.views.quote_words import quote_text
from clinic_terminal.ui.widgets.hints import Hint


class QuoteFlow(QObject):
    """Shows the panel in the page's stack. `billed` carries the bill after a quote was put on it; `moved`
    says that another panel stands in front.
    """  # noqa: D205  one sentence a signal

    billed = Signal(object)
    moved = Signal()

    def __init__(self, desk: Desk, stack: QStackedWidget, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._stack = stack
        self._visit: Visit | None = None
        self._asking = QuoteAsking(desk, self)
        self._runner = Runner(desk, desk.failed.emit, self)
        self.quote: Quote | None = None
        self.panel = QuotePanel(desk.words)
        self._asking.ended.connect(self._answered)
        self.panel.left.connect(self.close)
        self.panel.ask_wanted.connect(self.ask)
        self.panel.acts.print_button.clicked.connect(self.print_quote)
        self.panel.acts.copy_button.clicked.connect(self.copy)
        shortcut = QShortcut(Key.PRINT.sequence, self.panel)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.panel.acts.print_button.click)
        self.panel.shelf.shown.connect(self.show_earlier)
        self.panel.shelf.bill_wanted.connect(self.bill)

    @property
    def is_open(self) -> bool:
        """Whether the panel stands in front."""
        return self._stack.currentWidget() is self.panel

    @property
    def primary(self) -> QAbstractButton:
        """The button that Enter presses while the panel is open."""
        return self.panel.acts.primary

    def hints(self) -> tuple[Hint, ...]:
        """Return the keys of the panel."""
        words = self._desk.words
        return (
            Hint("Enter", self.primary.text()),
            Hint("Tab", words(N_("报价与转为账单"))),
            Hint("Esc", words(N_("返回"))),
        )

    def open_for(self, visit: Visit | None) -> None:
        """Make the quote of a visit and show it; the insurer is asked beside it.

        While nothing stands on the bill, the child's latest quote is shown instead. None lets go of the
        visit, as another is on the page: what comes for it later is not shown there.
        """
        if visit is None:
            self._visit = None
            self._runner.cancel()
            self.close()
            return
        terminal, operator = self._desk.terminal, self._desk.operator
        self._visit = visit
        if visit.lines:
            self._runner.run(partial(verbs.make_quote, terminal, operator, visit.id), self._made)
        else:
            self._runner.run(partial(_read, terminal, visit, ""), self._chosen)

    def close(self) -> bool:
        """Go back to the bill; False where the panel is not open."""
        if not self.is_open:
            return False
        self._asking.forget()
        self._stack.setCurrentIndex(0)
        self.moved.emit()
        return True

    def ask(self) -> None:
        """Have the insurer split the quote on show."""
        if self.quote is not None:
            self._asking.ask(self.quote)
            self._show(self.quote)

    def print_quote(self) -> None:
        """Have the quote on show printed where quotes go; where that is a PDF, open it."""
        desk, quote = self._desk, self.quote
        if quote is not None:
            language = self.panel.acts.language
            work = partial(hand_out_quote, desk.terminal, desk.operator, quote.id, language)
            # On paper or not is told even where another child is at the chair by then.
            self._runner.run_to_its_end(work, self._handed_out, desk.failed.emit)

    def copy(self) -> None:
        """Put the quote on show on the clipboard as text."""
        if self.quote is not None:
            QGuiApplication.clipboard().setText(quote_text(self.quote, self._desk.words))
            self.panel.acts.copy_button.set_word(self._desk.words(N_("已复制")), "check")

    def show_earlier(self, quote_id: str) -> None:
        """Show another quote of the child, with what a bill made of it now would change."""
        desk, visit = self._desk, self._visit
        if visit is None:
            return
        self._runner.run(partial(_read, desk.terminal, visit, quote_id), self._chosen)

    def bill(self, quote_id: str) -> None:
        """Put the lines of a quote on the bill."""
        desk, visit = self._desk, self._visit
        if visit is None:
            return

        def work() -> tuple[BilledQuote, Turn]:
            done = verbs.bill_from_quote(desk.terminal, desk.operator, visit.id, quote_id)
            return done, turn_of(desk.terminal, desk.operator, done.added)

        self._runner.run(work, self._billed)

    def _made(self, quote: Quote) -> None:
        self.panel.acts.set_billed(billed=False)
        self._front(quote)
        if quote.answer is None and not self._desk.line.is_offline:
            self.ask()

    def _chosen(self, read: tuple[Quote, tuple[Change, ...]]) -> None:
        quote, changes = read
        self.panel.acts.set_billed(billed=False)
        self._front(quote)
        self.panel.sheet.show_changes(changes)

    def _billed(self, done: tuple[BilledQuote, Turn]) -> None:
        billed, turn = done
        self._visit = billed.visit
        self.billed.emit(turn)
        self.panel.acts.set_billed(billed=True)
        self._front(billed.quote)
        self.panel.sheet.show_changes(billed.changes, billed=True)

    def _front(self, quote: Quote) -> None:
        """Bring the panel in front with a quote, and the child's other ones beside it."""
        self._asking.forget()
        self.panel.sheet.show_changes(None)
        self._show(quote)
        self._stack.setCurrentWidget(self.panel)
        self.panel.setFocus()
        self._refresh_shelf()
        self.moved.emit()

    def _show(self, quote: Quote) -> None:
        self.quote = quote
        today = self._desk.terminal.clock.today()
        self.panel.sheet.show_quote(quote, today, asking=self._asking.is_on)
        self.panel.acts.copy_button.set_word(self._desk.words(N_("复制文字")), "copy")
        self.panel.acts.print_button.set_word(self._desk.words(N_("打印报价")), "printer")

    def _answered(self, quote: Quote | None) -> None:
        """Show the quote with its answer; None where nothing could be kept."""
        shown = quote or self.quote
        if shown is not None:
            self._show(shown)
            self._refresh_shelf()

    def _handed_out(self, pdf: Path | None) -> None:
        if pdf is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(pdf)))
            return
        self.panel.acts.print_button.set_word(self._desk.words(N_("已打印")), "check")

    def _refresh_shelf(self) -> None:
        terminal, visit = self._desk.terminal, self._visit
        if visit is not None:
            self._desk.ask(partial(verbs.quotes_of, terminal, visit), self._show_shelf)

    def _show_shelf(self, found: tuple[Quote, ...]) -> None:
        if self._visit is not None and self.quote is not None:
            self.panel.shelf.show_quotes(found, self.quote.id, self._visit)


def _read(terminal: Terminal, visit: Visit, quote_id: str) -> tuple[Quote, tuple[Change, ...]]:
    """Return a quote of the child, the latest for an empty id, and what a bill made of it would change.

    Raises EmptyBillError where there is none.
    """
    found = verbs.quotes_of(terminal, visit)
    quote = next((one for one in found if quote_id in {"", one.id}), None)
    if quote is None:
        raise EmptyBillError
    return quote, verbs.changes_now(terminal, visit.id, quote.id)
