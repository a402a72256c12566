"""The window: rail, top strip, one page at a time, notices above it, the keys below it."""

from collections.abc import Callable, Iterable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QWidget
from typing_extensions import override

from clinic_terminal.i18n import N_
from clinic_terminal.ui.enter_key import ENTER_KEY
from clinic_terminal.ui.entries import Entry
from clinic_terminal.ui.footing import Footing
from clinic_terminal.ui.guide_panel import GuidePanel, toggle_guide
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.page import Page
from clinic_terminal.ui.page_hints import FocusWatch, hints_of
from clinic_terminal.ui.page_keys import PageKeys
from clinic_terminal.ui.reading_order import next_stop
from clinic_terminal.ui.stage import Stage
from clinic_terminal.ui.staying import stays
from clinic_terminal.ui.surroundings import Surroundings
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.card import column, row
from clinic_terminal.ui.widgets.hints import Hint, HintBar
from clinic_terminal.ui.widgets.notice import Notice, NoticeArea, NoticeView, NoticeWords, Toast
from clinic_terminal.ui.widgets.rail import Rail
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.widgets.top_strip import PRACTICE, TopStrip

__all__ = ["Page", "Shell"]

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
PAGES: Final = N_("页面")
HINTS: Final = N_("本页按键")
COPY: Final = N_("复制参考号")
DISMISS: Final = N_("关闭提示")
NOT_NOW: Final = N_("家长正在签字。请先返回前台，再扫码。")


class _Centre(QWidget):
    """Everything in the window; the rail gives way where it is narrow."""

    def __init__(self, rail: Rail) -> None:
        super().__init__()
        self._rail = rail

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._rail.set_narrow(narrow=event.size().width() < theme().px("narrow-below"))


