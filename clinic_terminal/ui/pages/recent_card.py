"""What a returning child was here for, on a line each."""

from clinic_terminal.application.judging import PolicyVerdict
from clinic_terminal.i18n import Translate
from clinic_terminal.ui.views.benefits import benefits_view
from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.pill import Pill, PillView
from clinic_terminal.ui.widgets.text import ElidedText, Rule, Text

_MOST = 3


class RecentCard(Card):
    """Shows the latest visit records; all of them are on the benefit panel."""

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=16, spacing=6)
        _ = words
        self._words = words
        self.body.addLayout(row(Text(_("就诊记录"), "strong"), None, Text(_("保险支付"), "small", "ink-3")))
        self._list = column(spacing=0)
        self.body.addLayout(self._list)

    def show_policy(self, policy: PolicyVerdict) -> None:
        """Show another policy's records."""
        empty(self._list)
        for number, record in enumerate(benefits_view(policy, self._words).records[:_MOST]):
            if number:
                self._list.addWidget(Rule(soft=True))
            line = row(Text(record.day), spacing=12)
            line.addWidget(ElidedText(record.detail, ink="ink-2"), 1)
            if record.earlier:
                line.addWidget(Pill(PillView(record.earlier)))
            line.addWidget(Text(record.amount))
            line.setContentsMargins(0, 6, 0, 6)
            self._list.addLayout(line)
