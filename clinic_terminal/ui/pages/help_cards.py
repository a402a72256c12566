"""Below a verdict that lets nobody in: what the family is told, what can be done, and the last warning."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from clinic_terminal.i18n import Translate
from clinic_terminal.ui.views.help import HelpView, Offer
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import Card, Gap, column, empty, row
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.text import ElidedText, Ink, Role, Text
from clinic_terminal.ui.widgets.tone import Tone

_BUTTON_HEIGHT = 36
_ICONS: Final = {
    Offer.POLICY: "card",
    Offer.SLIP: "printer",
    Offer.AGAIN: "refresh",
    Offer.CLINICS: "network",
}


class HelpCards(QWidget):
    """Says it, lists the ways, and offers what the program itself can do."""

    offered = Signal(object)
    """The Offer that was taken."""

    def __init__(self, words: Translate) -> None:
        super().__init__()
        _ = words
        self._words = words
        self._compared = QGridLayout()
        self._differs = Card(_("卡上的资料与服务商登记的不同"), padding=16)
        self._differs.body.addLayout(self._compared)
        self._say = Text("", ink="ink-2", wrap=True)
        self._say_card = Card(_("对家长这样说"), padding=16, spacing=6)
        self._say_card.body.addWidget(self._say)
        self._ways = column(spacing=6)
        self._offers = row()
        self._ways_card = Card(_("怎么办"), padding=16, spacing=6)
        self._ways_card.body.addLayout(self._ways)
        self._ways_card.body.addLayout(self._offers)
        whole = column(self._differs, self._say_card, self._ways_card, spacing=8)
        self.setLayout(whole)

    def show_view(self, view: HelpView) -> None:
        """Show another verdict's help."""
        self._say.setText(view.say)
        self._say_card.setVisible(bool(view.say))
        self._show_ways(view)
        self._show_compared(view.compared)
        self.setAccessibleName(" ".join((view.say, *view.ways)).strip())

    def _show_ways(self, view: HelpView) -> None:
        empty(self._ways)
        for number, way in enumerate(view.ways, 1):
            line = row(spacing=10)
            if len(view.ways) > 1:
                line.addLayout(column(Gap(2), Text(str(number), "small-strong", "ink-3"), None, spacing=0))
            line.addWidget(Text(way, ink="ink-2", wrap=True), 1)
            self._ways.addLayout(line)
        empty(self._offers)
        for offer, word in view.offers:
            button = GhostButton(word, size=ButtonSize.SMALL, tone=Tone.ACCENT, icon_name=_ICONS[offer])
            button.setFixedHeight(_BUTTON_HEIGHT)
            button.setAccessibleName(word)
            button.setProperty("offer", str(offer))
            button.clicked.connect(self._take)
            self._offers.addWidget(button)
        self._offers.addStretch(1)
        self._ways_card.setVisible(bool(view.ways or view.offers))

    def _show_compared(self, compared: tuple[tuple[str, str, str], ...]) -> None:
        while item := self._compared.takeAt(0):
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        _ = self._words
        heads = ("", _("电子卡"), _("服务商"))
        for place, head in enumerate(heads):
            self._compared.addWidget(Text(head, "small", "ink-3"), 0, place)
        for line, (label, card, policy) in enumerate(compared, 1):
            role: Role = "strong" if card != policy else "body"
            ink: Ink = "warn" if card != policy else "ink-2"
            self._compared.addWidget(Text(label, "small", "ink-3"), line, 0)
            self._compared.addWidget(ElidedText(card, role, ink), line, 1)
            self._compared.addWidget(ElidedText(policy, role, ink), line, 2)
        self._compared.setColumnStretch(1, 1)
        self._compared.setColumnStretch(2, 1)
        self._differs.setVisible(bool(compared))

    def _take(self) -> None:
        button = self.sender()
        if isinstance(button, GhostButton):
            self.offered.emit(Offer(str(button.property("offer"))))


class SelfPayCard(Card):
    """The warning before the family pays everything itself (H1:190)."""

    def __init__(self, words: Translate) -> None:
        super().__init__(tone=Tone.WARN, padding=20, spacing=6)
        _ = words
        head = row(
            ToneDisc(Tone.WARN, 28, solid=True), Text(_("全部自费，之后不能报销"), "title"), spacing=14
        )
        head.addStretch(1)
        self.body.addLayout(head)
        self.body.addWidget(Gap(2))
        warning = _("手册注意事项第 4 条：自行支付全部费用后，保险公司不再接受索赔。请家长亲口确认。")
        self.body.addWidget(Text(warning, ink="ink-2", wrap=True))
        said = _("“今天的费用由您全部自费，之后不能再向保险公司报销。您确认吗？”")
        self.body.addWidget(Text(said, "medium", wrap=True))
