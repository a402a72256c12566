"""After an export: where the file is, what opens it, shown once, and whom to give it to."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.act_file import ExportedFile
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.text import Rule, Text
from clinic_terminal.ui.widgets.tone import Tone

_WIDTH = 640


class ExportedCard(QWidget):
    """Shows an ExportedFile; `done` goes back to the queue and forgets the passphrase."""

    done = Signal()
    shown = Signal()
    """A file was written and is to be seen."""

    def __init__(self, words: Translate) -> None:
        super().__init__()
        _ = words
        self._words = words
        self._title = Text("", "title", wrap=True)
        self._file = Text("", "small", "ink-3", wrap=True)
        self.phrase = Text("", "headline", "accent")
        self.phrase.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.copy_button = GhostButton(_("复制口令"), size=ButtonSize.MEDIUM, icon_name="copy")
        self.done_button = PrimaryButton(_("记好了"), "Enter", "check")
        self.copy_button.clicked.connect(self._copy)
        self.done_button.clicked.connect(self._leave)
        self._build()

    def show_file(self, written: ExportedFile) -> None:
        """Show another file."""
        told = self._words(N_("已导出 {count} 笔，保险金额 {amount}"))
        self._title.setText(told.format(count=written.acts, amount=yuan(written.amount_fen)))
        self._file.setText(str(written.path))
        self.phrase.setText(written.phrase)
        self.phrase.setAccessibleName(written.phrase)
        self.shown.emit()

    def forget(self) -> None:
        """Keep the passphrase no longer, and go back to the queue where it was on show."""
        if self.phrase.text():
            self._leave()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.phrase.text())

    def _leave(self) -> None:
        self.phrase.setText("")
        self.phrase.setAccessibleName("")
        self.done.emit()

    def _build(self) -> None:
        _ = self._words
        card = Card(padding=32, spacing=12)
        card.setFixedWidth(_WIDTH)
        head = row(ToneDisc(Tone.OK, 36, solid=True), spacing=14)
        head.addLayout(column(self._title, self._file, spacing=2), 1)
        card.body.addLayout(head)
        card.body.addWidget(Rule())
        card.body.addWidget(Text(_("文件已加密。打开它要这个口令，只显示这一次："), ink="ink-2", wrap=True))
        # A row of its own: the passphrase is shown only once, in a wide letter, and must never be cut.
        card.body.addLayout(row(self.phrase, None))
        card.body.addLayout(row(self.copy_button, None))
        for sentence in (
            _("请在电话里把口令告诉对方，不要和文件放在一起。"),
            _("账单仍然留在本机的队列里，联网后照样送出；编号相同，不会重复记账。"),
        ):
            card.body.addWidget(Text(sentence, ink="ink-2", wrap=True))
        card.body.addSpacing(8)
        card.body.addLayout(row(None, self.done_button))
        across = row(None, card, None)
        whole = column(None, spacing=0)
        whole.addLayout(across)
        whole.addStretch(2)
        self.setLayout(whole)
