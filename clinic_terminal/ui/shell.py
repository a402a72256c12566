"""The window: rail, top strip, one page at a time, notices above it, the keys below it."""

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget
from typing_extensions import override

from clinic_terminal.i18n import N_
from clinic_terminal.ui.keys import EVERYWHERE, Key
from clinic_terminal.ui.page import Page
from clinic_terminal.ui.widgets.card import column, row
from clinic_terminal.ui.widgets.hints import Hint, HintBar
from clinic_terminal.ui.widgets.notice import Notice, NoticeArea, NoticeView, NoticeWords, Toast
from clinic_terminal.ui.widgets.rail import Rail
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.top_strip import TopStrip

__all__ = ["Page", "Shell"]

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
PRACTICE: Final = N_("练习模式 · 虚构数据")
PAGES: Final = N_("页面")
HINTS: Final = N_("本页按键")
HIDE_HINTS: Final = N_("按键提示")
COPY: Final = N_("复制参考号")
DISMISS: Final = N_("关闭提示")


class Shell(QMainWindow):
    """Holds the pages and knows nothing of what they do."""

    page_changed = Signal(str)
    status_pressed = Signal()
    operator_pressed = Signal()
    scanned = Signal(str)
    """What a scanner typed and the page on show did not take."""

    def __init__(self, tr: Callable[[str], str] = str, *, practice: bool = False) -> None:
        super().__init__()
        self._tr = tr
        self._pages: dict[str, Page] = {}
        self._allowed: set[str] = set()
        self._trail: list[str] = []
        self._shortcuts: dict[str, list[QShortcut]] = {EVERYWHERE: []}
        self.strip = TopStrip(practice=tr(PRACTICE) if practice else "")
        self.rail = Rail(name=tr(PAGES))
        self.hint_bar = HintBar(name=tr(HINTS))
        self._stack = QStackedWidget()
        self.notices = NoticeArea(NoticeWords(tr(COPY), tr(DISMISS)))
        self._build()
        self._toast = Toast(self)
        self.rail.chosen.connect(self.show_page)
        self.strip.status_pressed.connect(self.status_pressed)
        self.strip.operator_pressed.connect(self.operator_pressed)
        self.bind(Key.HINTS, self.toggle_hints)
        self.bind(Key.FORWARD, self.press_primary)

    def add_page(self, page: Page, *, at_end: bool = False) -> None:
        """Add a page to the stack and the rail; the first one is shown."""
        self._pages[page.name] = page
        self._allowed.add(page.name)
        self._stack.addWidget(page)
        self.rail.add(page.name, page.title, page.icon, page.key.cap if page.key else "", at_end=at_end)
        page.go.connect(self.show_page)
        page.hints_changed.connect(self._refresh_hints)
        if page.key:
            QShortcut(page.key.sequence, self).activated.connect(self.rail.button(page.name).click)
        if len(self._pages) == 1:
            self.show_page(page.name)

    def set_allowed(self, names: Iterable[str]) -> None:
        """Leave only these pages; the others cannot be reached by rail, key or signal."""
        self._allowed = set(names) & self._pages.keys()
        self.rail.show_only(self._allowed)

    @property
    def page(self) -> Page | None:
        """The page on show."""
        page = self._stack.currentWidget()
        return page if isinstance(page, Page) else None

    def show_page(self, name: str) -> None:
        """Show a page; asking for the one on show enters it anew."""
        if name not in self._allowed:
            return
        before = self.page
        page = self._pages[name]
        if before and before is not page:
            before.leave()
        if not self._trail or self._trail[-1] != name:
            self._trail.append(name)
        self._stack.setCurrentWidget(page)
        self.rail.show_current(name)
        for scope, shortcuts in self._shortcuts.items():
            for shortcut in shortcuts:
                shortcut.setEnabled(scope in {EVERYWHERE, name})
        page.setFocus()
        page.enter()
        self._refresh_hints()
        self.page_changed.emit(name)

    def bind(self, key: Key, act: Callable[[], object]) -> None:
        """Have a shortcut call a function, on its page or everywhere as `keys` says."""
        shortcut = QShortcut(key.sequence, self)
        shortcut.activated.connect(act)
        scope = key.value.page
        shortcut.setEnabled(scope == EVERYWHERE or bool(self.page and self.page.name == scope))
        self._shortcuts.setdefault(scope, []).append(shortcut)

    def press_primary(self) -> None:
        """Press the page's primary button, where it may be pressed."""
        primary = self.page.primary if self.page else None
        if primary and primary.isEnabled() and primary.isVisible():
            primary.click()

    def go_back(self) -> None:
        """Take a step back inside the page, else to the page before."""
        if self.page and self.page.back():
            return
        while len(self._trail) > 1:
            self._trail.pop()
            name = self._trail[-1]
            if name in self._allowed:
                self.show_page(name)
                return

    def toggle_hints(self) -> None:
        """Show or hide the strip of keys."""
        self.hint_bar.setVisible(not self.hint_bar.isVisible())

    def take_scan(self, text: str) -> None:
        """Offer what a scanner typed to the page, then to whoever listens to `scanned`."""
        if not (self.page and self.page.scanned(text)):
            self.scanned.emit(text)

    def show_notice(self, view: NoticeView) -> Notice:
        """Show a notice above the page until it is dismissed."""
        return self.notices.add(view)

    def say(self, text: str, tone: Tone = Tone.OK) -> None:
        """Say for a moment that something was done."""
        self._toast.say(text, tone)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in _ENTER:
            self.press_primary()
        elif plain and event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        middle = column(spacing=0)
        middle.addWidget(self.notices)
        middle.addWidget(self._stack, 1)
        across = row(self.rail, spacing=0)
        across.addLayout(middle, 1)
        whole = column(self.strip, spacing=0)
        whole.addLayout(across, 1)
        whole.addWidget(self.hint_bar)
        centre = QWidget()
        centre.setLayout(whole)
        self.setCentralWidget(centre)

    def _refresh_hints(self) -> None:
        hints = self.page.hints() if self.page else ()
        self.hint_bar.set_hints((*hints, Hint(Key.HINTS.cap, self._tr(HIDE_HINTS))))
