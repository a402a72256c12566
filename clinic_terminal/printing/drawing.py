"""Things drawn rather than set: the signature as vector ribbons, the QR code as rectangles."""

from functools import lru_cache
from itertools import groupby

import qrcode
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPolygonF
from qrcode.constants import ERROR_CORRECT_M

from clinic_terminal.domain.consent import PAD_UNITS, Consent
from clinic_terminal.printing.ink import Dab, outline, ribbon


def signature_path(consent: Consent) -> QPainterPath:
    """Return all strokes as one filled shape in pad units."""
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for stroke in consent.strokes:
        dabs = ribbon(stroke)
        for dab in _ends_and_turns(dabs):
            path.addEllipse(QPointF(dab.x, dab.y), dab.width / 2, dab.width / 2)
        if len(dabs) > 1:
            edge = QPolygonF([QPointF(x, y) for x, y in outline(dabs)])
            path.addPolygon(edge)
            path.closeSubpath()
    return path


def _ends_and_turns(dabs: tuple[Dab, ...]) -> list[Dab]:
    """Return where round joints are needed: both ends, and places where the pen turned back."""
    inner = [
        here
        for before, here, after in zip(dabs, dabs[1:], dabs[2:], strict=False)
        if (here.x - before.x) * (after.x - here.x) + (here.y - before.y) * (after.y - here.y) <= 0
    ]
    return [*dabs[:1], *inner, *dabs[-1:]]


def draw_signature(painter: QPainter, consent: Consent, place: QRectF, ink: QColor) -> None:
    """Draw the signature into ``place`` as it stood on the pad, as large as fits."""
    height = max(consent.pad_height, 1)
    scale = min(place.width() / PAD_UNITS, place.height() / height)
    painter.save()
    painter.setClipRect(place)
    painter.translate(
        place.x() + (place.width() - PAD_UNITS * scale) / 2, place.y() + (place.height() - height * scale) / 2
    )
    painter.scale(scale, scale)
    painter.fillPath(signature_path(consent), ink)
    painter.restore()


@lru_cache(maxsize=32)
def code_modules(text: str) -> list[list[bool]]:
    """Return the QR code's dark modules by row, without a quiet zone; 15 % of it may be lost."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    return [[bool(module) for module in line] for line in code.get_matrix()]


def draw_code(painter: QPainter, text: str, place: QRectF, ink: QColor) -> None:
    """Draw the QR code of ``text`` into the square ``place``; keep four modules of white around it."""
    modules = code_modules(text)
    side = place.width() / len(modules)
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for line, dark in enumerate(modules):
        column = 0
        for is_dark, run in groupby(dark):
            length = len(list(run))
            if is_dark:
                path.addRect(
                    QRectF(place.x() + column * side, place.y() + line * side, length * side, side * 1.02)
                )
            column += length
    painter.fillPath(path, ink)
