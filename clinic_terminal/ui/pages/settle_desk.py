"""The desk's side of the settle page, put together from its parts."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_terminal.application.acts import ExposureLimits
from clinic_terminal.i18n import Translate
from clinic_terminal.ui.pages.settle_parts import Before, BillTable, OtherActs, ToPay
from clinic_terminal.ui.pages.sign_card import SignCard
from clinic_terminal.ui.views.payment import paid_notice
from clinic_terminal.ui.views.settle import (
    STEP_WORDS,
    SettleView,
    Step,
    limit_notice,
    note_notice,
    source_text,
    standing_notice,
)
from clinic_terminal.ui.views.signing import FAMILY_WORDS, Progress, binding_notice
from clinic_terminal.ui.widgets.buttons import PrimaryButton
from clinic_terminal.ui.widgets.card import column
from clinic_terminal.ui.widgets.downwards import Downwards
from clinic_terminal.ui.widgets.notice import NoticeView
from clinic_terminal.ui.widgets.reflow import Reflow

_SIDE = 300
_BILL = 300
"""The least width of the column beside the bill, and the least height of the bill above it."""


class SettleDesk(QWidget):
    """Left the bill, right the figure, what must be known, and the one button."""

    def __init__(self, words: Translate, limits: ExposureLimits) -> None:
        super().__init__()
        self._words = words
        self._limits = limits
        self._view: SettleView | None = None
        self._news: tuple[NoticeView, ...] = ()
        self._offline = False
        self.bill = BillTable(words)
        self.to_pay = ToPay(words)
        self.before = Before(words)
        self.sign_card = SignCard(words)
        self.others = OtherActs(words)
        self.next_button = PrimaryButton("")
        self._build()
        self.before.confirmed.connect(self.refresh_button)

    @property
    def view(self) -> SettleView | None:
        """The bill on show."""
        return self._view

    def show_view(self, view: SettleView, *, offline: bool, asking: bool = False) -> None:
        """Show the bill; the remarks stay until `tell` brings others.

        What was written or ticked before the next act belongs to one visit, and goes with it.
        """
        if self._view is None or self._view.visit.id != view.visit.id:
            self.before.forget()
        self._view = view
        self._offline = offline
        self.bill.show_view(view, offline=offline, asking=asking)
        self.to_pay.show_view(view, "" if offline or asking else source_text(view, self._words))
        self.others.show_view(view)
        self.next_button.setText(self._words(STEP_WORDS[view.step]))
        self.next_button.updateGeometry()
        self._show_before()
        self.refresh_button()

    def tell(self, *news: NoticeView) -> None:
        """Say what has just come up: changed amounts, a failure."""
        self._news = news
        self._show_before()

    def set_busy(self, *, busy: bool) -> None:
        """Close the buttons while a verb runs."""
        self.others.setEnabled(not busy)
        self.refresh_button(busy=busy)

    def refresh_button(self, *, busy: bool = False) -> None:
        """Open the primary button where the next act is legal."""
        view = self._view
        told = view is not None and (not view.needs_consent_to_self_pay or self.before.confirm.isChecked())
        self.next_button.setEnabled(told and not busy)

    def wait_for_family(self, progress: Progress) -> None:
        """Say on the button that the family's screen has the bill; only a covered one can be shown again."""
        view = self._view
        if view is None or view.step is not Step.SIGN:
            return
        apart = progress is not Progress.NOT_SHOWN
        word = FAMILY_WORDS[progress] if apart else STEP_WORDS[view.step]
        self.next_button.setText(self._words(word))
        self.next_button.setEnabled(not apart or progress is Progress.COVERED)
        self.next_button.updateGeometry()

    def focus_first(self) -> None:
        """Put the focus where the hand begins."""
        view = self._view
        if view is not None and view.step is Step.BOOK:
            self.before.booking_field.setFocus()
        elif view is not None and view.needs_consent_to_self_pay:
            self.before.confirm.setFocus()
        else:
            self.bill.table.setFocus()

    def _show_before(self) -> None:
        view = self._view
        if view is None:
            return
        standing = standing_notice(view, self._words, offline=self._offline)
        limit = limit_notice(view, self._limits, self._words, offline=self._offline)
        told = note_notice(view.visit.desk_note, self._words)
        paid = paid_notice(view.visit, self._words)
        void = binding_notice(view.binding, self._words, closed=False)
        every = (void, *self._news, paid, told, limit, standing)
        remarks = tuple(one for one in every if one is not None)
        self.before.show_view(view, remarks, booking=view.step is Step.BOOK)

    def _build(self) -> None:
        asked = QWidget()
        asked.setLayout(column(self.sign_card, self.before, spacing=14))
        # Where the column lies below the bill, the figure and what must be known stand beside each other.
        both = Reflow(spacing=14)
        both.add(self.to_pay, 1, beside=_SIDE)
        both.add(asked, 1, beside=_SIDE)
        holder = QWidget()
        holder.setLayout(column(both, None, spacing=0))
        side = column(spacing=14)
        side.addWidget(Downwards(holder), 1)
        side.addWidget(self.others)
        side.addWidget(self.next_button)
        right = QWidget()
        right.setLayout(side)
        across = Reflow(spacing=20, edges=(24, 20, 24, 20))
        across.add(self.bill, 1, least=_BILL)
        across.add(right, width=340, beside=_SIDE)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(across)
