"""Pages become dots: 576 across, the middle of the roll, crisp black on white."""

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QColor, QPageLayout, QPageSize, QPainter, QPdfWriter

from clinic_terminal.application.printing_failures import PaperUnreadableError, WrongPrinterError
from clinic_terminal.printing.escpos_raster import DOTS, length_mm, slip_picture
from clinic_terminal.printing.proof_page import draw_proof

_DPI = 254
_PER_MM = 10.0


def drawn(path: Path, size_mm: tuple[float, float], *boxes: QRectF, grey: int = 0, pages: int = 1) -> Path:
    """Write a PDF of boxes, in mm."""
    writer = QPdfWriter(str(path))
    writer.setResolution(_DPI)
    size = QPageSize(QSizeF(*size_mm), QPageSize.Unit.Millimeter, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter(writer)
    for number in range(pages):
        if number:
            writer.newPage()
        for box in boxes:
            scaled = QRectF(
                box.x() * _PER_MM, box.y() * _PER_MM, box.width() * _PER_MM, box.height() * _PER_MM
            )
            painter.fillRect(scaled, QColor(grey, grey, grey))
    painter.end()
    return path


def dark_box(picture: Image.Image) -> tuple[int, int, int, int] | None:
    return picture.convert("L").point(lambda grey: 255 - grey).getbbox()


def test_a_millimetre_is_eight_dots_and_the_roll_s_middle_is_printed(tmp_path: Path) -> None:
    picture = slip_picture(drawn(tmp_path / "a.pdf", (80, 100), QRectF(14, 20, 10, 5)))
    assert picture.mode == "1"
    assert picture.width == DOTS
    box = dark_box(picture)
    assert box is not None
    assert all(abs(found - wanted) <= 1 for found, wanted in zip(box, (80, 160, 160, 200), strict=True))


def test_a_narrow_page_fills_the_width(tmp_path: Path) -> None:
    picture = slip_picture(drawn(tmp_path / "a.pdf", (72, 50), QRectF(0, 10, 72, 5)))
    box = dark_box(picture)
    assert box is not None
    assert box[2] - box[0] >= DOTS - 2


def test_white_at_the_end_is_not_fed(tmp_path: Path) -> None:
    picture = slip_picture(drawn(tmp_path / "a.pdf", (80, 200), QRectF(10, 5, 20, 5)))
    assert length_mm(picture) < 15


def test_pages_follow_each_other(tmp_path: Path) -> None:
    one = slip_picture(drawn(tmp_path / "a.pdf", (80, 50), QRectF(10, 40, 20, 5)))
    two = slip_picture(drawn(tmp_path / "b.pdf", (80, 50), QRectF(10, 40, 20, 5), pages=2))
    assert abs(two.height - one.height - 400) <= 1


@pytest.mark.parametrize(("grey", "is_black"), [(0, True), (120, True), (200, False), (245, False)])
def test_strokes_are_burnt_and_grounds_are_not(tmp_path: Path, grey: int, *, is_black: bool) -> None:
    picture = slip_picture(drawn(tmp_path / "a.pdf", (80, 50), QRectF(10, 10, 20, 5), grey=grey))
    assert (dark_box(picture) is not None) == is_black


def test_only_black_and_white_is_left(tmp_path: Path) -> None:
    picture = slip_picture(draw_proof(tmp_path / "proof.pdf", slip=True))
    assert set(picture.convert("L").tobytes()) == {0, 255}


def test_a_sheet_does_not_fit_the_roll(tmp_path: Path) -> None:
    with pytest.raises(WrongPrinterError):
        slip_picture(draw_proof(tmp_path / "proof.pdf", slip=False))


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7\n", b"\x89PNG\r\n"])
def test_what_is_no_pdf_is_said_to_be_unreadable(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(content)
    with pytest.raises(PaperUnreadableError):
        slip_picture(tmp_path / "a.pdf")


def test_a_file_that_is_gone_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(PaperUnreadableError):
        slip_picture(tmp_path / "gone.pdf")


def test_nothing_is_left_of_a_white_page(tmp_path: Path) -> None:
    picture = slip_picture(drawn(tmp_path / "a.pdf", (80, 50)))
    assert dark_box(picture) is None
    assert length_mm(picture) <= 2


def test_the_background_of_a_page_is_white(tmp_path: Path) -> None:
    picture = slip_picture(drawn(tmp_path / "a.pdf", (80, 30), QRectF(30, 28, 1, 1)))
    assert picture.getpixel((0, 0)) == 255
