"""A section's HTML set by the text engine: one height for every line of a size, colours of the paper."""

from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontInfo,
    QPagedPaintDevice,
    QPainter,
    QPalette,
    QTextBlockFormat,
    QTextCursor,
    QTextDocument,
    QTextOption,
)

from clinic_terminal.printing.fonts import paper_font
from clinic_terminal.printing.substitutes import printable

_LEADING = 1.42
_POINTS_PER_INCH = 72


def set_section(html: str, style: str, width: float, device: QPagedPaintDevice) -> QTextDocument:
    """Return ``html`` laid out ``width`` units of the device wide."""
    document = QTextDocument()
    # Before there is a layout: its first step would work with the windows' font, which is another thread's.
    document.setDefaultFont(paper_font(9))
    document.documentLayout().setPaintDevice(device)
    document.setDocumentMargin(0)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    document.setDefaultTextOption(option)
    document.setDefaultStyleSheet(style)
    document.setHtml(printable(html))
    _set_leading(document)
    document.setTextWidth(width)
    return document


def draw_document(painter: QPainter, document: QTextDocument, ink: QColor) -> None:
    """Draw a document at the painter's place."""
    context = QAbstractTextDocumentLayout.PaintContext()
    palette = QPalette()
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.Dark):  # a rule to write on is drawn in Dark
        palette.setColor(role, ink)
    context.palette = palette
    document.documentLayout().draw(painter, context)


def _set_leading(document: QTextDocument) -> None:
    """Give every line a height that follows from its size alone, so that rows of columns share a baseline.

    Otherwise a line with Chinese in it is taller than one with figures only.
    """
    # The text engine multiplies heights by the writer's dots per dot of the screen; that is undone here.
    scale = _LEADING * _screen_dpi() / _POINTS_PER_INCH
    cursor = QTextCursor(document)
    cursor.beginEditBlock()  # laid out once at the end, not after each paragraph
    block = document.begin()
    while block.isValid():
        sizes = [format_range.format.fontPointSize() for format_range in block.textFormats()]
        shape = block.blockFormat()
        shape.setLineHeight(
            max(sizes, default=1.0) * scale, QTextBlockFormat.LineHeightTypes.FixedHeight.value
        )
        cursor.setPosition(block.position())
        cursor.setBlockFormat(shape)
        block = block.next()
    cursor.endEditBlock()


def _screen_dpi() -> int:
    """Return the dots an inch that the text engine takes the screen to have."""
    font = QFont()
    font.setPointSize(_POINTS_PER_INCH)
    return QFontInfo(font).pixelSize()
