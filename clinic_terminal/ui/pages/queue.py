"""Queue: every act with its state, the room that is left, who can fix what, and retry."""

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QStackedWidget
from typing_extensions import override

from clinic_terminal.application.act_case import ActCase, act_case
from clinic_terminal.application.day import QueueView
from clinic_terminal.application.line import LineState
from clinic_terminal.application.queueing import retry_now
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.page import Page
from clinic_terminal.ui.pages.act_panel import ActPanel
from clinic_terminal.ui.terms import short_reference
from clinic_terminal.ui.views import queue as views
from clinic_terminal.ui.views.act_case import case_view
from clinic_terminal.ui.widgets.buttons import PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.line_table import LineTable
from clinic_terminal.ui.widgets.states import EmptyState
from clinic_terminal.ui.widgets.tiles import Tile
from clinic_terminal.ui.widgets.verdict import VerdictBanner


class QueuePage(Page):
    """Names are not shown here: a visit stands by its short reference."""

    name = "queue"
    icon = "queue"
    key = Key.QUEUE

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.words
        self.desk = desk
        self.title = _("队列")
        self._view: QueueView | None = None
        self._busy = False
        self._retry = PrimaryButton(_("立即重试"), "Enter", "refresh")
        self.banner = VerdictBanner(
            views.banner_view(desk.line, None, desk.words), compact=True, action=self._retry
        )
        self._tiles: list[Tile] = []
        self._tile_row = QHBoxLayout()
        self.table = LineTable(views.columns(desk.words), name=_("队列"))
        empty_title, empty_detail = _("队列是空的。"), _("完成就诊后，账单从这里送给服务商。")
        self._table_or_empty = QStackedWidget()
        self._table_or_empty.addWidget(self.table)
        self._table_or_empty.addWidget(EmptyState("queue", empty_title, empty_detail))
        self.panel = ActPanel(desk.words)
        self._case: ActCase | None = None
        self._build()
        self._retry.clicked.connect(self.retry)
        self.table.chosen.connect(self._choose)
        self.panel.opened.connect(self.open_visit)
        desk.queue_changed.connect(self._take_queue)
        desk.line_changed.connect(self._take_line)
        self._show()

    @property
    @override
    def primary(self) -> QAbstractButton | None:
        return self._retry

    @override
    def hints(self) -> tuple[Hint, ...]:
        _ = self.desk.words
        return (
            Hint("↑↓", _("选择")),
            Hint("Enter", _("立即重试")),
            Hint(Key.COPY_REFERENCE.cap, _("复制参考号")),
            Hint("Esc", _("返回")),
        )

    @override
    def enter(self) -> None:
        self.desk.refresh()
        self.table.setFocus()

    def open_visit(self) -> None:
        """Take the visit of the act on show in hand and go to its result."""
        if self._case is not None:
            self.desk.take_visit(self._case.visit)
            self.go.emit("done")

    def retry(self) -> None:
        """Make the selected act due at once, or all that wait, and have the loop look at the queue."""
        view = self._view
        if self._busy or view is None:
            return
        waiting = views.unsent_ids(view)
        current = self.table.current_key()
        wanted = (current,) if isinstance(current, str) and current in waiting else waiting
        self._busy = True
        self._show_button()
        terminal, operator = self.desk.terminal, self.desk.operator
        self.desk.ask(lambda: retry_now(terminal, operator, wanted), self._retried, self._failed)

    def copy_reference(self) -> str:
        """Put the selected act's short reference on the clipboard and return it; empty without one."""
        current = self.table.current_key()
        reference = short_reference(current) if isinstance(current, str) else ""
        if reference:
            QGuiApplication.clipboard().setText(reference)
        return reference

    def _build(self) -> None:
        card = Card(padding=0, spacing=0)
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(self._table_or_empty)
        self._tile_row.setSpacing(12)
        left = column(spacing=16)
        left.addLayout(self._tile_row)
        left.addWidget(card, 1)
        below = row(spacing=16)
        below.addLayout(left, 1)
        below.addWidget(self.panel)
        whole = column(self.banner, spacing=16)
        whole.setContentsMargins(24, 20, 24, 20)
        whole.addLayout(below, 1)
        self.setLayout(whole)
        self.panel.hide()

    def _take_queue(self, view: QueueView) -> None:
        self._view = view
        self._show()
        first = views.first_for_a_person(view)
        if first and self.isVisible() and not self.table.selectionModel().hasSelection():
            self.table.set_current(first)

    def _choose(self, act: object) -> None:
        """Ask for everything about an act that came back; any other needs no panel."""
        terminal = self.desk.terminal
        if isinstance(act, str) and self._view is not None and views.came_back(self._view, act):
            self.desk.ask(lambda: act_case(terminal, act), self._take_case)
        else:
            self._show_case(None)

    def _take_case(self, case: ActCase) -> None:
        if self.table.current_key() == case.row.act.id:
            self._show_case(case)

    def _show_case(self, case: ActCase | None) -> None:
        self._case = case
        if case is not None:
            self.panel.show_view(case_view(case, self.desk.terminal.clock.now(), self.desk.words))
        self.panel.setVisible(case is not None)
        self._make_room()

    def _make_room(self) -> None:
        """Leave out beside the panel what the panel says itself."""
        beside = self._case is not None
        for number in views.SAID_IN_PANEL:
            self.table.setColumnHidden(number, beside)
        for tile in self._tiles[views.TILES_BESIDE_PANEL :]:
            tile.setVisible(not beside)

    def _take_line(self, _state: LineState) -> None:
        self._show()

    def _retried(self, _count: int) -> None:
        self._busy = False
        self.desk.wake_sync()
        self.desk.refresh()
        self._show_button()

    def _failed(self, error: Exception) -> None:
        self._busy = False
        self._show_button()
        self.desk.failed.emit(error)

    def _show(self) -> None:
        words, view = self.desk.words, self._view
        self.banner.set_view(views.banner_view(self.desk.line, view, words))
        self._show_button()
        if view is None:
            return
        tiles = views.tiles(view, words)
        while len(self._tiles) < len(tiles):
            tile = Tile(tiles[len(self._tiles)])
            tile.body.addStretch(1)
            self._tiles.append(tile)
            self._tile_row.addWidget(tile, 1)
        for tile, one in zip(self._tiles, tiles, strict=True):
            tile.set_view(one)
        self._make_room()
        self.table.set_lines(views.lines(view, words))
        self._table_or_empty.setCurrentIndex(0 if view.rows else 1)

    def _show_button(self) -> None:
        waiting = views.unsent_ids(self._view) if self._view else ()
        self._retry.setEnabled(bool(waiting) and not self._busy)
