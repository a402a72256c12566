"""Beside the verdict: the e-card as the family knows it, and the shared limit in one figure."""

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinic_terminal.i18n import Translate
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.views.benefits import BenefitsView, benefits_view, too_old
from clinic_terminal.ui.views.case import Case
from clinic_terminal.ui.views.check_in import ecard, source_line
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.ecard import ECard, ECardView
from clinic_terminal.ui.widgets.money import MoneyLabel
from clinic_terminal.ui.widgets.pool import Bar
from clinic_terminal.ui.widgets.text import Text

LEFT_WIDTH = 300
_NO_CARD = ECard("", "", "", "", "", "")


class PoolCard(Card):
    """What is left of the shared limit, and the way to everything behind it."""

    opened = Signal()

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=12, spacing=4)
        _ = words
        self._left = MoneyLabel(name=_("共享额度剩余"))
        self._note = Text("", "small", "ink-3", wrap=True)
        self._unsent = Text("", "small", "offline")
        self._bar = Bar(10)
        self.button = GhostButton(_("福利与记录"), Key.BENEFITS.cap, size=ButtonSize.SMALL)
        self.button.clicked.connect(self.opened)
        self.body.addLayout(row(Text(_("共享额度"), "strong"), None, self.button))
        for widget in (self._left, self._note, self._unsent):
            self.body.addWidget(widget)
        self.body.addSpacing(4)
        self.body.addWidget(self._bar)

    def show_view(self, view: BenefitsView) -> None:
        """Show another policy's figures."""
        self._left.set_fen(view.pool.left)
        self._note.setText(view.note)
        self._unsent.setText(view.unsent)
        self._unsent.setVisible(bool(view.unsent))
        self._bar.set_parts((view.pool.used / max(1, view.pool.limit), "ink-faint"))


class LeftColumn(QWidget):
    """Shows whose card it is, how it came, and what is left of the limit."""

    scan_wanted = Signal()
    policy_wanted = Signal()

    def __init__(self, words: Translate) -> None:
        super().__init__()
        _ = words
        self._words = words
        self.card = ECardView(_NO_CARD)
        self.pool = PoolCard(words)
        self._source = Text("", "small", "ink-3", wrap=True)
        self._scan = GhostButton(_("扫下一位"), Key.SCAN.cap, size=ButtonSize.SMALL)
        self._policy = GhostButton(_("换一份保单"), Key.CHOOSE_POLICY.cap, size=ButtonSize.SMALL)
        whole = column(self.card, spacing=6)
        whole.addWidget(self._source)
        whole.addWidget(self.pool)
        whole.addStretch(1)
        whole.addLayout(row(self._scan, self._policy, None))
        self.setLayout(whole)
        self._scan.clicked.connect(self.scan_wanted)
        self._policy.clicked.connect(self.policy_wanted)

    @property
    def may_choose_policy(self) -> bool:
        """Whether the child has another policy that may be meant."""
        return not self._policy.isHidden()

    def show_case(self, case: Case, now: datetime) -> None:
        """Show another case."""
        words = self._words
        self.card.set_card(ecard(case, words))
        self._source.setText(source_line(case, words))
        self._policy.setVisible(len(case.verification.policies) > 1)
        self.pool.show_view(benefits_view(case.policy, words, too_old(case.policy, now, words)))
