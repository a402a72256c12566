"""Settle: ask once more, freeze, let the guardian sign, finish. One button, always the next legal act."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QStackedWidget
from typing_extensions import override

from clinic_terminal.application.failures import RepeatedLineError
from clinic_terminal.application.settlement import Finished, Refreshed
from clinic_terminal.application.treatment import Chart
from clinic_terminal.domain.visit import Stage
from clinic_terminal.i18n import N_
from clinic_terminal.settings import Language
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.page import Page
from clinic_terminal.ui.pages.guardian import GuardianPanel
from clinic_terminal.ui.pages.settle_desk import SettleDesk
from clinic_terminal.ui.pages.settle_flow import SettleFlow
from clinic_terminal.ui.pages.waiting import NoVisit
from clinic_terminal.ui.views.bill_words import is_english
from clinic_terminal.ui.views.guardian import guardian_view
from clinic_terminal.ui.views.settle import Step, changes, is_splittable, repeated_names, settle_view
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.notice import NoticeView

_SHOWN = (Stage.ARRIVED, Stage.IN_TREATMENT, Stage.TO_SETTLE, Stage.FROZEN)


class SettlePage(Page):
    """Shows the settlement; `finished` carries the Finished for the page after it."""

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
        self.flow = SettleFlow(desk, self)
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
        return self.desk_side.next_button if self.flow.chart is not None else self.no_visit.button

    @property
    def idle(self) -> bool:
        """Whether no verb is under way."""
        return not self.flow.runner.busy

    def step(self) -> Step | None:
        """Return the next legal act, None while no bill is shown."""
        return self.desk_side.view.step if self.flow.chart is not None and self.desk_side.view else None

    @override
    def hints(self) -> tuple[Hint, ...]:
        words = self.desk.words
        if self.panel is not None:
            return (Hint("Enter", words(N_("确认签字"))), Hint("Esc", words(N_("返回前台"))))
        primary = self.primary
        word = primary.text() if primary is not None else ""
        return (Hint("Enter", word), Hint("Esc", words(N_("返回"))))

    @override
    def enter(self) -> None:
        visit = self.desk.visit
        self._close_panel()
        self.desk_side.tell()
        if visit is None or visit.stage not in _SHOWN:
            self.flow.close()
            self.no_visit.show_visit(visit)
            self._stack.setCurrentWidget(self.no_visit)
        else:
            self.flow.open(visit)

    @override
    def leave(self) -> None:
        self.flow.runner.cancel()
        self._close_panel()

    @override
    def back(self) -> bool:
        if self.panel is None:
            return False
        self._close_panel()
        return True

    def press(self) -> None:
        """Do the next legal act."""
        step, flow = self.step(), self.flow
        if step is Step.ITEMISE:
            self.go.emit("treatment")
        elif step is Step.HAND_OVER:
            flow.hand_over()
        elif step is Step.BOOK:
            self.desk_side.before.submit_booking()
        elif step is Step.FREEZE:
            flow.freeze()
        elif step is Step.SIGN:
            self.ask_guardian()
        elif step is Step.FINISH:
            flow.finish()

    def ask_guardian(self) -> None:
        """Show the frozen bill to the guardian."""
        chart = self.flow.chart
        if chart is None or chart.visit.bill is None or self.panel is not None:
            return
        language = Language.EN if is_english(self.desk.words) else Language.ZH
        self.panel = GuardianPanel(guardian_view(chart.visit.bill, chart), language)
        self.panel.signed.connect(self.flow.sign)
        self.panel.cancelled.connect(self._close_panel)
        self._stack.addWidget(self.panel)
        self._stack.setCurrentWidget(self.panel)
        self.panel.signer_field.setFocus()
        self.hints_changed.emit()

    def _connect(self) -> None:
        side, flow = self.desk_side, self.flow
        side.next_button.clicked.connect(self.press)
        side.before.booked.connect(flow.book)
        side.before.left.connect(lambda: self.go.emit("today"))
        side.before.busy.cancelled.connect(flow.stop_waiting)
        side.others.thaw.clicked.connect(flow.thaw)
        side.before.not_repeated.clicked.connect(flow.confirm_repeats)
        side.others.itemise.clicked.connect(lambda: self.go.emit("treatment"))
        side.others.self_pay.clicked.connect(flow.switch_self_pay)
        flow.shown.connect(self._show)
        flow.refreshed.connect(self._tell_changes)
        flow.asked.connect(self.ask_guardian)
        flow.waiting.connect(side.before.busy.setVisible)
        flow.finished.connect(self._finished)
        flow.failed.connect(self._failed)
        flow.runner.busy_changed.connect(self._set_busy)
        self.no_visit.go.connect(self.go)

    def _set_busy(self, busy: bool) -> None:  # noqa: FBT001  a signal's only argument
        self.desk_side.set_busy(busy=busy)

    def _show(self, chart: Chart) -> None:
        """Show the bill; one that cannot be split goes back to where it can be changed."""
        self._close_panel()
        if not is_splittable(chart):
            self.go.emit("treatment")
            return
        self.desk_side.tell()
        self.desk_side.show_view(settle_view(chart, self.desk.words), offline=self.flow.offline)
        self._stack.setCurrentWidget(self.desk_side)
        self.desk_side.focus_first()
        self.hints_changed.emit()

    def _tell_changes(self, refreshed: Refreshed) -> None:
        news = changes(refreshed, self.desk.words)
        if news is not None:
            self.desk_side.tell(news)

    def _finished(self, finished: Finished) -> None:
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
        self._close_panel()
        if self.flow.chart is None:
            self.desk.failed.emit(error)
        else:
            self.desk_side.tell(self._told(error, self.flow.chart))
            if isinstance(error, RepeatedLineError):
                self.desk_side.before.ask_about_repeats()

    def _told(self, error: Exception, chart: Chart) -> NoticeView:
        """Return a failure in words, repeated lines with the names of their items."""
        words = self.desk.words
        if isinstance(error, RepeatedLineError):
            named = repeated_names(error.repeated, chart.catalogue, words)
            return failure_notice(RepeatedLineError(named), words)
        return failure_notice(error, words)
