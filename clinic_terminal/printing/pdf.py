"""A paper as PDF bytes: sections set by the text engine, ink and code drawn as vectors.

It may run in any thread, since nothing in it is shared, as long as a Qt application exists and the fonts
were loaded; it does not touch windows.
"""

from dataclasses import dataclass, field

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
    QTextDocument,
)

from clinic_terminal.printing.bill_html import SIGN_COLUMNS
from clinic_terminal.printing.drawing import code_modules, draw_code, draw_signature
from clinic_terminal.printing.fonts import load_fonts
from clinic_terminal.printing.frame import MM, RESOLUTION, Frame, rect
from clinic_terminal.printing.kinds import Kind, Section
from clinic_terminal.printing.layout import Placed, paginate
from clinic_terminal.printing.page import Page
from clinic_terminal.printing.paper_style import paper_colours
from clinic_terminal.printing.setting import draw_document, set_section
from clinic_terminal.printing.sheets import DOT_MM, Sheet

_CORNER_MM = 2.6
_CAPTION_MM = 5.0
_DOTS_A_MODULE = 4
"""Of a code on a roll: half a millimetre, in whole dots, so that it stays sharp in black and white."""

_SLIP_INK = "#000000"


@dataclass(slots=True)
class Drawn:
    """PDF bytes, and for each page the texts in the order in which they were drawn."""

    pdf: bytes
    texts: list[list[str]] = field(default_factory=list)


def draw_paper(page: Page) -> Drawn:
    """Return the unsealed PDF of a paper."""
    load_fonts()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(RESOLUTION)
    writer.setPdfVersion(QPagedPaintDevice.PdfVersion.PdfVersion_A1b)
    writer.setColorModel(QPdfWriter.ColorModel.RGB)
    writer.setTitle(f"{page.word('title').zh} {page.reference}")
    writer.setCreator("clinic-terminal")
    press = _Press(page, writer)
    press.draw()
    return Drawn(bytes(buffer.data().data()), press.texts)


def _colours(sheet: Sheet) -> dict[str, QColor]:
    """Return the colours by token; a slip printer has black and white only."""
    names = paper_colours()
    return {name: QColor(_SLIP_INK if sheet.is_roll else value) for name, value in names.items()}


