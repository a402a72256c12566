"""How one result of a search is drawn: star and name with what was hit, price, and the small words below."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QPointF, QRect, QRectF, QSize
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, Qt
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from clinic_terminal.ui.fonts import BOLD, text_font
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.icons import paint_icon
from clinic_terminal.ui.widgets.one_line import LEFT, RIGHT, line_width, paint_elided, paint_line
from clinic_terminal.ui.widgets.pill import PillView, paint_pill, pill_size
from clinic_terminal.ui.widgets.result_view import RESULT_ROLE, Index, Result

ROW: Final = 60
"""The height of a result, in device-independent pixels."""
_PAD: Final = 14.0
_STAR: Final = 16.0
_STAR_ROOM: Final = 24.0
_GAP: Final = 10.0


class ResultDelegate(QStyledItemDelegate):
    """Draws one result."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(160, ROW)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        result: Result = index.data(RESULT_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _paint_ground(painter, QRectF(rect), state, blocked=bool(result.blocked))
        box = QRectF(rect).adjusted(_PAD, 0, -_PAD, 0)
        if result.favourite is not None:
            _paint_star(painter, result, rect, state)
            box.setLeft(box.left() + _STAR_ROOM)
        _paint_upper(painter, result, QRectF(box.left(), box.top() + 8, box.width(), 22))
        _paint_lower(painter, result, QRectF(box.left(), box.top() + 31, box.width(), 22))
        painter.restore()


def star_box(row: QRect) -> QRectF:
    """Return where a row's star is pressed; the words begin right of it."""
    return QRectF(row.left(), row.top(), _PAD + _STAR_ROOM, row.height())


def _paint_ground(painter: QPainter, box: QRectF, state: QStyle.StateFlag, *, blocked: bool) -> None:
    look = theme()
    if blocked:
        return
    if state & QStyle.StateFlag.State_Selected:
        ground = "accent-soft"
    elif state & QStyle.StateFlag.State_MouseOver:
        ground = "hover"
    else:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour(ground))
    painter.drawRoundedRect(box, look.px("radius-button"), look.px("radius-button"))


def _paint_star(painter: QPainter, result: Result, row: QRect, state: QStyle.StateFlag) -> None:
    """Draw the star of a favourite; an empty one only where the hand is, so that the list stays calm."""
    here = state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver)
    if not result.favourite and not here:
        return
    look = theme()
    name, colour = ("star-full", "accent") if result.favourite else ("star", "ink-faint")
    spot = QRectF(row.left() + _PAD - 2, row.top() + 11, _STAR, _STAR)
    paint_icon(painter, name, look.colour(colour), spot)


def _paint_upper(painter: QPainter, result: Result, box: QRectF) -> None:
    ink = "ink-3" if result.blocked else "ink"
    right = box.right()
    if result.trailing:
        _words(painter, box, result.trailing, ink, side=RIGHT)
        right -= line_width(text_font(), result.trailing) + _GAP
    name = QRectF(box.left(), box.top(), right - box.left(), box.height())
    _paint_name(painter, result, name, ink)


def _paint_lower(painter: QPainter, result: Result, box: QRectF) -> None:
    """Draw the detail, and kind and note on the right; a reason why not has the whole line."""
    if result.blocked:
        _words(painter, box, result.blocked, "warn", text_font("text-small"))
        return
    right = box.right()
    if result.note:
        _words(painter, box, result.note, "ink-3", text_font("text-small"), side=RIGHT)
        right -= line_width(text_font("text-small"), result.note) + 8
    if result.kind:
        pill = PillView(result.kind, result.kind_tone)
        size = pill_size(pill)
        right -= size.width()
        paint_pill(painter, pill, QPointF(right, box.center().y() - size.height() / 2))
        right -= _GAP
    detail = QRectF(box.left(), box.top(), right - box.left(), box.height())
    _words(painter, detail, result.detail, "ink-3", text_font("text-small"))


def _paint_name(painter: QPainter, result: Result, box: QRectF, ink: str) -> None:
    """Draw the name, what the query hit in the accent's ink."""
    font = text_font("text-body", BOLD)
    painter.setFont(font)
    metrics = QFontMetricsF(font)
    shown = metrics.elidedText(result.name, Qt.TextElideMode.ElideRight, box.width() + 0.5)
    look = theme()
    for start, end, is_hit in _pieces(shown, () if result.blocked else result.hits):
        painter.setPen(look.colour("accent" if is_hit else ink))
        left = box.left() + metrics.horizontalAdvance(shown[:start])
        paint_line(painter, QRectF(left, box.top(), box.width(), box.height()), shown[start:end])


def _pieces(text: str, hits: Iterable[tuple[int, int]]) -> list[tuple[int, int, bool]]:
    """Return ``text`` cut into what was hit and what was not: start, end, and which it is."""
    pieces: list[tuple[int, int, bool]] = []
    at = 0
    for start, end in hits:
        if start < at or start >= len(text):
            continue
        if start > at:
            pieces.append((at, start, False))
        at = min(end, len(text))
        pieces.append((start, at, True))
    if at < len(text):
        pieces.append((at, len(text), False))
    return pieces


def _words(  # noqa: PLR0913 - what, where and how of one line
    painter: QPainter,
    box: QRectF,
    text: str,
    ink: str,
    font: QFont | None = None,
    *,
    side: Qt.AlignmentFlag = LEFT,
) -> None:
    painter.setFont(font or text_font())
    painter.setPen(theme().colour(ink))
    paint_elided(painter, box, text, side)
