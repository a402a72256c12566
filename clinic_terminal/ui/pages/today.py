"""Today: the board of visits, the days beside it, and the appointments that come by hand or as a list."""

from collections.abc import Callable, Hashable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton
from typing_extensions import override

from clinic_terminal.domain.visit import Visit
from clinic_terminal.i18n import N_
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.entries import TODAY
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.pages.file_page import FilePage
from clinic_terminal.ui.pages.today_hints import Sight, day_hints
from clinic_terminal.ui.pages.today_view import DayView
from clinic_terminal.ui.views.today import PAGE_OF_STAGE
from clinic_terminal.ui.widgets.board import Board
from clinic_terminal.ui.widgets.card import column
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.stack import Stack

_LISTS = N_("预约名单 (*.xlsx *.csv *.txt)")
_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)


class TodayPage(FilePage):
    """A card opens its visit on the page where it stands; another day is looked at and prepared."""

    entry = TODAY

    def __init__(self, desk: Desk) -> None:
        super().__init__((desk.words(_LISTS), ""))
        _ = desk.words
        self.desk = desk
        self.view = DayView(desk)
        self._told: Sight | None = None
        whole = Stack(edges=(24, 20, 24, 20))
        whole.addWidget(self.view)
        self.setLayout(column(whole))
        self._connect()
        self._bind()

    @property
    def board(self) -> Board:
        """The cards of the day on show."""
        return self.view.body.board

    @property
    @override
    def primary(self) -> QAbstractButton | None:
        view = self.view
        if view.is_list:
            return view.list.primary
        return view.body.side.add.button if view.body.side.is_adding else view.head.primary

    @override
    def hints(self) -> tuple[Hint, ...]:
        return day_hints(self._sight(), self.desk.words)

    @override
    def enter(self) -> None:
        self.view.begin()

    @override
    def back(self) -> bool:
        went = self.view.back()
        if went:
            self.setFocus()
        return went

    @override
    def scanned(self, text: str) -> bool:
        """Take a card for the appointment that is being typed; else it is for check-in."""
        side = self.view.body.side
        if side.is_adding:
            side.add.take_scan(text)
        return side.is_adding

    def scan(self) -> None:
        """Begin with the next child, of whatever family."""
        self.view.feed.forget_sibling()
        self.desk.take_visit(None)
        self.go.emit("check-in")

    def open_visit(self, key: Hashable) -> None:
        """Go on with a visit of the board."""
        visit = self.view.body.visit(key)
        if visit is not None:
            self.go_on_with(visit)

    def go_on_with(self, visit: Visit) -> None:
        """Take a visit in hand and go where it stands; one of another day is only looked at."""
        if visit.day != self.view.feed.today:
            self.view.body.ask_booking()
            return
        self.desk.take_visit(visit)
        self.go.emit(PAGE_OF_STAGE[visit.stage])

    def open_sibling(self) -> None:
        """Go on with the next child of the same family."""
        sibling = self.view.feed.sibling
        if sibling is not None:
            self.go_on_with(sibling)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ARROWS and not self.view.is_list and self.board.focused_key() is None:
            self.board.focus_first()
        else:
            super().keyPressEvent(event)

    def _sight(self) -> Sight:
        view, feed = self.view, self.view.feed
        button = view.list.primary if view.is_list else view.head.primary
        return Sight(
            button.text(),
            is_list=view.is_list,
            has_rows=view.list.read is not None and not view.list.is_done,
            is_adding=view.body.side.is_adding,
            is_filled=view.body.side.add.is_filled,
            detail=view.body.view,
            may_add=feed.day >= feed.today,
            may_undo=view.body.acts.may_undo,
        )

    def _tell_sight(self) -> None:
        """Say that other keys do something; a board read anew changes none."""
        sight = self._sight()
        if sight != self._told:
            self._told = sight
            self.hints_changed.emit()

    def _connect(self) -> None:
        view = self.view
        view.changed.connect(self._tell_sight)
        view.body.side.add.filled.connect(self._tell_sight)
        view.scan_wanted.connect(self.scan)
        view.sibling_wanted.connect(self.open_sibling)
        view.file_wanted.connect(self.choose_file)
        self.board.activated.connect(self.open_visit)
        view.body.opened.connect(self.go_on_with)
        self.file_given.connect(view.take_file)

    def _bind(self) -> None:
        view, head = self.view, self.view.head
        self._on(Key.DAY_BEFORE, lambda: view.step(-1), head.before)
        self._on(Key.DAY_AFTER, lambda: view.step(1), head.after)
        self._on(Key.APPOINT, view.add_appointment, head.add_button)
        self._on(Key.IMPORT, self.choose_file, head.import_button)
        self._on(Key.UNDO, view.body.undo, head.undo)
        self._on(Key.NO_SHOW, view.body.miss)
        self._on(Key.TAKE_OFF, view.body.take_off)
        self._on(Key.ENTER_BOOKING, view.body.ask_booking)

    def _on(self, key: Key, act: Callable[[], object], button: QAbstractButton | None = None) -> None:
        shortcut = QShortcut(key.sequence, self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
        if button is not None:
            button.clicked.connect(act)
