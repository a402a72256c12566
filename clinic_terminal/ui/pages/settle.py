"""Settle: ask once more, freeze, let the guardian sign, finish. One button, always the next legal act."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QStackedWidget
from typing_extensions import override

from clinic_terminal.application import check_in, settlement, treatment
from clinic_terminal.application.settlement import Finished, Refreshed, Signing
from clinic_terminal.application.treatment import Chart
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.i18n import N_
from clinic_terminal.settings import Language
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.page import Page
from clinic_terminal.ui.pages.guardian import GuardianPanel
from clinic_terminal.ui.pages.runner import Runner
from clinic_terminal.ui.pages.settle_desk import SettleDesk
from clinic_terminal.ui.pages.waiting import NoVisit
from clinic_terminal.ui.views.bill_words import is_english
from clinic_terminal.ui.views.guardian import guardian_view
from clinic_terminal.ui.views.settle import Step, changes, is_splittable, settle_view
from clinic_terminal.ui.widgets.hints import Hint

_SHOWN = (Stage.ARRIVED, Stage.IN_TREATMENT, Stage.TO_SETTLE, Stage.FROZEN)


class SettlePage(Page):
    """Runs the verbs of the settlement; `finished` carries the Finished for the page after it."""

    name = "settle"
    icon = "settle"
    key = Key.SETTLE

    finished = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.title = desk.words(N_("结算"))
        self.desk = desk
        self.desk_side = SettleDesk(desk.words)
        self.no_visit = NoVisit(desk.words)
        self.panel: GuardianPanel | None = None
        self._chart: Chart | None = None
        self._online = False
        self._runner = Runner(desk, self._failed, self)
        self._stack = QStackedWidget()
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self._stack.addWidget(self.desk_side)
        self._stack.addWidget(self.no_visit)
        self._connect()

    @property
    @override
    def primary(self) -> QAbstractButton | None:
        if self.panel is not None:
            return self.panel.confirm_button
        return self.desk_side.next_button if self._chart is not None else self.no_visit.button

    @override
    def hints(self) -> tuple[Hint, ...]:
        words = self.desk.words
        if self.panel is not None:
            return (Hint("Enter", words(N_("确认签字"))), Hint("Esc", words(N_("返回前台"))))
        return (Hint("Enter", self.desk_side.next_button.text()), Hint("Esc", words(N_("返回"))))

    @override
    def enter(self) -> None:
        visit = self.desk.visit
        self._runner.cancel()
        self._close_panel()
        self._chart = None
        self.desk_side.tell()
        if visit is None or visit.stage not in _SHOWN:
            self.no_visit.show_visit(visit)
            self._stack.setCurrentWidget(self.no_visit)
            return
        terminal, key = self.desk.terminal, visit.id
        self._runner.run(lambda: treatment.open_chart(terminal, key), self._opened)

    @override
    def leave(self) -> None:
        self._runner.cancel()
        self._close_panel()

    @override
    def back(self) -> bool:
        if self.panel is None:
            return False
        self._close_panel()
        return True

    def step(self) -> Step | None:
        """Return the next legal act, None while no bill is shown."""
        return self.desk_side.view.step if self._chart is not None and self.desk_side.view else None

    def press(self) -> None:
        """Do the next legal act."""
        desk, step = self.desk, self.step()
        if step is Step.ITEMISE:
            self.go.emit("treatment")
        elif step is Step.HAND_OVER:
            self._change(lambda visit: treatment.hand_to_desk(desk.terminal, desk.operator, visit))
        elif step is Step.BOOK:
            self.desk_side.before.submit_booking()
        elif step is Step.FREEZE:
            self._freeze()
        elif step is Step.SIGN:
            self.ask_guardian()
        elif step is Step.FINISH:
            self._finish()

    def ask_guardian(self) -> None:
        """Show the frozen bill to the guardian."""
        chart = self._chart
        if chart is None or chart.visit.bill is None or self.panel is not None:
            return
        language = Language.EN if is_english(self.desk.words) else Language.ZH
        self.panel = GuardianPanel(guardian_view(chart.visit.bill, chart), language)
        self.panel.signed.connect(self._sign)
        self.panel.cancelled.connect(self._close_panel)
        self._stack.addWidget(self.panel)
        self._stack.setCurrentWidget(self.panel)
        self.panel.signer_field.setFocus()
        self.hints_changed.emit()

    def _connect(self) -> None:
        side = self.desk_side
        side.next_button.clicked.connect(self.press)
        side.before.booked.connect(self._book)
        side.before.left.connect(lambda: self.go.emit("today"))
        side.before.busy.cancelled.connect(self._stop_waiting)
        side.others.thaw.clicked.connect(self._thaw)
        side.others.itemise.clicked.connect(lambda: self.go.emit("treatment"))
        side.others.self_pay.clicked.connect(self._switch_self_pay)
        self._runner.busy_changed.connect(lambda busy: side.set_busy(busy=busy))
        self.no_visit.go.connect(self.go)

    def _opened(self, chart: Chart) -> None:
        """Show what is known here, then ask the service manager unless the bill is frozen already."""
        self._take(chart)
        if chart.visit.bill is None and is_splittable(chart):
            terminal, key = self.desk.terminal, chart.visit.id
            if self._runner.run(lambda: settlement.refresh(terminal, key), self._refreshed, outside=True):
                self.desk_side.before.busy.show()

    def _refreshed(self, refreshed: Refreshed) -> None:
        self.desk_side.before.busy.hide()
        self._online = refreshed.online
        news = changes(refreshed, self.desk.words)
        self._take(refreshed.chart)
        if news is not None:
            self.desk_side.tell(news)

    def _stop_waiting(self) -> None:
        """Go on with what is known here, as an offline bill."""
        self._runner.cancel()
        self.desk_side.before.busy.hide()
        self._online = False
        if self._chart is not None:
            self._take(self._chart)

    def _take(self, chart: Chart) -> None:
        self.desk.take_visit(chart.visit)
        if not is_splittable(chart):
            self.go.emit("treatment")
            return
        self._chart = chart
        bill = chart.visit.bill
        offline = bill.offline if bill is not None else not self._online and not self._runner.busy
        self.desk_side.show_view(settle_view(chart, self.desk.words), offline=offline)
        self._stack.setCurrentWidget(self.panel or self.desk_side)
        self.desk_side.focus_first()
        self.hints_changed.emit()

    def _change(
        self, verb: Callable[[str], Visit | Chart], done: Callable[[Chart], None] | None = None
    ) -> None:
        """Run a verb on the visit in hand and show the bill anew."""
        if self._chart is None:
            return
        terminal, key = self.desk.terminal, self._chart.visit.id

        def work() -> Chart:
            verb(key)
            return treatment.open_chart(terminal, key)

        self.desk_side.tell()
        self._runner.run(work, done or self._take)

    def _book(self, reference: str) -> None:
        desk = self.desk
        self._change(lambda visit: check_in.enter_booking(desk.terminal, desk.operator, visit, reference))

    def _switch_self_pay(self) -> None:
        desk, chart = self.desk, self._chart
        if chart is not None:
            chosen = not chart.visit.self_pay
            self._change(
                lambda visit: treatment.choose_self_pay(desk.terminal, desk.operator, visit, chosen=chosen)
            )

    def _freeze(self) -> None:
        desk, online = self.desk, self._online

        def show(chart: Chart) -> None:
            self._take(chart)
            self.ask_guardian()

        self._change(
            lambda visit: settlement.freeze(desk.terminal, desk.operator, visit, online=online), show
        )

    def _thaw(self) -> None:
        desk = self.desk
        self._change(lambda visit: settlement.thaw(desk.terminal, desk.operator, visit), self._opened)

    def _sign(self, given: Signing) -> None:
        desk, chart = self.desk, self._chart
        if chart is None:
            return
        digest = chart.visit.digest

        def show(signed: Chart) -> None:
            self._close_panel()
            self._take(signed)

        self._change(
            lambda visit: settlement.sign(desk.terminal, desk.operator, visit, digest, given), show
        )

    def _finish(self) -> None:
        desk, chart = self.desk, self._chart
        if chart is not None:
            key = chart.visit.id
            self.desk_side.tell()
            self._runner.run(
                lambda: settlement.finish(desk.terminal, desk.operator, key), self._finished, outside=True
            )

    def _finished(self, finished: Finished) -> None:
        self._chart = None
        self.finished.emit(finished)
        self.desk.take_visit(finished.visit)
        self.desk.wake_sync()
        self.desk.refresh()
        self.go.emit("done")

    def _close_panel(self) -> None:
        if self.panel is not None:
            panel, self.panel = self.panel, None
            self._stack.setCurrentWidget(self.desk_side)
            self._stack.removeWidget(panel)
            panel.deleteLater()
            self.desk_side.focus_first()
            self.hints_changed.emit()

    def _failed(self, error: Exception) -> None:
        """Say on the page what happened; the bill and what was signed stay."""
        self.desk_side.before.busy.hide()
        if self.panel is not None:
            self.panel.set_busy(busy=False)
            self._close_panel()
        if self._chart is None:
            self.desk.failed.emit(error)
        else:
            self.desk_side.tell(failure_notice(error, self.desk.words))
