"""A line of the growing bill as it is drawn: two rows of words, and below them what is noticed of it."""

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from clinic_terminal.ui.fonts import BOLD, MEDIUM, text_font
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.views.line_views import BillLineView, LineAct, LineRemark
from clinic_terminal.ui.widgets.icons import bold_icon
from clinic_terminal.ui.widgets.one_line import RIGHT, line_width, paint_elided, paint_line
from clinic_terminal.ui.widgets.pill import PillView, paint_pill, pill_size
from clinic_terminal.ui.widgets.tone import SIGNS, fill, ground, ink

Index = QModelIndex | QPersistentModelIndex
LINE_ROLE: Final = Qt.ItemDataRole.UserRole + 1
_ROW = 66
_EDGE = 16.0
_GAP = 12.0
_SIGN = 12.0
_PAD = 8.0
_WORDS_LEFT = _PAD + _SIGN + 6
_LEADING = 18
_MOST_ROWS = 3


class LineDelegate(QStyledItemDelegate):
    """Draws a line as high as its remarks make it in the list's width."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line: BillLineView = index.data(LINE_ROLE)
        width = self._view.viewport().width()
        if not line.remarks:
            return QSize(160, _ROW)
        heights = (remark_height(remark, width) + 6 for remark in line.remarks)
        return QSize(160, _ROW + sum(heights) + 4)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        line: BillLineView = index.data(LINE_ROLE)
        look = theme()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, look.colour("accent-soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, look.colour("hover"))
        painter.setPen(look.colour("line-soft"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        box = QRectF(rect).adjusted(_EDGE, 0, -_EDGE, 0)
        _paint_first(painter, line, QRectF(box.left(), box.top() + 10, box.width(), 24))
        _paint_second(painter, line, QRectF(box.left(), box.top() + 36, box.width(), 20))
        for remark, place in remark_boxes(line, rect):
            _paint_remark(painter, remark, place)
        painter.restore()


def remark_boxes(line: BillLineView, rect: QRect) -> list[tuple[LineRemark, QRectF]]:
    """Return where each remark of a line is drawn in the line's rectangle."""
    top, boxes = rect.top() + _ROW - 2, []
    for remark in line.remarks:
        height = remark_height(remark, rect.width())
        boxes.append((remark, QRectF(rect.left() + 12, top, rect.width() - 24, height)))
        top += height + 6
    return boxes


def remark_height(remark: LineRemark, width: int) -> int:
    """Return how high a remark is in a list of ``width`` pixels."""
    rows = len(_rows(remark.text, width - 24 - _WORDS_LEFT - _PAD))
    return rows * _LEADING + (24 if remark.acts else 0) + 12


def act_boxes(remark: LineRemark, box: QRectF) -> list[tuple[LineAct, QRectF]]:
    """Return where the words of a remark's acts are drawn."""
    font, left, boxes = text_font("text-small", MEDIUM), box.left() + _WORDS_LEFT, []
    for act in remark.acts:
        width = line_width(font, _act_text(act))
        boxes.append((act, QRectF(left - 4, box.bottom() - 28, width + 8, 24)))
        left += width + 20
    return boxes


def _act_text(act: LineAct) -> str:
    return f"{act.word}  {act.key}" if act.key else act.word


@lru_cache(512)
def _rows(text: str, width: float) -> tuple[str, ...]:
    """Break a sentence into rows at any sign, as Chinese is; English at its blanks."""
    metrics = QFontMetricsF(text_font("text-small"))
    rows, here = list[str](), ""
    for word in _words(text):
        if here and metrics.horizontalAdvance((here + word).rstrip()) > width:
            rows.append(here.rstrip())
            here = word.lstrip()
        else:
            here += word
    rows.append(here.rstrip())
    if len(rows) > _MOST_ROWS:
        rest = metrics.elidedText("".join(rows[_MOST_ROWS - 1 :]), Qt.TextElideMode.ElideRight, width)
        return (*rows[: _MOST_ROWS - 1], rest)
    return tuple(rows)


def _words(text: str) -> list[str]:
    """Return what may not be broken: words with the blank behind them; of Chinese each sign by itself."""
    found: list[str] = []
    for sign in text:
        joins = found and found[-1][-1].isascii() and sign.isascii() and not found[-1][-1].isspace()
        closing = found and sign in "，。；：、）”》！？,.;:)"
        if joins or closing:
            found[-1] += sign
        else:
            found.append(sign)
    return found


def _paint_remark(painter: QPainter, remark: LineRemark, box: QRectF) -> None:
    look = theme()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.colour(ground(remark.tone)))
    painter.drawRoundedRect(box, look.px("radius-chip"), look.px("radius-chip"))
    sign = QRectF(box.left() + _PAD, box.top() + 6 + (_LEADING - _SIGN) / 2, _SIGN, _SIGN)
    bold_icon(painter, SIGNS[remark.tone], look.colour(fill(remark.tone)), sign)
    painter.setFont(text_font("text-small"))
    painter.setPen(look.colour(ink(remark.tone)))
    room = box.width() - _WORDS_LEFT - _PAD
    for number, words in enumerate(_rows(remark.text, room)):
        paint_line(
            painter,
            QRectF(box.left() + _WORDS_LEFT, box.top() + 6 + number * _LEADING, room, _LEADING),
            words,
        )
    painter.setFont(text_font("text-small", BOLD))
    painter.setPen(look.colour("accent"))
    for act, place in act_boxes(remark, box):
        paint_line(painter, place.adjusted(4, 0, 8, 0), _act_text(act))


def _paint_first(painter: QPainter, line: BillLineView, box: QRectF) -> None:
    strong = text_font("text-body", BOLD)
    right = _right(painter, line.amount, strong, "ink", box)
    room = right - box.left() - 10
    pill = PillView(line.places) if line.places else None
    if pill:
        room -= pill_size(pill).width() + 8
    shown = _left(painter, line.name, strong, "ink", QRectF(box.left(), box.top(), room, box.height()))
    if pill:
        paint_pill(painter, pill, QPointF(box.left() + shown + 8, box.top() + 1))


def _paint_second(painter: QPainter, line: BillLineView, box: QRectF) -> None:
    small = text_font("text-small")
    right = _right(painter, line.shares, small, "ink-2", box)
    room = QRectF(box.left(), box.top(), right - box.left() - _GAP, box.height())
    _left(painter, line.why, small, "warn" if line.warn else "ink-3", room)


def _right(painter: QPainter, text: str, font: QFont, colour: str, box: QRectF) -> float:
    """Draw words on the right and return where they begin."""
    painter.setFont(font)
    painter.setPen(theme().colour(colour))
    paint_line(painter, box, text, RIGHT)
    return box.right() - line_width(font, text)


def _left(painter: QPainter, text: str, font: QFont, colour: str, box: QRectF) -> float:
    """Draw words on the left, shortened to their room, and return how wide they came out."""
    painter.setFont(font)
    painter.setPen(theme().colour(colour))
    return line_width(font, paint_elided(painter, box, text))
