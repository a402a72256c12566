"""The verdict on show: card on the left, checks in the middle, shared limit or help beside and below."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from clinic_terminal.domain.identity import IdDocument
from clinic_terminal.i18n import Translate
from clinic_terminal.ui.pages.check_in_cards import DocumentCard, HelpCards, PoolCard, SelfPayCard
from clinic_terminal.ui.theme import restyle
from clinic_terminal.ui.views.check_in import (
    Case,
    Mode,
    ecard,
    help_view,
    offline_note,
    source_line,
    verdict_view,
)
from clinic_terminal.ui.views.check_list import check_views, pool_view
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import column, row
from clinic_terminal.ui.widgets.checks import CheckList
from clinic_terminal.ui.widgets.ecard import ECard, ECardView
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.verdict import VerdictBanner, VerdictView

_LEFT_WIDTH = 300
_RIGHT_WIDTH = 288
_NO_CARD = ECard("", "", "", "", "", "")


class VerdictPanel(QWidget):
    """Shows a Case and says what the hand wants; it decides nothing."""

    start_wanted = Signal()
    wait_wanted = Signal()
    booking_entered = Signal(str)
    self_pay_wanted = Signal()
    self_pay_confirmed = Signal()
    self_pay_withdrawn = Signal()
    back_wanted = Signal()
    scan_wanted = Signal()
    policy_wanted = Signal()
    ask_again_wanted = Signal(object, object)
    """The Identified and the Visit or None."""
    document_chosen = Signal(object)
    shown = Signal()
    """A case is on show; buttons and keys may have changed."""

    def __init__(self, words: Translate) -> None:
        super().__init__()
        _ = words
        self._words = words
        self.case: Case | None = None
        self._busy = False
        self.card = ECardView(_NO_CARD)
        self._source = Text("", "small", "ink-3", wrap=True)
        self._offline = Text("", "small", "offline", wrap=True)
        self._scan = GhostButton(_("扫下一位"), "Ctrl K", size=ButtonSize.SMALL)
        self._policy = GhostButton(_("换一份保单"), "Ctrl O", size=ButtonSize.SMALL)
        self.banner = VerdictBanner(VerdictView(Tone.NEUTRAL, ""))
        self.checks = CheckList(name=_("核验项目"))
        self.documents = DocumentCard(words)
        self.help = HelpCards(words)
        self.warning = SelfPayCard(words)
        self.pool = PoolCard(words)
        self.primary = PrimaryButton("")
        self.wait = GhostButton(_("登记后稍候"))
        self.self_pay = GhostButton(_("全部自费就诊…"))
        self.again = GhostButton(_("重新查询卡状态"), icon_name="refresh")
        self.confirm = GhostButton(_("家长确认：全部自费"))
        self._checks_area = QScrollArea()
        self._gap = QWidget()
        self._build()
        self._connect()

    def show_case(self, case: Case, now: datetime) -> None:
        """Show a case; the field for the booking reference keeps what is being typed."""
        words, mode = self._words, case.mode
        fresh = self.case is None or self.case.policy is not case.policy
        self.case = case
        self.card.set_card(ecard(case, words))
        self._source.setText(source_line(case, words))
        note = offline_note(case, now, words)
        self._offline.setText(note)
        self._offline.setVisible(bool(note))
        self._policy.setVisible(len(case.verification.policies) > 1)
        self.banner.set_view(verdict_view(case, now, words))
        self.checks.set_checks(check_views(case.decision, case.policy.edition, now, words))
        person = case.policy.snapshot.person
        named = f"{person.name} · {person.birth_date.isoformat()}"
        self.documents.show_person(named, case.document, locked=case.is_admitted)
        self.documents.setVisible(mode in {Mode.BILLABLE, Mode.HOLD, Mode.CONFIRM_SELF_PAY})
        self.documents.ask_reference(wanted=mode is Mode.HOLD)
        if fresh:
            self.documents.reference.setText(case.visit.booking_ref or "" if case.visit else "")
        self.help.setVisible(mode in {Mode.REFUSED, Mode.MISMATCH})
        helped = help_view(case, now, words)
        self.help.show_view(helped)
        self.again.setVisible(helped.can_ask_again and mode is Mode.REFUSED)
        self._checks_area.setVisible(mode is not Mode.CONFIRM_SELF_PAY)
        self._gap.setVisible(mode is Mode.CONFIRM_SELF_PAY)
        self.warning.setVisible(mode is Mode.CONFIRM_SELF_PAY)
        self.pool.setVisible(mode in {Mode.BILLABLE, Mode.HOLD})
        self.pool.show_view(pool_view(case.policy, words))
        self._show_buttons()
        self.shown.emit()

    def set_busy(self, *, busy: bool) -> None:
        """Close the buttons while a verb runs."""
        self._busy = busy
        self._show_buttons()

    def _show_buttons(self) -> None:
        case = self.case
        if case is None:
            return
        _ = self._words
        mode = case.mode
        word, hint = {
            Mode.BILLABLE: (_("开始就诊"), "Enter"),
            Mode.HOLD: (_("登记预约编号"), "Enter"),
            Mode.REFUSED: (_("返回今日"), "Enter"),
            Mode.MISMATCH: (_("返回今日"), "Enter"),
            Mode.CONFIRM_SELF_PAY: (_("返回，不自费"), "Enter"),
        }[mode]
        self.primary.setText(word)
        self.primary.set_hint(hint)
        self.primary.setAccessibleName(word)
        has_document = case.document is not None
        ready = {
            Mode.BILLABLE: has_document,
            Mode.HOLD: has_document and bool(self.documents.reference.text().strip()),
        }.get(mode, True)
        self.primary.setEnabled(ready and not self._busy)
        self.wait.setVisible(mode in {Mode.BILLABLE, Mode.HOLD} and not case.is_admitted)
        self.self_pay.setVisible(mode in {Mode.HOLD, Mode.REFUSED})
        self.confirm.setVisible(mode is Mode.CONFIRM_SELF_PAY)
        for button in (self.wait, self.confirm):
            button.setEnabled(has_document and not self._busy)
        self.confirm.setProperty("tone", str(Tone.STOP if self.confirm.isEnabled() else Tone.NEUTRAL))
        restyle(self.confirm)
        for button in (self.self_pay, self.again):
            button.setEnabled(not self._busy)

    def _press_primary(self) -> None:
        mode = self.case.mode if self.case else Mode.REFUSED
        if mode is Mode.BILLABLE:
            self.start_wanted.emit()
        elif mode is Mode.HOLD:
            self.booking_entered.emit(self.documents.reference.text().strip())
        elif mode is Mode.CONFIRM_SELF_PAY:
            self.self_pay_withdrawn.emit()
        else:
            self.back_wanted.emit()

    def _ask_again(self) -> None:
        if self.case is not None:
            self.ask_again_wanted.emit(self.case.verification.identified, self.case.visit)

    def _choose_document(self, document: IdDocument) -> None:
        self.document_chosen.emit(document)

    def _connect(self) -> None:
        self.primary.clicked.connect(self._press_primary)
        self.wait.clicked.connect(self.wait_wanted)
        self.self_pay.clicked.connect(self.self_pay_wanted)
        self.confirm.clicked.connect(self.self_pay_confirmed)
        self._scan.clicked.connect(self.scan_wanted)
        self._policy.clicked.connect(self.policy_wanted)
        self.again.clicked.connect(self._ask_again)
        self.documents.chosen.connect(self._choose_document)
        self.documents.reference_changed.connect(self._show_buttons)

    def _build(self) -> None:
        left = column(self.card, spacing=12)
        left.addWidget(self._source)
        left.addWidget(self._offline)
        left.addLayout(row(self._scan, self._policy, None))
        left.addStretch(1)
        left_holder = QWidget()
        left_holder.setFixedWidth(_LEFT_WIDTH)
        left_holder.setLayout(left)
        area = self._checks_area
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self.checks)
        area.viewport().setAutoFillBackground(False)
        middle = column(self.banner, spacing=12)
        middle.addWidget(area, 1)
        for widget in (self.help, self.warning, self.documents):
            middle.addWidget(widget)
        middle.addWidget(self._gap, 1)
        buttons = row(None, self.again, self.self_pay, self.wait, self.confirm, self.primary, spacing=12)
        middle.addLayout(buttons)
        self.pool.setFixedWidth(_RIGHT_WIDTH)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(20)
        whole.addWidget(left_holder)
        whole.addLayout(middle, 1)
        whole.addWidget(self.pool)
