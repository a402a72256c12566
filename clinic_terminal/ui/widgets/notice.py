"""Notices: what happened, who can fix it, what to do next, and a reference for the phone."""

from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, IconButton
from clinic_terminal.ui.widgets.card import SentenceCard, column, row
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.widgets.tone import Tone


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A failure or a warning in finished sentences; `reference` is short enough to be read out.

    `action` is the word on a button of its own, by which the notice's `acted` is pressed.
    """

    tone: Tone
    what: str
    who: str = ""
    next_step: str = ""
    reference: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class NoticeWords:
    """The words that every notice has on its buttons."""

    copy: str = "复制参考号"
    dismiss: str = "关闭提示"


class Notice(SentenceCard):
    """Shows a NoticeView as a strip in the page, never as a dialog."""

    acted = Signal()
    dismissed = Signal()
    copied = Signal(str)

    def __init__(self, view: NoticeView, words: NoticeWords | None = None, *, closable: bool = True) -> None:
        super().__init__(tone=view.tone, padding=0)
        words = words or NoticeWords()
        self.view = view
        self._reference = view.reference
        self._line = QHBoxLayout()
        self._line.setContentsMargins(18, 12, 10, 12)
        self._line.setSpacing(14)
        upright = Qt.AlignmentFlag.AlignTop if view.who or view.next_step else Qt.AlignmentFlag.AlignVCenter
        self._line.addWidget(ToneDisc(view.tone, 28, solid=True), 0, upright)
        self._line.addLayout(_sentences(view), 1)
        if view.reference:
            self._line.addWidget(Text(view.reference, "small-strong", "ink-2"))
            self._add_button(words.copy, "copy").clicked.connect(self._copy)
        if view.action:
            self._add_button(view.action, "").clicked.connect(self.acted)
        if closable:
            close = IconButton("close", words.dismiss)
            close.clicked.connect(self.dismissed)
            self._line.addWidget(close)
        self.body.addLayout(self._line)
        parts = (view.what, view.who, view.next_step, view.reference)
        self.setAccessibleName(" ".join(filter(None, parts)))

    def _add_button(self, text: str, icon_name: str) -> GhostButton:
        button = GhostButton(text, size=ButtonSize.SMALL, icon_name=icon_name)
        self._line.addWidget(button)
        return button

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._reference)
        self.copied.emit(self._reference)


class NoticeArea(QWidget):
    """The place above a page where notices stand; it takes no room without one."""

    def __init__(self, words: NoticeWords | None = None, *, most: int = 2) -> None:
        super().__init__()
        self._words = words
        self._most = most
        self._notices: list[Notice] = []
        self._box = column()
        self._box.setContentsMargins(24, 16, 24, 0)
        self.setLayout(self._box)
        self.hide()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """The notices on show, the oldest first."""
        return tuple(self._notices)

    def add(self, view: NoticeView) -> Notice:
        """Show a notice; the oldest gives way where there are too many.

        What is on show already is not said twice: a failure every few seconds would drive all others out.
        """
        same = next((one for one in self._notices if one.view == view and not view.action), None)
        if same is not None:
            return same
        while len(self._notices) >= self._most:
            self.drop(self._notices[0])
        notice = self._made(view)
        self._notices.append(notice)
        self._box.addWidget(notice)
        self.show()
        return notice

    def replace(self, notice: Notice, view: NoticeView) -> Notice:
        """Show another notice in the place of one, exactly as high: nothing below it moves."""
        fresh = self._made(view)
        fresh.setFixedHeight(notice.height())
        self._notices[self._notices.index(notice)] = fresh
        self._box.replaceWidget(notice, fresh)
        fresh.show()
        notice.hide()
        notice.deleteLater()
        return fresh

    def drop(self, notice: Notice) -> None:
        """Take a notice away."""
        if notice in self._notices:
            self._notices.remove(notice)
            self._box.removeWidget(notice)
            notice.hide()
            notice.deleteLater()
        self.setVisible(bool(self._notices))

    def clear(self) -> None:
        """Take all notices away."""
        for notice in self.notices:
            self.drop(notice)

    def _made(self, view: NoticeView) -> Notice:
        notice = Notice(view, self._words)
        notice.dismissed.connect(self._dismiss)
        return notice

    def _dismiss(self) -> None:
        notice = self.sender()
        if isinstance(notice, Notice):
            self.drop(notice)


class Toast(QFrame):
    """A short word that something was done; it goes by itself and never asks for anything."""

    def __init__(self, parent: QWidget, *, milliseconds: int = 2600) -> None:
        super().__init__(parent)
        self._over = parent
        self._label = Text("", "medium")
        self._disc = ToneDisc(Tone.OK, 20, solid=True)
        line = row(self._disc, self._label, spacing=10)
        line.setContentsMargins(16, 10, 20, 10)
        self.setLayout(line)
        self._timer = QTimer(self, singleShot=True, interval=milliseconds)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def say(self, text: str, tone: Tone = Tone.OK) -> None:
        """Show a sentence for a moment at the lower middle of the parent."""
        self._label.setText(text)
        self._disc.set_tone(tone)
        self.setAccessibleName(text)
        self.adjustSize()
        self.move((self._over.width() - self.width()) // 2, self._over.height() - self.height() - 64)
        self.show()
        self.raise_()
        self._timer.start()


def _sentences(view: NoticeView) -> QVBoxLayout:
    words = column(Text(view.what, "strong", wrap=True), spacing=2)
    between = "" if view.who.endswith("。") else " "
    rest = between.join(filter(None, (view.who, view.next_step)))
    if rest:
        words.addWidget(Text(rest, ink="ink-2", wrap=True))
    return words