class _Press:
    """One paper on its way: the painter, the laid-out sections and what was drawn where."""

    def __init__(self, page: Page, writer: QPdfWriter) -> None:
        self.texts: list[list[str]] = []
        self._page = page
        self._sheet = page.sheet
        self._writer = writer
        self._colours = _colours(page.sheet)
        self._documents: dict[Section, QTextDocument] = {}

    def draw(self) -> None:
        """Draw all pages."""
        placed = self._placed()
        height = self._sheet.height or placed[-1].y + placed[-1].height + self._sheet.bottom
        self._writer.setPageLayout(_page_layout(self._sheet, height))
        pages = placed[-1].page + 1
        frame = Frame(self._page, self._writer, self._colours, height)
        painter = QPainter(self._writer)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            for number in range(pages):
                if number:
                    self._writer.newPage()
                self.texts.append([])
                frame.draw(painter, number, pages, self.texts[-1])
                for place in placed:
                    if place.page == number:
                        self._draw_section(painter, place)
                frame.stamp(painter)
        finally:
            # Also where drawing fails: a painter must not outlive the bytes that it writes into.
            painter.end()

    def _placed(self) -> list[Placed]:
        parts = self._page.sections()
        heights = []
        for part in parts:
            width = self._sheet.content - 2 * self._sheet.dress(part.kind).pad_x
            document = set_section(part.html, self._page.style, width * MM, self._writer)
            self._documents[part] = document
            heights.append(self._with_code(part.kind, document.size().height() / MM))
        return paginate(parts, heights, self._sheet)

    def _with_code(self, kind: Kind, text: float) -> float:
        """Return the height of a section whose text is ``text`` mm high, with the code in or below it."""
        if kind is not Kind.CODE or not self._page.code:
            return text
        side = self._code_side()
        return text + 1.5 + side if self._sheet.is_roll else max(text, side)

    def _code_side(self) -> float:
        if self._sheet.is_roll:
            return len(code_modules(self._page.code)) * _DOTS_A_MODULE * DOT_MM
        return self._sheet.code

    def _caption(self) -> float:
        return _CAPTION_MM * self._sheet.scale * (2 if self._page.language == "both" else 1)

    def _draw_section(self, painter: QPainter, placed: Placed) -> None:
        kind = placed.section.kind
        box = rect(self._sheet.side, placed.y, self._sheet.content, placed.height)
        self._draw_dress(painter, kind, box)
        dress = self._sheet.dress(kind)
        document = self._documents[placed.section]
        painter.save()
        painter.translate(box.x() + dress.pad_x * MM, box.y() + dress.pad_y * MM)
        room = (self._sheet.height - self._sheet.bottom - self._sheet.continued_top - 2 * dress.pad_y) * MM
        if not self._sheet.is_roll and document.size().height() > room:
            painter.scale(room / document.size().height(), room / document.size().height())
        draw_document(painter, document, self._colours["ink"])
        self.texts[-1].append(document.toPlainText())
        painter.restore()
        if kind is Kind.SIGN:
            self._draw_proofs(painter, box)
        elif kind is Kind.CODE and self._page.code:
            self._draw_code(painter, box)

    def _draw_dress(self, painter: QPainter, kind: Kind, box: QRectF) -> None:
        dress, corner = self._sheet.dress(kind), _CORNER_MM * self._sheet.scale * MM
        line = self._sheet.hairline * MM
        if dress.ground and not self._sheet.is_roll:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colours[dress.ground])
            painter.drawRoundedRect(box, corner, corner)
        if dress.frame:
            painter.setPen(QPen(self._colours[dress.frame], 3 * line))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(line, line, -line, -line), corner / 2, corner / 2)
        if dress.rule:
            painter.setPen(QPen(self._colours[dress.rule], line))
            painter.drawLine(box.bottomLeft(), box.bottomRight())

    def _draw_proofs(self, painter: QPainter, box: QRectF) -> None:
        """Draw the signature and the code into their columns of the signature section."""
        words, gap, ink_share, _code_share = (share / 100 * box.width() for share in SIGN_COLUMNS)
        caption = self._caption() * MM
        pad = QRectF(
            box.x() + words + gap, box.y() + caption, ink_share - 6 * MM, box.height() - caption - 1.5 * MM
        )
        painter.setPen(QPen(self._colours["pad-line"], self._sheet.hairline * MM))
        painter.drawLine(pad.bottomLeft(), pad.bottomRight())
        if self._page.ink is not None:
            draw_signature(painter, self._page.ink, pad, self._colours["pad-ink"])
        if self._page.code:
            side = self._sheet.code * MM
            place = QRectF(box.right() - side, box.y() + caption, side, side)
            draw_code(painter, self._page.code, place, self._colours["ink"])

    def _draw_code(self, painter: QPainter, box: QRectF) -> None:
        """Draw the code on the right of a sheet's section; on a roll in the middle, below the words."""
        side = self._code_side() * MM
        if self._sheet.is_roll:
            dot = DOT_MM * MM
            x = round((box.x() + (box.width() - side) / 2) / dot) * dot
            y = round((box.bottom() - side - 0.5 * MM) / dot) * dot
            place = QRectF(x, y, side, side)
        else:
            place = QRectF(box.right() - side, box.y(), side, side)
        draw_code(painter, self._page.code, place, self._colours["ink"])


def _page_layout(sheet: Sheet, height: float) -> QPageLayout:
    size = QPageSize(
        QSizeF(sheet.width, height),
        QPageSize.Unit.Millimeter,
        sheet.size.value,
        QPageSize.SizeMatchPolicy.ExactMatch,
    )
    return QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0))
