"""The page while a card is waited for: big, calm, with every way in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget
from typing_extensions import override

from clinic_terminal.i18n import Translate
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.pages.camera_view import CameraView
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.finder import Finder, Look
from clinic_terminal.ui.widgets.text import Text

_WIDTH = 728
_LONGEST = 1024


class CardField(QLineEdit):
    """Where a member number is typed: no input method, and a pasted picture goes to the page."""

    pasted = Signal()

    def __init__(self, words: Translate) -> None:
        super().__init__()
        _ = words
        self.setMaxLength(_LONGEST)
        self.setPlaceholderText(_("会员号，例如 202501C00000010011"))
        self.setAccessibleName(_("会员号或电子卡内容"))
        # Numbers and cards are Latin: an input method would only eat a scanner's keys here.
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, on=False)
        self.setFixedHeight(theme().px("primary-height"))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        else:
            super().keyPressEvent(event)


class ScanPanel(QWidget):
    """Waits for a card: scanned, typed, seen by a camera, or in a picture."""

    submitted = Signal(str)
    picture_wanted = Signal()
    region_wanted = Signal()
    person_wanted = Signal()
    sound_switched = Signal(bool)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.words
        self.field = CardField(desk.words)
        self.button = PrimaryButton(_("核验"))
        self.button.setAccessibleName(_("核验"))
        self.finder = Finder()
        self.camera = CameraView(desk)
        self.camera.hide()
        self.camera_button = _way(_("摄像头"), Key.CAMERA, "camera")
        self.picture_button = _way(_("图片文件"), Key.PICTURE, "picture")
        self.region_button = _way(_("截取屏幕"), Key.REGION, "region")
        self.person_button = _way(_("按姓名"), Key.PERSON, "user")
        self.sound_button = GhostButton("", size=ButtonSize.SMALL, icon_name="sound", checkable=True)
        self._words = desk.words
        self._build()
        self._connect()
        self._refresh()

    @property
    def is_camera_open(self) -> bool:
        """Whether the live picture is on show."""
        return self.camera.is_open

    def clear(self) -> None:
        """Forget what was typed."""
        self.field.clear()

    def open_camera(self) -> None:
        """Show the live picture in the place of the drawing."""
        self._idle.hide()
        self._ways.hide()
        self.camera.show()
        self.camera.open()

    def show_sound(self, *, on: bool) -> None:
        """Say whether a read card sounds."""
        _ = self._words
        self.sound_button.setChecked(on)
        self.sound_button.setText(_("提示音：开") if on else _("提示音：关"))
        self.sound_button.setAccessibleName(self.sound_button.text())

    def _build(self) -> None:
        card = Card(padding=32, spacing=8)
        card.setFixedWidth(_WIDTH)
        self._idle = self._drawing()
        self._ways = self._all_ways()
        card.body.addWidget(self._idle)
        card.body.addWidget(self.camera)
        card.body.addSpacing(8)
        line = row(self.field, self.button, spacing=12)
        line.setStretch(0, 1)
        card.body.addLayout(line)
        card.body.addWidget(self._ways)
        whole = column(None, spacing=0)
        whole.addLayout(row(None, card, None))
        whole.addStretch(2)
        self.setLayout(whole)

    def _drawing(self) -> QWidget:
        _ = self._words
        drawing = QWidget()
        box = column(self.finder, spacing=8)
        box.setAlignment(self.finder, Qt.AlignmentFlag.AlignHCenter)
        box.addSpacing(12)
        for text in (
            Text(_("请扫描孩子的电子保险卡"), "title"),
            Text(_("用扫码枪扫家长手机上的二维码，在任何页面都可以。"), ink="ink-2"),
        ):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            box.addWidget(text)
        box.addSpacing(8)
        drawing.setLayout(box)
        return drawing

    def _all_ways(self) -> QWidget:
        _ = self._words
        ways = QWidget()
        buttons = row(self.camera_button, self.picture_button, self.region_button, self.person_button)
        for place in range(buttons.count()):
            buttons.setStretch(place, 1)
        hint = Text(_("也可以把卡的图片拖到这里，或复制后按 Ctrl V。"), "small", "ink-3")
        box = column(spacing=12)
        box.setContentsMargins(0, 8, 0, 0)
        box.addLayout(buttons)
        box.addLayout(row(hint, None, self.sound_button))
        ways.setLayout(box)
        return ways

    def _connect(self) -> None:
        self.button.clicked.connect(self._submit)
        self.field.textChanged.connect(self._refresh)
        self.camera_button.clicked.connect(self.open_camera)
        self.picture_button.clicked.connect(self.picture_wanted)
        self.region_button.clicked.connect(self.region_wanted)
        self.person_button.clicked.connect(self.person_wanted)
        self.sound_button.clicked.connect(self.sound_switched)
        self.camera.closed.connect(self._show_ways)

    def _show_ways(self) -> None:
        self.camera.hide()
        self._idle.show()
        self._ways.show()
        self.finder.set_look(Look.WAITING)
        self.field.setFocus()

    def _submit(self) -> None:
        if text := self.field.text().strip():
            self.submitted.emit(text)

    def _refresh(self) -> None:
        self.button.setEnabled(bool(self.field.text().strip()))


def _way(word: str, key: Key, icon: str) -> GhostButton:
    button = GhostButton(word, key.cap, size=ButtonSize.MEDIUM, icon_name=icon)
    button.setAccessibleName(word)
    return button
