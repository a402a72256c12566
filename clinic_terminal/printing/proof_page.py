"""The page that shows whether a printer prints well: a frame, a ruler, small and rare characters, a code."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from clinic_terminal.application.printing_failures import SpoolFullError
from clinic_terminal.printing.drawing import draw_code
from clinic_terminal.printing.fonts import load_fonts, paper_font
from clinic_terminal.printing.paper_style import paper_colours
from clinic_terminal.printing.word_files import words_of

_RESOLUTION: Final = 600
_MM: Final = _RESOLUTION / 25.4
_SLIP_MM: Final = (80.0, 112.0)
_SHEET_MM: Final = (210.0, 297.0)
_RULER_MM: Final = 60
_LINE_MM: Final = 5.4
_BAND_MM: Final = 11.0
"""The mark of practice, above everything; the roll is longer by it."""
_CODE: Final = "CLINIC-TERMINAL TEST"


def draw_proof(path: Path, *, slip: bool, practice: bool = False) -> Path:
    """Write the test page as PDF, for the 80 mm roll or for A4; raises SpoolFullError.

    Where one practises it says so, as every paper does.
    """
    load_fonts()
    width, height = _SLIP_MM if slip else _SHEET_MM
    size = (width, height + _BAND_MM if slip and practice else height)
    writer = QPdfWriter(str(path))
    writer.setResolution(_RESOLUTION)
    sheet = QPageSize(QSizeF(*size), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(sheet, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter()
    if not painter.begin(writer):
        raise SpoolFullError
    _draw(painter, size, 5.0 if slip else 12.0, practice=practice)
    if not painter.end():
        raise SpoolFullError
    return path


def _draw(painter: QPainter, size: tuple[float, float], margin: float, *, practice: bool) -> None:
    ink = QColor(paper_colours()["ink"])
    painter.setPen(QPen(ink, 0.25 * _MM))
    width, height = size
    painter.drawRect(_rect(margin, margin, width - 2 * margin, height - 2 * margin))
    left, top = margin + 4.0, margin + 4.0
    room = width - 2 * left
    if practice:
        _practice(painter, _rect(left, top, room, _BAND_MM - 3.0))
        top += _BAND_MM
    top = _lines(painter, "title", left, top, room, 13.0, QFont.Weight.DemiBold)
    for key in ("clear", "rare", "edge"):
        top = _lines(painter, key, left, top + 1.0, room, 8.0)
    top = _ruler(painter, left, top + 4.0)
    top = _lines(painter, "ruler", left, top + 1.0, room, 8.0)
    draw_code(painter, _CODE, _rect(left, top + 2.0, 18.0, 18.0), ink)


def _practice(painter: QPainter, band: QRectF) -> None:
    """Draw the mark of practice: dark letters in a frame stay legible on thermal paper too."""
    words = words_of("proof")["practice"]
    painter.save()
    painter.setBrush(QColor(paper_colours()["practice"]))
    painter.drawRect(band)
    painter.setPen(QColor(paper_colours()["on-practice"]))
    painter.setFont(paper_font(8.5, QFont.Weight.DemiBold))
    painter.drawText(band, Qt.AlignmentFlag.AlignCenter.value, f"{words.zh}  {words.en}")
    painter.restore()


def _lines(  # noqa: PLR0913, PLR0917  what two lines of text are drawn from
    painter: QPainter,
    key: str,
    left: float,
    top: float,
    room: float,
    points: float,
    weight: QFont.Weight = QFont.Weight.Normal,
) -> float:
    """Draw a text in both languages and return where it ends."""
    painter.setFont(paper_font(points, weight))
    for words in (words_of("proof")[key].zh, words_of("proof")[key].en):
        place = _rect(left, top, room, 3 * _LINE_MM)
        flags = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignTop.value
        needed = painter.boundingRect(place, flags, words)
        painter.drawText(place, flags, words)
        top += needed.height() / _MM + 0.4
    return top


def _ruler(painter: QPainter, left: float, top: float) -> float:
    start = QPointF(left * _MM, top * _MM)
    painter.drawLine(start, start + QPointF(_RULER_MM * _MM, 0))
    for mark in range(0, _RULER_MM + 1, 10):
        place = start + QPointF(mark * _MM, 0)
        painter.drawLine(place, place + QPointF(0, 3 * _MM))
    return top + 3.0


def _rect(x: float, y: float, width: float, height: float) -> QRectF:
    return QRectF(x * _MM, y * _MM, width * _MM, height * _MM)
