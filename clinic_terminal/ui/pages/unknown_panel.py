"""A child that is not known here while the server is away: what the card says, whom to call, ask again."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from clinic_terminal.i18n import Translate
from clinic_terminal.ui.pages.help_cards import HelpCards
from clinic_terminal.ui.pages.hotline_card import HotlineCard
from clinic_terminal.ui.views.help import HelpView
from clinic_terminal.ui.views.unknown import (
    Unknown,
    unknown_banner,
    unknown_call,
    unknown_card,
    unknown_ways,
)
from clinic_terminal.ui.widgets.buttons import GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import column, row
from clinic_terminal.ui.widgets.ecard import ECard, ECardView
from clinic_terminal.ui.widgets.reflow import Reflow
from clinic_terminal.ui.widgets.verdict import VerdictBanner

_LEFT_WIDTH = 300
_NO_CARD = ECard("", "", "", "", "", "")


class UnknownPanel(QWidget):
    """Shows an Unknown; the one thing that Enter does is to ask once more."""

    again_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, words: Translate) -> None:
        super().__init__()
        _ = words
        self._words = words
        self.card = ECardView(_NO_CARD)
        self.banner = VerdictBanner(unknown_banner(words))
        self.hotline = HotlineCard(words)
        self.help = HelpCards(words)
        self.primary = PrimaryButton(_("重新查询"))
        self.primary.setAccessibleName(_("重新查询"))
        self.back = GhostButton(_("返回今日"))
        left = column(self.card, None, spacing=12)
        holder = QWidget()
        holder.setLayout(left)
        main = column(self.banner, spacing=12)
        beside = Reflow(spacing=12)
        for card in (self.hotline, self.help):
            half = QWidget()
            half.setLayout(column(card, None, spacing=0))
            beside.add(half, 1)
        main.addWidget(beside, 1)
        main.addLayout(row(None, self.back, self.primary, spacing=12))
        said = QWidget()
        said.setLayout(main)
        across = Reflow(spacing=20)
        across.add(holder, width=_LEFT_WIDTH)
        across.add(said, 1)
        self.setLayout(column(across))
        self.primary.clicked.connect(self.again_wanted)
        self.back.clicked.connect(self.back_wanted)

    def show_unknown(self, found: Unknown) -> None:
        """Show another child."""
        words = self._words
        self.card.set_card(unknown_card(found, words))
        call = unknown_call(found, words)
        self.hotline.setVisible(call is not None)
        if call is not None:
            self.hotline.show_view(call)
        _ = words
        said = _("“我们现在连不上保险的系统，先打电话帮您核实，请稍等。”")
        self.help.show_view(HelpView(said, unknown_ways(words)))
