"""The verdict on show: card on the left, banner above, the desk's steps and the checks side by side below."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinic_terminal.i18n import Translate
from clinic_terminal.ui.pages.benefit_panel import BenefitPanel
from clinic_terminal.ui.pages.left_column import LEFT_WIDTH, LeftColumn
from clinic_terminal.ui.pages.task_column import TaskColumn
from clinic_terminal.ui.theme import restyle
from clinic_terminal.ui.views.case import Case, Mode, Step
from clinic_terminal.ui.views.check_in import verdict_view
from clinic_terminal.ui.views.check_list import check_views
from clinic_terminal.ui.widgets.buttons import GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import column, row
from clinic_terminal.ui.widgets.checks import CheckList
from clinic_terminal.ui.widgets.downwards import Downwards
from clinic_terminal.ui.widgets.reflow import Reflow
from clinic_terminal.ui.widgets.scrolled_card import ScrolledCard
from clinic_terminal.ui.widgets.stack import Stack
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.verdict import VerdictBanner, VerdictView

_CHECKS_WIDTH = 384
_GAP = 12


class VerdictPanel(QWidget):
    """Shows a Case and says what the hand wants; it decides nothing."""

    start_wanted = Signal()
    wait_wanted = Signal()
    self_pay_wanted = Signal()
    self_pay_confirmed = Signal()
    self_pay_withdrawn = Signal()
    back_wanted = Signal()
    scan_wanted = Signal()
    policy_wanted = Signal()
    ask_again_wanted = Signal(object, object)
    """The Identified and the Visit or None."""
    shown = Signal()
    """A case is on show; buttons and keys may have changed."""

    def __init__(self, words: Translate, now: Callable[[], datetime]) -> None:
        super().__init__()
        _ = words
        self._words, self._now = words, now
        self.case: Case | None = None
        self._busy = False
        self.left = LeftColumn(words)
        self.banner = VerdictBanner(VerdictView(Tone.NEUTRAL, ""))
        self.tasks = TaskColumn(words)
        self.checks = CheckList(name=_("核验项目"))
        self.benefits = BenefitPanel(words, now)
        self.primary = PrimaryButton("")
        self.wait = GhostButton(_("登记后稍候"))
        self.estimate = GhostButton(_("先开单预估"))
        self.self_pay = GhostButton(_("全部自费就诊…"))
        self.confirm = GhostButton(_("家长确认：全部自费"))
        self._middle = Stack()
        self._build()
        self._connect()

    def show_case(self, case: Case) -> None:
        """Show a case; of the child on show everything that is being typed stays."""
        before = self.case.policy.snapshot.chain if self.case else ""
        if before != case.policy.snapshot.chain:
            self.tasks.start_anew(case)
            self.show_benefits(shown=False)
        # A better answer about the same child, in fewer words, must not move what stands below.
        self.banner.setMinimumHeight(self.banner.height() if before == case.policy.snapshot.chain else 0)
        self.case = case
        now = self._now()
        self.left.show_case(case, now)
        self.banner.set_view(verdict_view(case, now, self._words))
        self.checks.set_checks(check_views(case.decision, case.policy.edition, now, self._words))
        self.tasks.show_case(case, now, self._words)
        self.benefits.show_policy(case.policy)
        self._show_buttons()
        self.shown.emit()

    def set_busy(self, *, busy: bool) -> None:
        """Close the buttons while a verb runs."""
        self._busy = busy
        self._show_buttons()

    @property
    def shows_benefits(self) -> bool:
        """Whether the benefit panel lies over steps and checks."""
        return self._middle.currentWidget() is self.benefits

    def show_benefits(self, *, shown: bool) -> None:
        """Lay the benefit panel over steps and checks, or take it away."""
        self._middle.setCurrentIndex(1 if shown else 0)
        if shown:
            self.benefits.phone.figure.setFocus()

    def _show_buttons(self) -> None:
        case = self.case
        if case is None:
            return
        mode = case.mode
        word, ready = self.tasks.act()
        if not word:
            word, ready = self._goal(case)
        self.primary.setText(word)
        self.primary.setAccessibleName(word)
        self.primary.updateGeometry()
        self.primary.setEnabled(ready and not self._busy)
        admits = mode in {Mode.BILLABLE, Mode.HOLD} and Step.IDENTITY in case.steps
        self.wait.setVisible(admits and not case.is_admitted)
        self.estimate.setVisible(admits and mode is Mode.HOLD)
        self.self_pay.setVisible(mode in {Mode.HOLD, Mode.REFUSED})
        self.confirm.setVisible(mode is Mode.CONFIRM_SELF_PAY)
        for button in (self.wait, self.estimate, self.confirm):
            button.setEnabled(case.can_admit and not self._busy)
        self.self_pay.setEnabled(not self._busy)
        self.confirm.setProperty("tone", str(Tone.STOP if self.confirm.isEnabled() else Tone.NEUTRAL))
        restyle(self.confirm)

    def _goal(self, case: Case) -> tuple[str, bool]:
        """Return the word of the button where no step has one, and whether the way there is free."""
        _ = self._words
        if case.mode is Mode.BILLABLE:
            return _("开始就诊"), case.step is None
        if case.mode is Mode.HOLD:
            return (self.tasks.hotline.act()[0], False) if case.steps else (_("重新查询"), True)
        if case.mode is Mode.CONFIRM_SELF_PAY:
            return _("返回，不自费"), True
        if case.mode is Mode.MISMATCH:
            # Most often the card of a brother or sister was shown: the right one is what comes next.
            return _("重新扫卡"), True
        return _("返回今日"), True

    def press_primary(self) -> None:
        """Do what the primary button says."""
        mode = self.case.mode if self.case else Mode.REFUSED
        if self.tasks.act()[0]:
            self.tasks.press()
        elif mode is Mode.BILLABLE:
            self.start_wanted.emit()
        elif mode is Mode.HOLD:
            self.ask_again()
        elif mode is Mode.CONFIRM_SELF_PAY:
            self.self_pay_withdrawn.emit()
        elif mode is Mode.MISMATCH:
            self.scan_wanted.emit()
        else:
            self.back_wanted.emit()

    def ask_again(self) -> None:
        """Have the server asked once more about the child on show."""
        if self.case is not None:
            self.ask_again_wanted.emit(self.case.verification.identified, self.case.visit)

    def toggle_benefits(self) -> None:
        """Lay the benefit panel over steps and checks, or take it away and go on where the hand was."""
        if self.case is not None:
            self.show_benefits(shown=not self.shows_benefits)
            if not self.shows_benefits:
                self.tasks.take_hands()

    def step_back(self) -> bool:
        """Take a step back from what lies over the verdict, or out of a field; False where there is none."""
        if self.shows_benefits:
            self.toggle_benefits()
        elif self.case is not None and self.case.mode is Mode.CONFIRM_SELF_PAY:
            self.self_pay_withdrawn.emit()
        else:
            return self.tasks.leave_field()
        return True

    def _connect(self) -> None:
        self.primary.clicked.connect(self.press_primary)
        self.wait.clicked.connect(self.wait_wanted)
        self.estimate.clicked.connect(self.start_wanted)
        self.self_pay.clicked.connect(self.self_pay_wanted)
        self.confirm.clicked.connect(self.self_pay_confirmed)
        self.left.scan_wanted.connect(self.scan_wanted)
        self.left.policy_wanted.connect(self.policy_wanted)
        self.left.pool.opened.connect(self.toggle_benefits)
        self.benefits.closed.connect(self.toggle_benefits)
        self.benefits.again_wanted.connect(self.ask_again)
        self.tasks.changed.connect(self._show_buttons)

    def _build(self) -> None:
        work = Reflow(spacing=_GAP)
        work.add(Downwards(self.tasks, least=200), 1)
        work.add(ScrolledCard(self.checks, least=200), width=_CHECKS_WIDTH)
        self._middle.addWidget(work)
        self._middle.addWidget(self.benefits)
        main = column(self.banner, spacing=_GAP)
        main.addWidget(self._middle, 1)
        others = QWidget()
        others.setLayout(row(None, self.self_pay, self.wait, self.estimate, self.confirm, spacing=_GAP))
        ways = Reflow(spacing=_GAP)
        ways.add(others, 1)
        ways.add(self.primary)
        main.addWidget(ways)
        middle = QWidget()
        middle.setLayout(main)
        across = Reflow(spacing=20)
        across.add(self.left, width=LEFT_WIDTH)
        across.add(middle, 1)
        self.setLayout(column(across))
