"""The verbs of the settlement in their order: open, ask again, book, freeze, sign, finish."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from clinic_terminal.application import check_in, repeats, settlement, signing, treatment
from clinic_terminal.application.papers import Finished
from clinic_terminal.application.settlement import Refreshed
from clinic_terminal.application.signing import Signing
from clinic_terminal.application.treatment import Chart
from clinic_terminal.domain.visit import Visit
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.views.settle import is_splittable


class SettleFlow(QObject):
    """Runs one verb at a time on one visit and keeps what came of it.

    Finishing alone goes on when the visit is let go of: it is done in the file whoever waits for it.
    """

    shown = Signal(object)
    """The Chart after a verb."""
    refreshed = Signal(object)
    """The Refreshed that the service manager's answer made, shown right after."""
    asked = Signal()
    """The bill was frozen just now: the guardian is to sign."""
    finished = Signal(object)
    """The Finished, also of a visit that was let go of meanwhile."""
    waiting = Signal(bool)
    """Whether the service manager is being asked."""
    failed = Signal(object)
    """An Exception; the bill and what was signed stay."""

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.chart: Chart | None = None
        self._online = False
        self.asking = False
        """Whether the service manager is being asked, so that neither online nor offline is true yet."""
        self.runner = Runner(desk, self._fail, self)

    @property
    def offline(self) -> bool:
        """Whether the figures rest on what is stored here."""
        bill = self.chart.visit.bill if self.chart is not None else None
        return bill.offline if bill is not None else not self._online and not self.asking

    def close(self) -> None:
        """Let go of the visit; what is still under way is not waited for."""
        self.runner.cancel()
        self.chart = None
        self._online = self.asking = False

    def open(self, visit: Visit) -> None:
        """Show what is known here, then ask the service manager unless the bill is frozen already."""
        self.close()
        terminal = self._desk.terminal
        self.runner.run(lambda: treatment.open_chart(terminal, visit.id), self._ask_again)

    def stop_waiting(self) -> None:
        """Go on with what is known here, as an offline bill."""
        self.runner.cancel()
        _end_asking(self)
        if self.chart is not None:
            self._show(self.chart)

    def hand_over(self) -> None:
        """Take the visit from the chair to the desk."""
        self.change(lambda visit: treatment.hand_to_desk(self._desk.terminal, self._desk.operator, visit))

    def book(self, reference: str) -> None:
        """Enter the booking reference of a held first visit."""
        desk = self._desk
        self.change(lambda visit: check_in.enter_booking(desk.terminal, desk.operator, visit, reference))

    def switch_self_pay(self) -> None:
        """Have the family pay everything itself, or bill directly again."""
        desk, chart = self._desk, self.chart
        if chart is not None:
            chosen = not chart.visit.self_pay
            self.change(
                lambda visit: treatment.choose_self_pay(desk.terminal, desk.operator, visit, chosen=chosen)
            )

    def confirm_repeats(self) -> None:
        """Note that what stands on another bill of the day was asked about, and is meant."""
        desk = self._desk
        self.change(lambda visit: repeats.confirm_repeats(desk.terminal, desk.operator, visit))

    def freeze(self) -> None:
        """Fix the bill, then ask for the signature."""
        desk, online = self._desk, self._online

        def show(chart: Chart) -> None:
            self._show(chart)
            self.asked.emit()

        self.change(lambda visit: settlement.freeze(desk.terminal, desk.operator, visit, online=online), show)

    def thaw(self) -> None:
        """Take the frozen bill back, and ask the service manager anew."""
        desk = self._desk
        self.change(lambda visit: settlement.thaw(desk.terminal, desk.operator, visit), self._ask_again)

    def sign(self, given: Signing) -> None:
        """Bind the signature to the bill that was shown."""
        desk, chart = self._desk, self.chart
        if chart is not None:
            digest = chart.visit.digest
            self.change(lambda visit: signing.sign(desk.terminal, desk.operator, visit, digest, given))

    def finish(self) -> None:
        """Close the signed visit and write its paper."""
        self.finish_owing("")

    def finish_owing(self, reason: str) -> None:
        """Close the signed visit though not everything is paid; an empty reason: everything is."""
        desk, chart = self._desk, self.chart
        if chart is None:
            return
        terminal, operator, key = desk.terminal, desk.operator, chart.visit.id

        def failed(error: Exception) -> None:
            here = self.chart is not None and self.chart.visit.id == key
            (self._fail if here else desk.failed.emit)(error)

        self.runner.run_to_its_end(
            lambda: settlement.finish(terminal, operator, key, reason), self._finished, failed
        )

    def _ask_again(self, chart: Chart) -> None:
        # Before the bill is shown: else it would stand there as an offline one until the answer is here.
        self.asking = chart.visit.bill is None and is_splittable(chart)
        self._show(chart)
        if self.asking:
            terminal, key = self._desk.terminal, chart.visit.id
            self.asking = self.runner.run(
                lambda: settlement.refresh(terminal, key), self._refreshed, outside=True
            )
            self.waiting.emit(self.asking)

    def _refreshed(self, refreshed: Refreshed) -> None:
        _end_asking(self)
        self._online = refreshed.online
        self._show(refreshed.chart)
        self.refreshed.emit(refreshed)

    def _show(self, chart: Chart) -> None:
        self.chart = chart
        self._desk.take_visit(chart.visit)
        self.shown.emit(chart)

    def change(
        self, verb: Callable[[str], Visit | Chart], done: Callable[[Chart], None] | None = None
    ) -> None:
        """Run a verb on the visit in hand and show the bill anew."""
        if self.chart is None:
            return
        terminal, key = self._desk.terminal, self.chart.visit.id

        def work() -> Chart:
            verb(key)
            return treatment.open_chart(terminal, key)

        self.runner.run(work, done or self._show)

    def _finished(self, finished: Finished) -> None:
        if self.chart is not None and self.chart.visit.id == finished.visit.id:
            self.chart = None
        self.finished.emit(finished)

    def _fail(self, error: Exception) -> None:
        asked = self.asking
        _end_asking(self)
        if asked and self.chart is not None:
            self._show(self.chart)
        self.failed.emit(error)


def _end_asking(flow: SettleFlow) -> None:
    flow.asking = False
    flow.waiting.emit(False)  # noqa: FBT003  a signal's only argument
