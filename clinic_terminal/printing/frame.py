"""What stands on every page around the sections: practice mark, stamp, continued head, foot."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPagedPaintDevice, QPainter, QPainterPath, QPen

from clinic_terminal.printing.fonts import paper_font
from clinic_terminal.printing.page import Page
from clinic_terminal.printing.substitutes import printable

RESOLUTION: Final = 600
MM: Final = RESOLUTION / 25.4
"""Units of the PDF writer a millimetre."""

_SHADE: Final = 0.06
"""How much of the colour is left in what stands behind the text; no transparency, which archives refuse."""


def rect(x: float, y: float, width: float, height: float) -> QRectF:
    """Return a place given in mm in the writer's own units."""
    return QRectF(x * MM, y * MM, width * MM, height * MM)


def faint(colour: QColor, share: float) -> QColor:
    """Return a solid colour that looks like ``share`` of another one on white."""
    return QColor(
        *(round(255 - (255 - part) * share) for part in (colour.red(), colour.green(), colour.blue()))
    )


@dataclass(slots=True)
class Frame:
    """Draws the frame of one page after another; ``texts`` are what it drew, in order."""

    page: Page
    device: QPagedPaintDevice
    colours: dict[str, QColor]
    height: float
    """Of a page, in mm."""

    def draw(self, painter: QPainter, number: int, pages: int, texts: list[str]) -> None:
        """Draw the frame of page ``number``, counted from 0, and add to ``texts``."""
        if self.page.sheet.is_roll:
            return
        if self.page.practice:
            self._practice(painter, texts)
        if number:
            title = " ".join(self.page.word("continued").each(self.page.language))
            said = " · ".join([title, self.page.reference, *self._marks()])
            self._line(painter, said, self.page.sheet.continued_top - 9, Qt.AlignmentFlag.AlignLeft, texts)
        y = self.height - self.page.sheet.bottom * 0.74
        counted = self.page.word("page", page=str(number + 1), pages=str(pages))
        words = " · ".join(counted.each(self.page.language))
        taken = self._line(painter, words, y, Qt.AlignmentFlag.AlignRight, texts)
        left = " · ".join([*self._marks(), self.page.issuer])
        self._line(painter, left, y, Qt.AlignmentFlag.AlignLeft, texts, taken + 4.0)

    def stamp(self, painter: QPainter) -> None:
        """Draw a word that nobody overlooks across the page, in outlines, so that nothing below is hidden."""
        if self.page.stamp is None or self.page.sheet.is_roll:
            return
        sheet, words = self.page.sheet, self.page.stamp.each(self.page.language)[0]
        path = QPainterPath()
        path.addText(
            0, 0, QFont(paper_font(60 * sheet.width / 210, QFont.Weight.DemiBold), self.device), words
        )
        path.translate(-path.boundingRect().center())
        room = 5 * sheet.scale * MM
        path.addRoundedRect(path.boundingRect().adjusted(-2 * room, -room, 2 * room, room), room, room)
        painter.save()
        painter.translate(sheet.width / 2 * MM, self.height * 0.58 * MM)
        painter.rotate(-24)
        painter.strokePath(path, QPen(self.colours["stop"], 0.5 * sheet.scale * MM))
        painter.restore()

    def _marks(self) -> list[str]:
        """Return what the page is marked as, in its first language; what that means stands above."""
        marks = [*([self.page.stamp] if self.page.stamp else []), *self.page.marks]
        return [words.each(self.page.language)[0] for words in marks]

    def _practice(self, painter: QPainter, texts: list[str]) -> None:
        words = "  ".join(self.page.word("practice").each(self.page.language))
        mark = self.page.word("practice").each(self.page.language)[0]
        self._across(painter, mark, (46, faint(self.colours["ink"], _SHADE)), texts)
        middle = self.page.sheet.width / 2
        band = rect(middle - 38, self.page.sheet.top * 0.3, 76, 6.2 if self.page.sheet.scale == 1 else 5.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colours["practice"])
        painter.drawRoundedRect(band, band.height() / 2, band.height() / 2)
        font = paper_font(8.5 * self.page.sheet.scale, QFont.Weight.DemiBold)
        self._text(
            painter, words, band, Qt.AlignmentFlag.AlignCenter, (font, self.colours["on-practice"]), texts
        )

    def _across(self, painter: QPainter, words: str, how: tuple[float, QColor], texts: list[str]) -> None:
        points, colour = how
        sheet = self.page.sheet
        painter.save()
        painter.translate(sheet.width / 2 * MM, self.height / 2 * MM)
        painter.rotate(-38)
        font = paper_font(points * sheet.width / 210, QFont.Weight.DemiBold)
        place = rect(-sheet.width, -40, 2 * sheet.width, 80)
        self._text(painter, words, place, Qt.AlignmentFlag.AlignCenter, (font, colour), texts)
        painter.restore()

    def _line(  # noqa: PLR0913, PLR0917  what a line of text is drawn from
        self,
        painter: QPainter,
        words: str,
        y: float,
        align: Qt.AlignmentFlag,
        texts: list[str],
        taken: float = 0.0,
    ) -> float:
        """Draw a line of small type, cut off where ``taken`` mm of it are used; return its width in mm."""
        sheet = self.page.sheet
        font = paper_font(sheet.foot_points)
        metrics = QFontMetricsF(QFont(font, self.device))
        fitting = metrics.elidedText(words, Qt.TextElideMode.ElideRight, (sheet.content - taken) * MM)
        place = rect(sheet.side, y, sheet.content, 6)
        self._text(painter, fitting, place, align, (font, self.colours["ink-3"]), texts)
        return metrics.horizontalAdvance(fitting) / MM

    def _text(  # noqa: PLR0913, PLR0917  what a line of text is drawn from
        self,
        painter: QPainter,
        words: str,
        place: QRectF,
        align: Qt.AlignmentFlag,
        how: tuple[QFont, QColor],
        texts: list[str],
    ) -> None:
        font, colour = how
        said = printable(words)
        painter.setFont(QFont(font, self.device))
        painter.setPen(colour)
        painter.drawText(place, align | Qt.AlignmentFlag.AlignVCenter, said)
        texts.append(said)
