"""The guide beside the work: F1 opens it at the place about the page on show, Esc gives the page back."""

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QKeyEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit, QWidget
from typing_extensions import override

from clinic_terminal.i18n import N_, Translate
from clinic_terminal.settings import Language, resource
from clinic_terminal.ui.fonts import points_per_px
from clinic_terminal.ui.guide_text import OUTAGE_CARD, panel_html, place_of
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.tokens import substitute
from clinic_terminal.ui.views.bill_words import is_english
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, IconButton
from clinic_terminal.ui.widgets.card import column, row
from clinic_terminal.ui.widgets.search import SearchField
from clinic_terminal.ui.widgets.text import Text

_WIDTH: Final = 480
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SCROLLS: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
CONTENTS: Final = "contents"


class GuidePanel(QFrame):
    """Lies over the right of ``over`` and leaves ``above`` and ``below`` of it free."""

    closed = Signal()
    card_wanted = Signal()
    """The outage card is wanted as a file."""

    def __init__(self, words: Translate, over: QWidget, above: QWidget, below: QWidget) -> None:
        super().__init__(over)
        _ = words
        self._words, self._over, self._above, self._below = words, over, above, below
        self._mode = ""
        self._before: QWidget | None = None
        self.topic = ""
        """What it was opened at last."""
        self.setAccessibleName(_("使用指南"))
        self.search = SearchField(_("在指南里查找"), _("在指南里查找"))
        self.found = Text("", "small", "ink-3")
        self.text = QTextBrowser()
        self.text.setAccessibleName(_("使用指南"))
        self.text.setOpenLinks(False)
        self.text.document().setDocumentMargin(4)
        self.contents_button = GhostButton(_("目录"), size=ButtonSize.SMALL)
        self.close_button = IconButton("close", _("关闭指南"))
        self._build()
        self.hide()
        over.installEventFilter(self)

    def open_at(self, topic: str) -> None:
        """Show the place about a topic of the program, and give the keys to the search field."""
        if not self.isVisible():
            self._before = self.window().focusWidget()
        self._load()
        self._place()
        self.show()
        self.raise_()
        self.go_to(topic)
        self.search.setFocus()
        self.search.selectAll()

    def go_to(self, topic: str) -> None:
        """Show another place."""
        self.topic = topic
        self.text.scrollToAnchor(CONTENTS if topic == CONTENTS else place_of(topic))

    def close_guide(self) -> None:
        """Give the page back, with the focus where it was."""
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus()
        self._before = None
        self.closed.emit()

    @property
    def heading(self) -> str:
        """The first words that are in sight."""
        return self.text.cursorForPosition(QPoint(8, 12)).block().text()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close_guide()
        elif event.key() in _ENTER:
            self._find(back=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif event.key() in _SCROLLS:
            self.text.keyPressEvent(event)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        head = row(Text(self._words(N_("使用指南")), "title"), None, self.contents_button, self.close_button)
        whole = column(spacing=10)
        whole.setContentsMargins(20, 14, 14, 8)
        whole.addLayout(head)
        whole.addLayout(row(self.search))
        whole.addWidget(self.found)
        whole.addWidget(self.text, 1)
        self.setLayout(whole)
        self.found.hide()
        self.search.textChanged.connect(self._look_for)
        self.text.anchorClicked.connect(self._follow)
        self.contents_button.clicked.connect(self._show_contents)
        self.close_button.clicked.connect(self.close_guide)

    def _load(self) -> None:
        """Set the text once for each of light and dark, since its colours stand in it."""
        if self._mode == theme().mode:
            return
        self._mode = theme().mode
        css = resource("guide", "panel.css").read_text(encoding="utf-8").partition("*/")[2]
        style = substitute(css, theme().tokens, theme().mode, points_per_px())
        self.text.document().setDefaultStyleSheet(style)
        self.text.setHtml(panel_html(Language.EN if is_english(self._words) else Language.ZH))

    def _place(self) -> None:
        width = min(_WIDTH, self._over.width())
        top = self._above.geometry().bottom() + 1
        below = self._below.geometry().top() if self._below.isVisible() else self._over.height()
        self.setGeometry(QRect(self._over.width() - width, top, width, below - top))

    def _show_contents(self) -> None:
        self.go_to(CONTENTS)

    def _follow(self, link: QUrl) -> None:
        if link.toString() == OUTAGE_CARD:
            self.card_wanted.emit()
        else:
            self.go_to(link.fragment())

    def _look_for(self, words: str) -> None:
        """Mark every place with these words and show the first below what is in sight."""
        marks = _marks(self.text, words.strip())
        self.text.setExtraSelections(marks)
        self.found.setVisible(bool(words.strip()))
        _ = self._words
        said = _("{count} 处，{key} 看下一处").format(count=len(marks), key="Enter")
        self.found.setText(said if marks else _("没有找到。请换一个词。"))
        self.text.setTextCursor(self.text.cursorForPosition(QPoint(0, 0)))
        if marks:
            self._find()

    def _find(self, *, back: bool = False) -> None:
        """Go to the next place with the words, from the end to the beginning again."""
        words = self.search.text().strip()
        if not words:
            return
        way = QTextDocument.FindFlag.FindBackward if back else QTextDocument.FindFlag(0)
        if not self.text.find(words, way):
            end = QTextCursor.MoveOperation.End if back else QTextCursor.MoveOperation.Start
            self.text.moveCursor(end)
            self.text.find(words, way)


def toggle_guide(panel: GuidePanel, topic: str) -> None:
    """Open the guide at a topic; where it shows just that, close it."""
    if panel.isVisible() and panel.topic == topic:
        panel.close_guide()
    else:
        panel.open_at(topic)


def _marks(text: QTextBrowser, words: str) -> list[QTextEdit.ExtraSelection]:
    marks = []
    cursor = QTextCursor(text.document())
    while words:
        cursor = text.document().find(words, cursor)
        if cursor.isNull():
            break
        mark = QTextEdit.ExtraSelection()
        mark.cursor = cursor
        mark.format.setBackground(QColor(theme().colour("warn-soft")))
        marks.append(mark)
    return marks
