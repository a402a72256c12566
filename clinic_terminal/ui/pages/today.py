"""Today: the board of visits, the sums of the day, and whether an outage would matter."""

from collections.abc import Hashable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget
from typing_extensions import override

from clinic_terminal.application.day import Board, QueueView
from clinic_terminal.application.line import LineState
from clinic_terminal.domain.visit import Visit
from clinic_terminal.ui.desk import Desk
from clinic_terminal.ui.keys import Key
from clinic_terminal.ui.page import Page
from clinic_terminal.ui.views.today import (
    PAGE_OF_STAGE,
    SafetyView,
    board_columns,
    day_title,
    follow_ups,
    safety_view,
    states_by_act,
)
from clinic_terminal.ui.widgets.board import Board as BoardWidget
from clinic_terminal.ui.widgets.buttons import PrimaryButton
from clinic_terminal.ui.widgets.card import Card, column, row
from clinic_terminal.ui.widgets.hints import Hint
from clinic_terminal.ui.widgets.icons import ToneDisc
from clinic_terminal.ui.widgets.money import MoneyLabel
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.widgets.tiles import Figure
from clinic_terminal.ui.widgets.tone import Tone

_SIDE_WIDTH = 232
_ARROWS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right)


class SumsCard(Card):
    """What the day brought so far."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(spacing=4)
        _ = desk.words
        insurer, on_site = _("今日保险直付"), _("现场已收")
        self.insurer = MoneyLabel(name=insurer)
        self.on_site = MoneyLabel(name=on_site)
        self.follow = Figure("0")
        self._follow_word = _("待跟进")
        for word, figure in (
            (insurer, self.insurer),
            (on_site, self.on_site),
            (self._follow_word, self.follow),
        ):
            self.body.addWidget(Text(word, "small", "ink-3"))
            self.body.addWidget(figure)
            if figure is not self.follow:
                self.body.addSpacing(12)

    def show_sums(self, insurer_fen: int, on_site_fen: int, follow: int) -> None:
        """Show other figures."""
        self.insurer.set_fen(insurer_fen)
        self.on_site.set_fen(on_site_fen)
        self.follow.setText(str(follow))
        self.follow.set_ink("warn" if follow else "ink")
        self.follow.setAccessibleName(f"{self._follow_word} {follow}")


class SafetyCard(Card):
    """Whether an outage would matter."""

    def __init__(self) -> None:
        super().__init__(spacing=6)
        self._disc = ToneDisc(Tone.NEUTRAL, solid=True)
        self._headline = Text("", "strong", wrap=True)
        head = row(self._disc, self._headline, spacing=8)
        head.setStretch(1, 1)
        self.body.addLayout(head)
        self._lines = [Text("", "small", "ink-3", wrap=True) for _ in range(3)]
        for line in self._lines:
            self.body.addWidget(line)

    def show_view(self, view: SafetyView) -> None:
        """Show another state of the line."""
        self.set_tone(None if view.tone is Tone.NEUTRAL else view.tone)
        self._disc.setVisible(view.tone is not Tone.NEUTRAL)
        self._disc.set_tone(view.tone)
        self._headline.setText(view.headline)
        for label, text in zip(self._lines, view.lines, strict=True):
            label.setText(text)
        self.setAccessibleName(" ".join((view.headline, *view.lines)))


class TodayPage(Page):
    """A card opens its visit on the page where it stands."""

    name = "today"
    icon = "today"
    key = Key.TODAY

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        _ = desk.words
        self.desk = desk
        self.title = _("今日")
        self._board: Board | None = None
        self._queue: QueueView | None = None
        self._day = Text("", ink="ink-3")
        self.board = BoardWidget()
        self.sums = SumsCard(desk)
        self.safety = SafetyCard()
        self._scan = PrimaryButton(_("扫描电子卡"), "Enter", "check-in")
        self._build()
        self._scan.clicked.connect(self.scan)
        self.board.activated.connect(self.open_visit)
        desk.board_changed.connect(self._take_board)
        desk.queue_changed.connect(self._take_queue)
        desk.line_changed.connect(self._take_line)
        self._show()

    @property
    @override
    def primary(self) -> QAbstractButton | None:
        return self._scan

    @override
    def hints(self) -> tuple[Hint, ...]:
        _ = self.desk.words
        return (
            Hint("Enter", _("扫描电子卡")),
            Hint("↑↓←→", _("选择就诊")),
            Hint("Ctrl N", _("散客登记")),
            Hint("F10", _("队列")),
        )

    @override
    def enter(self) -> None:
        self.desk.refresh()

    def scan(self) -> None:
        """Begin with the next child."""
        self.desk.take_visit(None)
        self.go.emit("check-in")

    def open_visit(self, key: Hashable) -> None:
        """Take a visit of the board in hand and go where it stands."""
        visit = next((one for one in self._visits() if one.id == key), None)
        if visit is not None:
            self.desk.take_visit(visit)
            self.go.emit(PAGE_OF_STAGE[visit.stage])

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ARROWS and self.board.focused_key() is None:
            self.board.focus_first()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        _ = self.desk.words
        head = row(Text(_("今日"), "title"), self._day, None, self._scan, spacing=10)
        holder = QWidget()
        holder.setFixedWidth(_SIDE_WIDTH)
        holder.setLayout(column(self.sums, self.safety, None, spacing=16))
        across = row(self.board, spacing=16)
        across.setStretch(0, 1)
        across.addWidget(holder)
        whole = column(spacing=16)
        whole.setContentsMargins(24, 20, 24, 20)
        whole.addLayout(head)
        whole.addLayout(across, 1)
        self.setLayout(whole)

    def _visits(self) -> tuple[Visit, ...]:
        board = self._board
        return (*board.expected, *board.in_treatment, *board.to_settle, *board.done) if board else ()

    def _take_board(self, board: Board) -> None:
        self._board = board
        self._show()

    def _take_queue(self, queue: QueueView) -> None:
        self._queue = queue
        self._show()

    def _take_line(self, _state: LineState) -> None:
        self._show()

    def _show(self) -> None:
        words, board = self.desk.words, self._board
        states = states_by_act(self._queue)
        if board is not None:
            self._day.setText(day_title(board.day, words))
            self.board.set_columns(board_columns(board, states, words))
            follow = follow_ups(board, states)
            self.sums.show_sums(board.sums.insurer_fen, board.sums.on_site_fen, follow)
        prepared = len(board.expected) if board else 0
        self.safety.show_view(safety_view(self.desk.line, self._queue, prepared, words))
