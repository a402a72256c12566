from dataclasses import replace

import pytest
import zxingcpp
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from clinic_terminal.domain.consent import Consent
from clinic_terminal.printing.drawing import draw_code, draw_signature, signature_path
from tests.printing import bills

INK = QColor(Qt.GlobalColor.black)


def paper(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_Grayscale8)
    image.fill(255)
    return image


def dark(image: QImage) -> set[tuple[int, int]]:
    return {
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if QColor(image.pixel(x, y)).lightness() < 128
    }


@pytest.mark.parametrize("text", ["CB1:019aa7c2-5d1e-7a40-8b31-6f0c2d9e4a11:" + "0f" * 32, "CB1:x:y"])
def test_the_code_can_be_scanned(text: str) -> None:
    image = paper(320, 320)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw_code(painter, text, QRectF(40, 40, 240, 240), INK)
    painter.end()
    grey = memoryview(bytes(image.constBits())).cast("B", (320, 320))
    assert [found.text for found in zxingcpp.read_barcodes(grey)] == [text]


def signed(consent: Consent, place: QRectF) -> set[tuple[int, int]]:
    image = paper(240, 140)
    painter = QPainter(image)
    draw_signature(painter, consent, place, INK)
    painter.end()
    return dark(image)


def test_the_signature_lies_in_its_place_and_nowhere_else() -> None:
    found = signed(bills.consent(bills.bill()), QRectF(20, 20, 200, 100))
    assert len(found) > 150
    assert all(20 <= x < 220 and 20 <= y < 120 for x, y in found)


def test_strokes_outside_of_the_pad_are_cut_off() -> None:
    one = bills.consent(bills.bill())
    wild = tuple(
        tuple(replace(point, x=point.x * 3 - 9_000, y=point.y * 4) for point in stroke)
        for stroke in one.strokes
    )
    found = signed(replace(one, strokes=wild), QRectF(20, 20, 200, 100))
    assert all(20 <= x < 220 and 20 <= y < 120 for x, y in found)


def test_no_strokes_and_no_pad_draw_nothing() -> None:
    empty = replace(bills.consent(bills.bill()), strokes=(), pad_height=0)
    assert signature_path(empty).isEmpty()
    assert signed(empty, QRectF(20, 20, 200, 100)) == set()
