"""The parts of check-in before the verdict: where a card comes in, and the choice between policies."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from clinic_terminal.i18n import Translate
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.views.check_in import PolicyTile
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, empty, row
from clinic_terminal.ui.widgets.icons import paint_icon
from clinic_terminal.ui.widgets.pill import Pill
from clinic_terminal.ui.widgets.text import Text

_PANEL_WIDTH = 620
_LONGEST = 1024


class ScanFrame(QWidget):
    """The drawing of a card in a finder's corners."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(200, 132)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        painter.setPen(QPen(look.colour("accent"), 3, c=Qt.PenCapStyle.RoundCap))
        for left in (True, False):
            for top in (True, False):
                x = box.left() if left else box.right()
                y = box.top() if top else box.bottom()
                across, down = (26 if left else -26), (26 if top else -26)
                painter.drawLine(round(x), round(y), round(x + across), round(y))
                painter.drawLine(round(x), round(y), round(x), round(y + down))
        card = box.adjusted(26, 24, -26, -24)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("accent-soft"))
        painter.drawRoundedRect(card, look.px("radius-card"), look.px("radius-card"))
        sign = QRectF(card.center().x() - 22, card.center().y() - 22, 44, 44)
        paint_icon(painter, "card", look.colour("accent"), sign)
        painter.end()


class ScanPanel(QWidget):
    """Waits for a card: scanned, typed, or in a picture that is chosen or dropped."""

    submitted = Signal(str)
    picture_wanted = Signal()

    def __init__(self, words: Translate) -> None:
        super().__init__()
        _ = words
        self.field = QLineEdit()
        self.field.setMaxLength(_LONGEST)
        self.field.setPlaceholderText(_("会员号，例如 202501C00000010011"))
        self.field.setAccessibleName(_("会员号或电子卡内容"))
        self.button = PrimaryButton(_("核验"))
        self.button.setAccessibleName(_("核验"))
        self._choose = GhostButton(_("选择图片…"), "", icon_name="card")
        self.button.clicked.connect(self._submit)
        self._choose.clicked.connect(self.picture_wanted)
        self.field.textChanged.connect(self._refresh)
        self._build(words)
        self._refresh()

    def clear(self) -> None:
        """Forget what was typed."""
        self.field.clear()

    def _build(self, words: Translate) -> None:
        _ = words
        card = Card(padding=40, spacing=8)
        card.setFixedWidth(_PANEL_WIDTH)
        card.body.addWidget(ScanFrame(), 0, Qt.AlignmentFlag.AlignHCenter)
        card.body.addSpacing(12)
        for text in (
            Text(_("请扫描孩子的电子保险卡"), "title"),
            Text(_("用扫码枪扫家长手机上的二维码，在任何页面都可以。"), ink="ink-2"),
        ):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            card.body.addWidget(text)
        card.body.addSpacing(16)
        line = row(self.field, self.button, spacing=12)
        line.setStretch(0, 1)
        self.field.setFixedHeight(theme().px("primary-height"))
        card.body.addLayout(line)
        card.body.addSpacing(4)
        foot = row(Text(_("也可以把卡的图片拖到这里。"), "small", "ink-3"), None, spacing=8)
        self._choose = GhostButton(_("选择图片…"), size=ButtonSize.MEDIUM, icon_name="card")
        self._choose.clicked.connect(self.picture_wanted)
        foot.addWidget(self._choose)
        card.body.addLayout(foot)
        across = row(None, card, None)
        whole = column(None, spacing=0)
        whole.addLayout(across)
        whole.addStretch(2)
        self.setLayout(whole)

    def _submit(self) -> None:
        if text := self.field.text().strip():
            self.submitted.emit(text)

    def _refresh(self) -> None:
        self.button.setEnabled(bool(self.field.text().strip()))


class PolicyButton(GhostButton):
    """A policy as a tall button: plan, number and period, verdict."""

    def __init__(self, tile: PolicyTile, number: int) -> None:
        super().__init__("", size=ButtonSize.LARGE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(84)
        self.setAccessibleName(f"{number} {tile.name} {tile.detail} {tile.pill.text}")
        cap = Text(str(number), "title", "ink-3")
        words = column(None, Text(tile.name, "strong"), Text(tile.detail, "small", "ink-3"), None, spacing=4)
        line = row(cap, spacing=20)
        line.addLayout(words, 1)
        line.addWidget(Pill(tile.pill))
        line.setContentsMargins(24, 0, 20, 0)
        self.setLayout(line)
        for label in self.findChildren(QWidget):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @override
    def _word_font(self) -> QFont:
        return self.font()


class PolicyChooser(QWidget):
    """Asks which policy counts today; numbers choose, nothing is ever guessed."""

    chosen = Signal(int)

    def __init__(self, words: Translate) -> None:
        super().__init__()
        _ = words
        self._title = Text("", "title")
        self._list = QVBoxLayout()
        self._list.setSpacing(12)
        card = Card(padding=32, spacing=8)
        card.setFixedWidth(_PANEL_WIDTH)
        card.body.addWidget(self._title)
        card.body.addWidget(
            Text(_("请家长选一份，今天的账单只记在这一份上。按数字键选择。"), ink="ink-2", wrap=True)
        )
        card.body.addSpacing(8)
        card.body.addLayout(self._list)
        self._sentence = _("{name}有 {count} 份有效的保单")
        whole = column(None, spacing=0)
        whole.addLayout(row(None, card, None))
        whole.addStretch(2)
        self.setLayout(whole)

    def show_tiles(self, name: str, tiles: tuple[PolicyTile, ...]) -> None:
        """Show the policies of a child."""
        self._title.setText(self._sentence.format(name=name, count=len(tiles)))
        empty(self._list)
        for number, tile in enumerate(tiles):
            button = PolicyButton(tile, number + 1)
            button.clicked.connect(self._emit)
            button.setProperty("number", number)
            self._list.addWidget(button)

    def _emit(self) -> None:
        button = self.sender()
        if isinstance(button, PolicyButton):
            self.chosen.emit(int(button.property("number")))
