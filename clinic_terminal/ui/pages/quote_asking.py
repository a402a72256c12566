"""The service manager is asked about a quote while the desk goes on."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from clinic_terminal.application.quotes import ask_central
from clinic_terminal.domain.quote import Quote
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.tasks import Job


class QuoteAsking(QObject):
    """One question at a time; `ended` carries the quote as it is kept now, None where the verb failed."""

    ended = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._job: Job | None = None

    @property
    def is_on(self) -> bool:
        """Whether an answer is waited for."""
        return self._job is not None

    def ask(self, quote: Quote) -> None:
        """Ask about a quote, beside the database's thread."""
        if self._job is None:
            work = partial(ask_central, self._desk.terminal, quote.id)
            self._job = self._desk.ask_outside(work, self._answered, self._failed)

    def forget(self) -> None:
        """Want the answer no more here; one that is under way is kept with the quote all the same."""
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _answered(self, quote: Quote) -> None:
        self._job = None
        self.ended.emit(quote)

    def _failed(self, error: Exception) -> None:
        self._job = None
        self.ended.emit(None)
        self._desk.failed.emit(error)
