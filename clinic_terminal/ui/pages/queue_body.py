"""The queue itself: banner, room under the limits, marks of the line, choice, table, and a panel."""

from PySide6.QtWidgets import QSizePolicy, QWidget

from clinic_terminal.application.line import LineState
from clinic_terminal.application.queue_view import QueueView
from clinic_terminal.i18n import Translate
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.pages.act_panel import PANEL_WIDTH, ActPanel
from clinic_terminal.ui.views import queue as views
from clinic_terminal.ui.views.act_case import CaseView
from clinic_terminal.ui.views.data_trouble import BACKUPS, Trouble
from clinic_terminal.ui.views.queue_status import banner_view
from clinic_terminal.ui.views.queue_tiles import marks, tiles
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.giving_row import GivingRow
from clinic_terminal.ui.widgets.line_model import Line
from clinic_terminal.ui.widgets.line_table import LineTable
from clinic_terminal.ui.widgets.pairs_line import PairsLine
from clinic_terminal.ui.widgets.part_choice import PartChoice
from clinic_terminal.ui.widgets.reflow import Reflow
from clinic_terminal.ui.widgets.stack import Stack
from clinic_terminal.ui.widgets.states import EmptyState
from clinic_terminal.ui.widgets.tiles import Tile
from clinic_terminal.ui.widgets.verdict import VerdictBanner

_BUTTON_HEIGHT = 36
_GAP, _GAP_BESIDE = 12, 8
"""Between the tiles, alone and beside the panel."""
_PANEL_LEAST = 380
_LISTING = 320
"""The least width of the panel beside the list, and the least height of the list above the panel."""


class QueueBody(QWidget):
    """Shows a QueueView with the lines of the chosen part; the page decides what the buttons do."""

    def __init__(self, words: Translate, line: LineState) -> None:
        super().__init__()
        _ = words
        self._words = words
        self.primary = PrimaryButton(_("立即重试"), "Enter", "refresh")
        self.banner = VerdictBanner(banner_view(line, None, words), compact=True, action=self.primary)
        self._tiles: list[Tile] = []
        self._tile_row = row(spacing=_GAP)
        self.marks = PairsLine()
        self.choice = PartChoice(_("看哪些"))
        self.copy_button = self._tool(_("复制给热线"), Key.COPY_REFERENCE.cap, "copy")
        self.export_button = self._tool(_("导出"), Key.EXPORT.cap, "export")
        self.backup_button = self._tool(_(BACKUPS), "", "lock")
        self.table = LineTable(views.columns(words), name=_("队列"))
        self.more_button = self._tool(_("再列出 500 笔"), "", "chevron-down")
        self._empty = EmptyState("queue", _("队列是空的。"), _("完成就诊后，账单从这里送给服务商。"))
        self._none = EmptyState("check", _("这里没有。"), _("换一种看法，或按 Esc 返回。"))
        self._shown = Stack()
        for widget in (self.table, self._empty, self._none):
            self._shown.addWidget(widget)
        self.panel = ActPanel(words)
        self._build()
        self.panel.hide()
        self.more_button.hide()

    def show_view(self, line: LineState, view: QueueView | None, trouble: Trouble | None = None) -> None:
        """Show counters, marks and banner, and what is wrong with the clinic's data."""
        words = self._words
        self.banner.set_view(banner_view(line, view, words, trouble))
        self._show_trouble(trouble)
        self.choice.set_parts(views.parts(view, words))
        if view is None:
            return
        for number, one in enumerate(tiles(view, words)):
            if number == len(self._tiles):
                tile = Tile(one)
                tile.body.addStretch(1)
                self._tiles.append(tile)
                self._tile_row.addWidget(tile, 5)
            self._tiles[number].set_view(one)
        self.marks.set_pairs(marks(view, words))
        self._make_room()

    def show_lines(self, lines: tuple[Line, ...], *, queue_is_empty: bool, more: bool) -> None:
        """Show the lines of the chosen part."""
        self.table.set_lines(lines)
        self.more_button.setVisible(more)
        shown = self.table if lines else self._empty if queue_is_empty else self._none
        self._shown.setCurrentWidget(shown)

    def show_case(self, view: CaseView | None, owner: str = "") -> None:
        """Show what is known of the chosen matter beside the table, or nothing."""
        if view is not None:
            self.panel.show_view(view, owner)
        self.panel.setVisible(view is not None)
        self._make_room()

    def _show_trouble(self, trouble: Trouble | None) -> None:
        """Have the way to the backups say why somebody should take it."""
        word = trouble.button if trouble else self._words(BACKUPS)
        self.backup_button.set_word(word, "warning" if trouble else "lock")
        self.backup_button.setAccessibleName(word)

    def _make_room(self) -> None:
        """Leave out beside the panel what the panel says itself; how much room is left stays in sight."""
        beside = not self.panel.isHidden()
        for number in views.SAID_IN_PANEL:
            self.table.setColumnHidden(number, beside)
        self._tile_row.setSpacing(_GAP_BESIDE if beside else _GAP)
        for number, tile in enumerate(self._tiles):
            tile.set_compact(compact=beside)
            # The first has the longest note: how old the oldest bill is.
            self._tile_row.setStretch(number, 6 if beside and not number else 5)
        for tool in (self.copy_button, self.export_button, self.backup_button):
            tool.set_hint("" if beside else tool.property("cap"))

    def _tool(self, word: str, cap: str, icon: str) -> GhostButton:
        button = GhostButton(word, cap, size=ButtonSize.SMALL, icon_name=icon)
        button.setFixedHeight(_BUTTON_HEIGHT)
        button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        button.setAccessibleName(word)
        button.setProperty("cap", cap)
        return button

    def _build(self) -> None:
        card = Card(padding=0, spacing=0)
        card.body.setContentsMargins(1, 1, 1, 1)
        card.body.addWidget(self._shown, 1)
        card.body.addLayout(row(None, self.more_button, None))
        left = column(spacing=12)
        left.addLayout(self._tile_row)
        left.addWidget(self._tools())
        left.addWidget(card, 1)
        listing = QWidget()
        listing.setLayout(left)
        below = Reflow(spacing=16)
        below.add(listing, 1, least=_LISTING)
        below.add(self.panel, width=PANEL_WIDTH, beside=_PANEL_LEAST)
        whole = column(self.banner, self.marks, spacing=12)
        whole.setContentsMargins(24, 18, 24, 16)
        whole.addWidget(below, 1)
        self.setLayout(whole)

    def _tools(self) -> GivingRow:
        tools = (self.copy_button, self.export_button, self.backup_button)
        line = row(self.choice, None, spacing=8)
        for tool in tools:
            line.addWidget(tool)
        whole = GivingRow()
        whole.hold(line, tools)
        return whole
