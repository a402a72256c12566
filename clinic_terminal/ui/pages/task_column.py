"""What the desk does about a verdict, from top to bottom: call, look, ask, tell; one step open at a time."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QWidget

from clinic_terminal.domain.identity import IdDocument
from clinic_terminal.i18n import Translate
from clinic_terminal.ui.pages.brand_card import BrandCard
from clinic_terminal.ui.pages.consent_card import ConsentCard
from clinic_terminal.ui.pages.help_cards import HelpCards, SelfPayCard
from clinic_terminal.ui.pages.hotline_card import HotlineCard
from clinic_terminal.ui.pages.identity_card import IdentityCard
from clinic_terminal.ui.pages.recent_card import RecentCard
from clinic_terminal.ui.views.brand import TOLD_ONLY
from clinic_terminal.ui.views.case import Case, Mode, Step
from clinic_terminal.ui.views.help import help_view
from clinic_terminal.ui.views.hotline import hotline_view
from clinic_terminal.ui.widgets.card import column

_CLOSED = frozenset({Mode.HOLD, Mode.ATTEND, Mode.REFUSED, Mode.MISMATCH})
"""What lets nobody in as it is."""


class TaskColumn(QWidget):
    """Shows a Case's steps; what is being typed survives every change of the case of the same child."""

    changed = Signal()
    """What Enter does has changed."""
    hands_wanted = Signal()
    """The keys belong to the page: digits answer the open step."""
    reopened = Signal(object)
    """The Step that is to be done once more."""

    def __init__(self, words: Translate) -> None:
        super().__init__()
        self.case: Case | None = None
        self.warning = SelfPayCard(words)
        self.help = HelpCards(words)
        self.hotline = HotlineCard(words)
        self.identity = IdentityCard(words)
        self.consent = ConsentCard(words)
        self.brand = BrandCard(words)
        self.recent = RecentCard(words)
        whole = column(self.warning, self.help, self.hotline, spacing=8)
        for card in (self.identity, self.consent, self.brand):
            whole.addWidget(card)
        whole.addWidget(self.recent)
        whole.addStretch(1)
        self.setLayout(whole)
        self._connect()

    def start_anew(self, case: Case) -> None:
        """Forget what was typed for another child."""
        self.identity.start_anew()
        self.consent.start_anew()
        self.hotline.start_anew(case.visit.booking_ref or "" if case.visit else "")

    def show_case(self, case: Case, now: datetime, words: Translate) -> None:
        """Show how far the desk is."""
        self.case = case
        mode, steps = case.mode, case.steps
        opened = self.open_step
        before = QApplication.focusWidget()
        self.warning.setVisible(mode is Mode.CONFIRM_SELF_PAY)
        self.help.setVisible(mode in _CLOSED and Step.IDENTITY not in steps)
        self.hotline.setVisible(mode is Mode.HOLD or (mode in _CLOSED and not steps))
        self.identity.setVisible(Step.IDENTITY in steps)
        self.consent.setVisible(Step.CONSENT in steps)
        asked = Step.BRAND in steps
        self.brand.setVisible(asked or (mode is Mode.BILLABLE and case.lock.kind in TOLD_ONLY))
        self.recent.setVisible(mode is Mode.BILLABLE and not asked and bool(case.policy.snapshot.history))
        self.recent.show_policy(case.policy)
        self.help.show_view(help_view(case, now, words))
        self.hotline.show_view(hotline_view(case, now, words))
        self.identity.show_case(case, opened=opened is Step.IDENTITY)
        self.consent.show_case(case, opened=opened is Step.CONSENT)
        self.brand.show_case(case, opened=opened is Step.BRAND, asked=asked)
        if before is not None and self.isAncestorOf(before) and not before.isVisible():
            # Qt gave the keys to the next control, where a hasty Enter would do something else.
            self.hands_wanted.emit()

    @property
    def open_step(self) -> Step | None:
        """The step whose turn it is."""
        return self.case.step if self.case else None

    def act(self) -> tuple[str, bool]:
        """Return the word of what Enter does in the open step, empty where it needs another key first."""
        card = self._card()
        return card.act() if card is not None else ("", False)

    def press(self) -> None:
        """Do what `act` says."""
        if (card := self._card()) is not None:
            card.press()

    def answer(self, number: int) -> bool:
        """Take a digit for the open step; False where it means nothing."""
        card = self._card()
        if card is None or isinstance(card, HotlineCard):
            return False
        return card.answer(number)

    def choose_document(self, document: IdDocument) -> None:
        """Take a document as seen, without its number unless that is known from before."""
        self.identity.choose(document)
        if self.identity.wants_number:
            self.identity.press()

    def record_call(self) -> None:
        """Go to where the hotline's answer is written down, where one is waited for."""
        if self.case is not None and Step.ANSWER in self.case.steps:
            self.hotline.reference.setFocus()

    def leave_field(self) -> bool:
        """Give the keys back to the page, where the hand is in a field; what was typed stays."""
        fields = (self.identity.number, self.identity.holder, self.hotline.reference)
        if not any(field.hasFocus() for field in fields):
            return False
        self.hands_wanted.emit()
        return True

    def take_hands(self) -> None:
        """Put the focus where the next key belongs: into a field that waits, else to the page."""
        if self.open_step is Step.ANSWER:
            self.hotline.reference.setFocus()
        else:
            self.hands_wanted.emit()

    def _card(self) -> IdentityCard | ConsentCard | BrandCard | HotlineCard | None:
        cards: dict[Step, IdentityCard | ConsentCard | BrandCard | HotlineCard] = {
            Step.IDENTITY: self.identity,
            Step.CONSENT: self.consent,
            Step.BRAND: self.brand,
            Step.ANSWER: self.hotline,
        }
        step = self.open_step
        return cards[step] if step is not None else None

    def _connect(self) -> None:
        for card in (self.identity, self.consent, self.hotline):
            card.changed.connect(self.changed)
        self.identity.reopened.connect(self._reopen_identity)
        self.consent.reopened.connect(self._reopen_consent)
        self.brand.reopened.connect(self._reopen_brand)

    def _reopen_identity(self) -> None:
        self.reopened.emit(Step.IDENTITY)

    def _reopen_consent(self) -> None:
        self.reopened.emit(Step.CONSENT)

    def _reopen_brand(self) -> None:
        self.reopened.emit(Step.BRAND)
