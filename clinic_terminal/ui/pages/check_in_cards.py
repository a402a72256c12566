"""The cards round a verdict: identity document, shared limit, what to tell the family, self-pay."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QWidget

from clinic_terminal.domain.identity import IdDocument
from clinic_terminal.i18n import Translate
from clinic_terminal.ui.terms import document_word
from clinic_terminal.ui.views.check_in import HelpView
from clinic_terminal.ui.views.check_list import PoolView
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton
from clinic_terminal.ui.widgets.card import Card, Gap, column, empty, row
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.money import MoneyLabel
from clinic_terminal.ui.widgets.pill import Pill
from clinic_terminal.ui.widgets.pool import PoolBar, PoolWords
from clinic_terminal.ui.widgets.text import ElidedText, Rule, Text
from clinic_terminal.ui.widgets.tone import Tone

DOCUMENTS = tuple(IdDocument)
_LONGEST_REFERENCE = 40
_BUTTON_HEIGHT = 36


class DocumentCard(Card):
    """Which document proved who the child is, and where a booking reference is entered."""

    chosen = Signal(object)
    """An IdDocument."""
    reference_changed = Signal(str)

    def __init__(self, words: Translate) -> None:
        super().__init__(padding=0)
        self.body.setContentsMargins(20, 12, 18, 12)
        _ = words
        self._words = words
        self._disc = ToneDisc(Tone.ACCENT)
        self._person = ElidedText("", ink="ink-2")
        head = row(self._disc, Text(_("身份证件"), "strong"), spacing=14)
        head.addSpacing(16)
        head.addWidget(self._person, 1)
        self.body.addLayout(head)
        self._group = QButtonGroup(self)
        buttons = row(spacing=8)
        for number, document in enumerate(DOCUMENTS):
            button = GhostButton(
                document_word(document, words), str(number + 1), size=ButtonSize.SMALL, checkable=True
            )
            button.setFixedHeight(_BUTTON_HEIGHT)
            button.setAccessibleName(document_word(document, words))
            self._group.addButton(button, number)
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self.reference = QLineEdit()
        self.reference.setMaxLength(_LONGEST_REFERENCE)
        self.reference.setPlaceholderText(_("热线给的预约编号"))
        self.reference.setAccessibleName(_("预约编号"))
        self._booking = QWidget()
        line = row(Text(_("预约编号"), "strong"), self.reference, spacing=16)
        line.setStretch(1, 1)
        line.setContentsMargins(0, 4, 0, 0)
        self._booking.setLayout(line)
        self.body.addWidget(self._booking)
        self._group.idClicked.connect(self._emit)
        self.reference.textChanged.connect(self.reference_changed)

    def show_person(self, person: str, document: IdDocument | None, *, locked: bool) -> None:
        """Name the child to compare with, and mark the chosen document; ``locked`` once it is registered."""
        _ = self._words
        sentence = _("与证件核对：{person}") if document is None else _("{person}，已核对")
        self._person.setText(sentence.format(person=person))
        self._disc.set_tone(Tone.OK if document else Tone.ACCENT)
        self._group.setExclusive(False)
        for number, one in enumerate(DOCUMENTS):
            self._group.button(number).setChecked(one is document)
            self._group.button(number).setEnabled(not locked)
        self._group.setExclusive(True)

    def ask_reference(self, *, wanted: bool) -> None:
        """Show or hide the field for the booking reference."""
        self._booking.setVisible(wanted)

    def _emit(self, number: int) -> None:
        self.chosen.emit(DOCUMENTS[number])


class PoolCard(Card):
    """The shared limit with its uses and the latest records."""

    def __init__(self, words: Translate) -> None:
        super().__init__(spacing=4)
        _ = words
        self._words = words
        self.body.addWidget(Text(_("共享额度"), "strong"))
        self._left = MoneyLabel(name=_("共享额度剩余"))
        self._note = Text("", "small", "ink-3", wrap=True)
        self._holder = QWidget()
        self._box = column(spacing=0)
        self._holder.setLayout(self._box)
        for widget in (self._left, self._note):
            self.body.addWidget(widget)
        self.body.addSpacing(8)
        self.body.addWidget(self._holder, 1)

    def show_view(self, view: PoolView) -> None:
        """Show another policy's figures."""
        _ = self._words
        self._left.set_fen(view.left_fen)
        self._note.setText(view.note)
        empty(self._box)
        self._box.addWidget(PoolBar(view.pool, PoolWords(""), below=True))
        for use in view.uses:
            used = _("已用 {amount}").format(amount=use.used)
            line = row(Text(use.word), Text(use.share, "small", "ink-3"), None, Text(used))
            line.setContentsMargins(0, 9, 0, 9)
            self._box.addLayout(line)
            self._box.addWidget(Rule(soft=True))
        self._box.addSpacing(18)
        self._box.addWidget(Text(_("就诊记录"), "strong"))
        self._box.addSpacing(6)
        if not view.records:
            self._box.addWidget(Text(_("还没有记录。"), "small", "ink-3"))
        for record in view.records:
            words = column(Text(record.day), ElidedText(record.detail, "small", "ink-3"), spacing=2)
            line = row(spacing=12)
            line.addLayout(words, 1)
            line.addLayout(column(Text(record.amount), None, spacing=0))
            line.setContentsMargins(0, 7, 0, 7)
            self._box.addLayout(line)
            self._box.addWidget(Rule(soft=True))
        self._box.addStretch(1)


class HelpCards(QWidget):
    """Three cards below a refusal: what to say, what can be done, whom to call."""

    def __init__(self, words: Translate) -> None:
        super().__init__()
        _ = words
        self._say = Text("", ink="ink-2", wrap=True)
        self._remedy = Text("", ink="ink-2", wrap=True)
        self._hotline = Text("", "headline")
        self._open = row(spacing=0)
        self._quote = Text("", "small", "ink-3", wrap=True)
        say, remedy, call = Card(_("对家长这样说")), Card(_("怎么办")), Card(_("认为有误？致电服务热线"))
        say.body.addWidget(self._say)
        remedy.body.addWidget(self._remedy)
        call.body.addWidget(self._hotline)
        call.body.addLayout(self._open)
        call.body.addWidget(self._quote)
        line = row(spacing=16)
        for card in (say, remedy, call):
            card.body.addStretch(1)
            line.addWidget(card, 1)
        self.setLayout(line)

    def show_view(self, view: HelpView) -> None:
        """Show another refusal."""
        self._say.setText(view.say)
        self._remedy.setText(view.remedy)
        self._hotline.setText(view.hotline)
        empty(self._open)
        self._open.addWidget(Pill(view.opened))
        self._open.addStretch(1)
        self._quote.setText(view.quote)


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
        said = _("“今天的费用由您全部自付，之后不能再向保险公司报销。您确认吗？”")
        self.body.addWidget(Text(said, "medium", wrap=True))
