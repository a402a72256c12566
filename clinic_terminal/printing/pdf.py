"""A paper as PDF bytes: sections set by the text engine, ink and code drawn as vectors, A4.

It may run in any thread, since nothing in it is shared, as long as a Qt application exists and the fonts
were loaded; it does not touch windows.
"""

from dataclasses import dataclass, field

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontInfo,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QPen,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)

from clinic_terminal.printing.bill_html import SIGN_COLUMNS
from clinic_terminal.printing.drawing import draw_code, draw_signature
from clinic_terminal.printing.fonts import load_fonts, paper_font
from clinic_terminal.printing.layout import (
    BOTTOM_MM,
    CONTINUED_TOP_MM,
    DRESSES,
    PAGE_MM,
    SIDE_MM,
    TOP_MM,
    Placed,
    paginate,
)
from clinic_terminal.printing.paper_parts import Kind, Paper, Section
from clinic_terminal.printing.paper_style import paper_colours

RESOLUTION = 600
_MM = RESOLUTION / 25.4
_HAIRLINE_MM = 0.12
_CORNER_MM = 2.6
_CODE_MM = 25.0
_CAPTION_MM = 5.0
_LEADING = 1.42
_POINTS_PER_INCH = 72


@dataclass(slots=True)
class Drawn:
    """PDF bytes, and for each page the texts in the order in which they were drawn."""

    pdf: bytes
    texts: list[list[str]] = field(default_factory=list)


def draw_paper(page: Paper) -> Drawn:
    """Return the unsealed PDF of a bill or a quote."""
    load_fonts()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = _writer(buffer, page)
    sheet = _Sheet(page, writer)
    sheet.draw()
    return Drawn(bytes(buffer.data().data()), sheet.texts)


def _writer(buffer: QBuffer, page: Paper) -> QPdfWriter:
    writer = QPdfWriter(buffer)
    writer.setResolution(RESOLUTION)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            QMarginsF(0, 0, 0, 0),
        )
    )
    writer.setTitle(f"{page.word('title').zh} {page.reference}")
    writer.setCreator("clinic-terminal")
    return writer


