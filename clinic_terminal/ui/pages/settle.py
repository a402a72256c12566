"""Settle: ask once more, freeze, let the guardian sign, finish. One button, always the next legal act."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout
from typing_extensions import override

from clinic_terminal.application.binding import binding_of
from clinic_terminal.application.failures import RepeatedLineError, StoreFailedError
from clinic_terminal.application.papers import Finished
from clinic_terminal.application.settlement import Refreshed
from clinic_terminal.application.treatment import Chart
from clinic_terminal.domain.visit import Stage
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.enter_key import ENTER_KEY
from clinic_terminal.ui.entries import SETTLE
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.page import Page
from clinic_terminal.ui.pages.guardian import GuardianPanel
from clinic_terminal.ui.pages.guardian_side import GuardianSide
from clinic_terminal.ui.pages.settle_desk import SettleDesk
from clinic_terminal.ui.pages.settle_flow import SettleFlow
from clinic_terminal.ui.pages.settle_money import SettleMoney
from clinic_terminal.ui.pages.waiting import NoVisit
from clinic_terminal.ui.views.settle import Step, changes, is_splittable, repeated_names, settle_view
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.notice import NoticeView
from clinic_terminal.ui.widgets.stack import Stack

_SHOWN = (Stage.ARRIVED, Stage.IN_TREATMENT, Stage.TO_SETTLE, Stage.FROZEN)


class SettlePage(Page):
    """Shows the settlement; `finished` carries the Finished for the page after it."""

    entry = SETTLE

    finished = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.desk_side = SettleDesk(desk.words, desk.terminal.limits)
        self.no_visit = NoVisit(desk.words)
        self.flow = SettleFlow(desk, self)
        self._stack = Stack()
        self.money = SettleMoney(desk, self.flow, self.desk_side, self._stack)
        card = self.desk_side.sign_card
        self.guardian = GuardianSide(desk, self.flow, card, self._stack, self.desk_side)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self._stack.addWidget(self.desk_side)
        self._stack.addWidget(self.no_visit)
        self._connect()

    @property
    @override
    def is_held(self) -> bool:
        return self.guardian.is_with_family

    @property
    @override
    def stay(self) -> str:
        signing = self.guardian.is_signing_apart
        return self.desk.words(N_("家长正在签字。请先按“收回”，再做别的。")) if signing else ""

    @property
    @override
    def primary(self) -> QAbstractButton | None:
        if self.guardian.is_open:
            return self.guardian.primary
        if self.money.is_open:
            return self.money.primary
        return self.desk_side.next_button if self.flow.chart is not None else self.no_visit.button

    @property
    @override
    def topic(self) -> str:
        if self.guardian.is_open:
            return "guardian"
        return "payment" if self.money.is_open else super().topic

    @property
    def panel(self) -> GuardianPanel | None:
        """The guardian's panel, on whichever screen it stands."""
        return self.guardian.panel

    @property
    def idle(self) -> bool:
        """Whether no verb is under way."""
        return not self.flow.runner.busy and not self.money.busy

    def step(self) -> Step | None:
        """Return the next legal act, None while no bill is shown."""
        return self.desk_side.view.step if self.flow.chart is not None and self.desk_side.view else None

    @override
    def hints(self) -> tuple[Hint, ...]:
        words = self.desk.words
        if self.guardian.is_open:
            return self.guardian.hints()
        if self.money.is_open:
            return self.money.hints()
        primary = self.primary
        word = primary.text() if primary is not None else ""
        return (Hint("Enter", word), Hint("Esc", words(N_("返回"))))

    @override
    def enter(self) -> None:
        visit = self.desk.visit
        self.guardian.close()
        self.money.close()
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
        self.guardian.close()
        self.money.close()

    @override
    def back(self) -> bool:
        if self.guardian.is_open:
            self.guardian.close()
            self.desk_side.focus_first()
        elif self.money.is_open:
            self.money.back()
        else:
            return False
        return True

    @override
    def scanned(self, text: str) -> bool:
        return self.money.take_scan(text)

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
            self.guardian.ask()
        elif step is Step.UNDO:
            flow.thaw()
        elif step is Step.PAY:
            self.money.open()
        elif step is Step.FINISH:
            flow.finish()

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
        side.others.money.clicked.connect(self.money.open)
        flow.shown.connect(self._show)
        flow.refreshed.connect(self._tell_changes)
        flow.asked.connect(self.guardian.ask)
        self.guardian.changed.connect(self.hints_changed)
        self.guardian.mirror.progressed.connect(side.wait_for_family)
        flow.waiting.connect(side.before.busy.setVisible)
        flow.finished.connect(self._finished)
        flow.failed.connect(self._failed)
        flow.runner.busy_changed.connect(self._set_busy)
        flow.runner.busy_changed.connect(self.money.set_busy)
        self.money.closed.connect(self.hints_changed)
        self.money.asked.connect(self.hints_changed)
        self.no_visit.go.connect(self.go)

    def _set_busy(self, busy: bool) -> None:  # noqa: FBT001  a signal's only argument
        self.desk_side.set_busy(busy=busy)

    def _show(self, chart: Chart) -> None:
        """Show the bill; one that cannot be split goes back to where it can be changed."""
        shown = self.desk_side.view
        before = shown.step if shown is not None and shown.visit.id == chart.visit.id else None
        was_signing = before is Step.SIGN
        self.guardian.close(signed=was_signing and chart.visit.consent is not None)
        if chart.visit.stage not in _SHOWN:
            self.enter()
            return
        if not is_splittable(chart):
            self.go.emit("treatment")
            return
        self.desk_side.tell()
        binding = binding_of(self.desk.terminal, chart.visit)
        view, flow = settle_view(chart, self.desk.words, binding), self.flow
        self.desk_side.show_view(view, offline=flow.offline, asking=flow.asking)
        self._stack.setCurrentWidget(self.desk_side)
        self.guardian.show_card(shown=self.step() is Step.SIGN)
        self.desk_side.focus_first()
        self.hints_changed.emit()
        if was_signing and self.step() is Step.PAY:
            self.money.open()
        if before is not None and self.step() is not before:
            ENTER_KEY.turn()

    def _tell_changes(self, refreshed: Refreshed) -> None:
        news = changes(refreshed, self.desk.words)
        if news is not None:
            self.desk_side.tell(news)

    def _finished(self, finished: Finished) -> None:
        self.finished.emit(finished)
        here = self.desk.visit
        in_hand = here is not None and here.id == finished.visit.id
        if in_hand:
            self.desk.take_visit(finished.visit)
        self.desk.wake_sync()
        self.desk.refresh()
        if in_hand and self.isVisible():
            self.go.emit("done")

    def _failed(self, error: Exception) -> None:
        """Say what happened; the bill stays, and what was signed where it only could not be stored."""
        kept = isinstance(error, StoreFailedError) and self.guardian.keep()
        if not kept:
            self.guardian.close()
            self.money.close()
        if self.flow.chart is None or self.guardian.is_open or not self.isVisible():
            self.desk.failed.emit(error)
        else:
            self.desk_side.tell(_told(error, self.flow.chart, self.desk.words))
            if isinstance(error, RepeatedLineError):
                self.desk_side.before.ask_about_repeats()


def _told(error: Exception, chart: Chart, words: Translate) -> NoticeView:
    """Return a failure in words, repeated lines with the names of their items."""
    if isinstance(error, RepeatedLineError):
        named = repeated_names(error.repeated, chart.catalogue, words)
        return failure_notice(RepeatedLineError(named), words)
    return failure_notice(error, words)