class Shell(QMainWindow):
    """Holds the pages and knows nothing of what they do."""

    page_changed = Signal(str)
    status_pressed = Signal()
    operator_pressed = Signal()
    set_up_wanted = Signal()
    scanned = Signal(str)
    """What a scanner typed and the page on show did not take."""

    def __init__(self, tr: Callable[[str], str] = str, *, practice: bool = False) -> None:
        super().__init__()
        self._tr = tr
        self._makers: dict[str, Callable[[], Page]] = {}
        self._pages: dict[str, Page] = {}
        self._allowed: set[str] = set()
        self._trail: list[str] = []
        self._keys = PageKeys(self)
        self.strip = TopStrip(practice=tr(PRACTICE) if practice else "")
        self.rail = Rail(name=tr(PAGES))
        self.surroundings = Surroundings(self.rail, self.strip)
        self.hint_bar = HintBar(name=tr(HINTS))
        self._stage = Stage()
        self.footing = Footing(self._stage)
        self.footing.primary_turned.connect(self._refresh_hints)
        FocusWatch(self).moved.connect(self._refresh_hints)
        self.notices = NoticeArea(NoticeWords(tr(COPY), tr(DISMISS)))
        centre = self._build()
        self._toast = Toast(self)
        self.rail.chosen.connect(self.show_page)
        self.strip.status_pressed.connect(self.status_pressed)
        self.strip.operator_pressed.connect(self.operator_pressed)
        self.guide = GuidePanel(tr, centre, self.strip, self.hint_bar)
        self.bind(Key.GUIDE, self.open_guide)
        self.bind(Key.HINTS, self.toggle_hints)
        self.bind(Key.FORWARD, self.press_primary)

    def add_page(self, page: Page) -> None:
        """Add a page that is built already; the first one is shown."""
        self.add_entry(page.entry, lambda: page)
        self._page(page.name)
        if len(self._makers) == 1:
            self.show_page(page.name)

    def add_entry(self, entry: Entry, make: Callable[[], Page]) -> None:
        """Put a page on the rail; ``make`` builds it once, when it is first shown or wanted."""
        self._makers[entry.name] = make
        self._allowed.add(entry.name)
        cap = entry.key.cap if entry.key else ""
        self.rail.add(entry.name, self._tr(entry.word), entry.icon, cap, at_end=entry.at_end)
        if entry.key:
            self.bind(entry.key, self.rail.button(entry.name).click)

    def take_in(self, page: Page) -> None:
        """Give a page its place in the stack; one that has it already keeps it."""
        if page.name in self._pages:
            return
        self._pages[page.name] = page
        self._stage.add(page)
        page.go.connect(self.show_page)
        page.hints_changed.connect(self._refresh_hints)

    def _page(self, name: str) -> Page:
        """Return the page, built now where it was not yet."""
        if name not in self._pages:
            self.take_in(self._makers[name]())
        return self._pages[name]

    def set_allowed(self, names: Iterable[str]) -> None:
        """Leave only these pages; the others cannot be reached by rail, key or signal."""
        self._allowed = set(names) & self._makers.keys()
        self.rail.show_only(self._allowed)

    @property
    def page(self) -> Page | None:
        """The page on show."""
        page = self._stage.page
        return page if isinstance(page, Page) else None

    def show_page(self, name: str) -> None:
        """Show a page; asking for the one on show enters it anew. A page that has to stay is left by none."""
        before = self.page
        if name not in self._allowed:
            return
        if before is not None and before.name in self._allowed and stays(before, self.say):
            self.rail.show_current(before.name)
            return
        page = self._page(name)
        if before and before is not page:
            before.leave()
        if not self._trail or self._trail[-1] != name:
            self._trail.append(name)
        self._stage.show_page(page)
        self.rail.show_current(name)
        page.setFocus()
        page.enter()
        self._refresh_hints()
        if self.guide.isVisible():
            self.guide.go_to(page.topic)
        self.page_changed.emit(name)

    def bind(self, key: Key, act: Callable[[], object]) -> None:
        """Have a shortcut call a function, on its page or everywhere as `keys` says."""
        self._keys.bind(key, act)

    def press_primary(self) -> None:
        """Press the page's primary button, where it may be pressed."""
        primary = self.page.primary if self.page else None
        if primary and primary.isEnabled() and primary.isVisible():
            primary.click()

    def go_back(self) -> None:
        """Close the guide, else take a step back inside the page, else to the page before."""
        if self.guide.isVisible():
            self.guide.close_guide()
            return
        if self.page and (self.page.back() or stays(self.page, self.say)):
            return
        while len(self._trail) > 1:
            self._trail.pop()
            name = self._trail[-1]
            if name in self._allowed:
                self.show_page(name)
                return

    def open_guide(self) -> None:
        """Open the guide at the place about what is on show; where it shows just that, close it."""
        toggle_guide(self.guide, self.page.topic if self.page else "")

    def toggle_hints(self) -> None:
        """Show or hide the strip of keys."""
        self.hint_bar.setVisible(not self.hint_bar.isVisible())

    def take_scan(self, text: str) -> None:
        """Offer what a scanner typed to the page, then to whoever listens to `scanned`."""
        page = self.page
        if page and page.scanned(text):
            return
        if page and page.is_held:
            self.say(self._tr(NOT_NOW), Tone.WARN)
        elif not stays(page, self.say):
            self.scanned.emit(text)

    def show_notice(self, view: NoticeView) -> Notice:
        """Show a notice above the page until it is dismissed."""
        return self.notices.add(view)

    def say(self, text: str, tone: Tone = Tone.OK) -> None:
        """Say for a moment that something was done."""
        self._toast.say(text, tone)

    @override
    def focusNextPrevChild(self, forward: bool) -> bool:
        found = next_stop(self, self.window().focusWidget(), back=not forward)
        if found is None:
            return False
        found.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        self._stage.reveal(found)
        return True

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in _ENTER:
            if ENTER_KEY.is_decision(event):
                self.press_primary()
        elif plain and event.key() == Qt.Key.Key_Escape:
            self.go_back()
        else:
            super().keyPressEvent(event)

    def _build(self) -> QWidget:
        middle = column(spacing=0)
        middle.addWidget(self.notices)
        middle.addWidget(self._stage, 1)
        middle.addWidget(self.footing)
        across = row(self.rail, spacing=0)
        across.addLayout(middle, 1)
        whole = column(self.strip, spacing=0)
        whole.addLayout(across, 1)
        whole.addWidget(self.hint_bar)
        centre = _Centre(self.rail)
        centre.setLayout(whole)
        self.setCentralWidget(centre)
        return centre

    def _refresh_hints(self) -> None:
        page = self.page
        held = page is not None and page.is_held
        self.surroundings.hold(held=held)
        self._keys.follow(page.name if page else "", held=held)
        hints = hints_of(page) if page else ()
        always = (Hint(key.cap, self._tr(key.value.word)) for key in (Key.GUIDE, Key.HINTS))
        self.hint_bar.set_hints((*hints, *always))
        self.footing.follow(page.primary if page else None)