class _Sheet:
    """One paper on its way: the painter, the laid-out sections and what was drawn where."""

    def __init__(self, page: Paper, writer: QPdfWriter) -> None:
        self.texts: list[list[str]] = []
        self._page = page
        self._writer = writer
        self._colours = {name: QColor(value) for name, value in paper_colours().items()}
        self._documents: dict[Section, QTextDocument] = {}

    def draw(self) -> None:
        """Draw all pages."""
        parts = self._page.sections()
        for part in parts:
            self._documents[part] = self._document(part)
        placed = paginate(parts, [self._documents[part].size().height() / _MM for part in parts])
        pages = placed[-1].page + 1
        painter = QPainter(self._writer)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in range(pages):
            if number:
                self._writer.newPage()
            self.texts.append([])
            self._draw_frame(painter, number, pages)
            for place in placed:
                if place.page == number:
                    self._draw_section(painter, place)
        painter.end()

    def _document(self, section: Section) -> QTextDocument:
        document = QTextDocument()
        document.documentLayout().setPaintDevice(self._writer)
        document.setDocumentMargin(0)
        document.setDefaultFont(paper_font(9))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        document.setDefaultTextOption(option)
        document.setDefaultStyleSheet(self._page.style)
        document.setHtml(section.html)
        _set_leading(document)
        document.setTextWidth((PAGE_MM[0] - 2 * SIDE_MM - 2 * DRESSES[section.kind].pad_x) * _MM)
        return document

    def _draw_section(self, painter: QPainter, placed: Placed) -> None:
        dress = DRESSES[placed.section.kind]
        box = _rect(SIDE_MM, placed.y, PAGE_MM[0] - 2 * SIDE_MM, placed.height)
        if dress.ground:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colours[dress.ground])
            painter.drawRoundedRect(box, _CORNER_MM * _MM, _CORNER_MM * _MM)
        if dress.rule:
            painter.setPen(QPen(self._colours[dress.rule], _HAIRLINE_MM * _MM))
            painter.drawLine(box.bottomLeft(), box.bottomRight())
        document = self._documents[placed.section]
        painter.save()
        painter.translate(box.x() + dress.pad_x * _MM, box.y() + dress.pad_y * _MM)
        room = (PAGE_MM[1] - BOTTOM_MM - CONTINUED_TOP_MM) * _MM
        if document.size().height() > room:
            painter.scale(room / document.size().height(), room / document.size().height())
        self._draw_document(painter, document)
        painter.restore()
        if placed.section.kind is Kind.SIGN:
            self._draw_proofs(painter, box)

    def _draw_document(self, painter: QPainter, document: QTextDocument) -> None:
        context = QAbstractTextDocumentLayout.PaintContext()
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Text, self._colours["ink"])
        context.palette = palette
        document.documentLayout().draw(painter, context)
        self.texts[-1].append(document.toPlainText())

    def _draw_proofs(self, painter: QPainter, box: QRectF) -> None:
        """Draw the signature and the code into their columns of the signature section."""
        words, gap, ink_share, _code_share = (share / 100 * box.width() for share in SIGN_COLUMNS)
        caption = _CAPTION_MM * _MM * (2 if self._page.language == "both" else 1)
        pad = QRectF(
            box.x() + words + gap, box.y() + caption, ink_share - 6 * _MM, box.height() - caption - 1.5 * _MM
        )
        painter.setPen(QPen(self._colours["pad-line"], _HAIRLINE_MM * _MM))
        painter.drawLine(pad.bottomLeft(), pad.bottomRight())
        if self._page.proofs is None:
            return
        consent, code = self._page.proofs
        draw_signature(painter, consent, pad, self._colours["pad-ink"])
        side = _CODE_MM * _MM
        place = QRectF(box.right() - side, box.y() + caption, side, side)
        draw_code(painter, code, place, self._colours["ink"])

    def _draw_frame(self, painter: QPainter, number: int, pages: int) -> None:
        """Draw what stands on every page: practice mark, the head of a continued page, the foot."""
        if self._page.practice:
            self._draw_practice(painter)
        if number:
            title = " ".join(self._page.word("continued").each(self._page.language))
            self._line(painter, f"{title} · {self._page.reference}", TOP_MM - 2, Qt.AlignmentFlag.AlignLeft)
        y = PAGE_MM[1] - 14
        counted = self._page.word("page", page=str(number + 1), pages=str(pages))
        words = " · ".join(counted.each(self._page.language))
        self._line(painter, self._page.issuer, y, Qt.AlignmentFlag.AlignLeft)
        self._line(painter, words, y, Qt.AlignmentFlag.AlignRight)

    def _draw_practice(self, painter: QPainter) -> None:
        words = "  ".join(self._page.word("practice").each(self._page.language))
        painter.save()
        painter.translate(PAGE_MM[0] / 2 * _MM, PAGE_MM[1] / 2 * _MM)
        painter.rotate(-38)
        painter.setOpacity(0.05)
        across = _rect(-200, -40, 400, 80)
        mark = self._page.word("practice").each(self._page.language)[0]
        self._text(painter, mark, across, Qt.AlignmentFlag.AlignCenter, (46, QFont.Weight.DemiBold), "ink")
        painter.restore()
        band = _rect(PAGE_MM[0] / 2 - 38, 4.5, 76, 6.2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colours["practice"])
        painter.drawRoundedRect(band, band.height() / 2, band.height() / 2)
        size = (8.5, QFont.Weight.DemiBold)
        self._text(painter, words, band, Qt.AlignmentFlag.AlignCenter, size, "on-practice")

    def _line(self, painter: QPainter, words: str, y: float, align: Qt.AlignmentFlag) -> None:
        place = _rect(SIDE_MM, y, PAGE_MM[0] - 2 * SIDE_MM, 6)
        self._text(painter, words, place, align, (7.5, QFont.Weight.Normal), "ink-3")

    def _text(  # noqa: PLR0913, PLR0917  what a line of text is drawn from
        self,
        painter: QPainter,
        words: str,
        place: QRectF,
        align: Qt.AlignmentFlag,
        font: tuple[float, QFont.Weight],
        colour: str,
    ) -> None:
        painter.setFont(QFont(paper_font(*font), self._writer))
        painter.setPen(self._colours[colour])
        painter.drawText(place, align | Qt.AlignmentFlag.AlignVCenter, words)
        self.texts[-1].append(words)


def _rect(x: float, y: float, width: float, height: float) -> QRectF:
    """Return a place given in mm in the writer's own units."""
    return QRectF(x * _MM, y * _MM, width * _MM, height * _MM)


def _set_leading(document: QTextDocument) -> None:
    """Give every line a height that follows from its size alone, so that rows of columns share a baseline.

    Otherwise a line with Chinese in it is taller than one with figures only.
    """
    # The text engine multiplies heights by the writer's dots per dot of the screen; that is undone here.
    screen_dpi = QFontInfo(_inch_font()).pixelSize()
    block = document.begin()
    while block.isValid():
        sizes = [format_range.format.fontPointSize() for format_range in block.textFormats()]
        shape = block.blockFormat()
        shape.setLineHeight(
            max(sizes, default=1.0) * _LEADING * screen_dpi / _POINTS_PER_INCH,
            QTextBlockFormat.LineHeightTypes.FixedHeight.value,
        )
        QTextCursor(block).setBlockFormat(shape)
        block = block.next()


def _inch_font() -> QFont:
    font = QFont()
    font.setPointSize(_POINTS_PER_INCH)
    return font
