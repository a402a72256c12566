"""The recovery key in sight, to be written down on paper; it is gone from the screen when it is left."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QWidget

from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.widgets.buttons import PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.text import Rule, Text
from clinic_terminal.ui.widgets.tone import Tone

_ACROSS: Final = 4
_WIDTH: Final = 640


class RecoveryPanel(QWidget):
    """In the place of the settings; `left` goes back to them."""

    topic = "backups"
    """The guide's chapter about it."""

    left = Signal()

    def __init__(self, words: Translate) -> None:
        super().__init__()
        self._words = words
        self._groups: list[Text] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(28)
        self._grid.setVerticalSpacing(12)
        self.primary: QAbstractButton = PrimaryButton(words(N_("抄好了，收起来")), "Enter")
        self.primary.setAccessibleName(self.primary.text())
        self._build()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.primary.clicked.connect(self.left)

    def hints(self) -> tuple[Hint, ...]:
        """Return the keys."""
        return (Hint("Enter", self.primary.text()), Hint("Esc", self._words(N_("返回"))))

    def back(self) -> bool:
        """Take no step inside."""
        return False

    def show_key(self, written: str) -> None:
        """Show a key in its groups, each with its number."""
        self.forget()
        for number, group in enumerate(written.split()):
            text = Text(group, "title")
            line = row(Text(f"{number + 1}", "small", "ink-3"), text, None, spacing=10)
            self._grid.addLayout(line, number // _ACROSS, number % _ACROSS)
            self._groups.append(text)
        self.setAccessibleName(written)

    def forget(self) -> None:
        """Leave nothing of the key on the screen."""
        self._groups.clear()
        self.setAccessibleName("")
        while item := self._grid.takeAt(0):
            inner = item.layout()
            while inner is not None and (part := inner.takeAt(0)):
                widget = part.widget()
                if widget is not None:
                    widget.hide()
                    widget.deleteLater()

    def _build(self) -> None:
        words = self._words
        card = Card(padding=32, spacing=12)
        card.setFixedWidth(_WIDTH)
        card.body.addLayout(
            row(ToneDisc(Tone.WARN, 36), Text(words(N_("本机的恢复密钥")), "title"), None, spacing=14)
        )
        card.body.addWidget(Rule())
        card.body.addLayout(self._grid)
        card.body.addWidget(Rule())
        for sentence in (
            N_("换电脑或重装以后，要同时有备份文件和这张密钥，才能恢复数据。"),
            N_("抄好后请对着屏幕再核对一遍，写上诊所和日期，锁起来。"),
        ):
            card.body.addWidget(Text(words(sentence), "small", "ink-2", wrap=True))
        card.body.addLayout(row(None, self.primary))
        middle = column(None, spacing=0)
        middle.addLayout(row(None, card, None))
        middle.addStretch(2)
        self.setLayout(middle)
