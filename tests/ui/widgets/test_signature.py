"""The signature pad: points in, points out."""

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QImage,
    QInputDevice,
    QPointingDevice,
    QPointingDeviceUniqueId,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_terminal.ui.widgets.ink import InkPoint
from clinic_terminal.ui.widgets.signature import SignaturePad
from clinic_terminal.ui.widgets.stroke_recorder import Phase, StrokeRecorder
from tests.ui.conftest import Show

pytestmark = pytest.mark.usefixtures("app")

PEN = QPointingDevice(
    "pen",
    7,
    QInputDevice.DeviceType.Stylus,
    QPointingDevice.PointerType.Pen,
    QInputDevice.Capability.Position | QInputDevice.Capability.Pressure,
    1,
    1,
    "",
    QPointingDeviceUniqueId(),
)


@pytest.fixture
def pad(show: Show) -> SignaturePad:
    found = SignaturePad(hint="请在这里签字")
    found.resize(400, 200)
    show(found)
    return found


def draw(pad: SignaturePad, *points: tuple[int, int]) -> None:
    left = Qt.MouseButton.LeftButton
    QTest.mousePress(pad, left, pos=QPoint(*points[0]))
    for point in points[1:]:
        QTest.mouseMove(pad, QPoint(*point))
    QTest.mouseRelease(pad, left, pos=QPoint(*points[-1]))


def dark_points(picture: QImage) -> int:
    return sum(
        picture.pixelColor(x, y).lightness() < 80
        for x in range(0, picture.width(), 2)
        for y in range(0, picture.height(), 2)
    )


def test_a_stroke_of_the_mouse_is_kept_as_shares_of_the_pad(pad: SignaturePad) -> None:
    changes: list[bool] = []
    pad.changed.connect(lambda: changes.append(True))
    draw(pad, (40, 100), (200, 50), (360, 100))
    (stroke,) = pad.strokes()
    assert [(point.x, point.y) for point in stroke] == [(0.1, 0.5), (0.5, 0.25), (0.9, 0.5)]
    assert stroke[0].t_ms == 0
    assert [point.t_ms for point in stroke] == sorted(point.t_ms for point in stroke)
    assert changes == [True]


def test_ink_is_seen(pad: SignaturePad) -> None:
    before = dark_points(pad.grab().toImage())
    draw(pad, (40, 100), (200, 50), (360, 100))
    assert dark_points(pad.grab().toImage()) > before + 50


def test_a_point_is_a_dot(pad: SignaturePad) -> None:
    draw(pad, (200, 60))
    assert len(pad.strokes()[0]) == 1
    assert dark_points(pad.grab().toImage()) > 0


def test_the_pens_pressure_is_kept(pad: SignaturePad, app: QApplication) -> None:
    for kind, x, pressure in (
        (QEvent.Type.TabletPress, 40, 0.2),
        (QEvent.Type.TabletMove, 200, 0.9),
        (QEvent.Type.TabletRelease, 300, 0.0),
    ):
        at = QPointF(x, 100)
        event = QTabletEvent(
            kind,
            PEN,
            at,
            at,
            pressure,
            0,
            0,
            0,
            0,
            0,
            Qt.KeyboardModifier.NoModifier,
            Qt.MouseButton.LeftButton,
            Qt.MouseButton.LeftButton,
        )
        app.sendEvent(pad, event)
    assert [point.pressure for point in pad.strokes()[0]] == pytest.approx([0.2, 0.9, 0.9], abs=0.01)


def test_a_finger_signs(pad: SignaturePad) -> None:
    finger = QTest.createTouchDevice()
    QTest.touchEvent(pad, finger).press(0, QPoint(40, 100), pad).commit()
    QTest.touchEvent(pad, finger).move(0, QPoint(200, 100), pad).commit()
    QTest.touchEvent(pad, finger).release(0, QPoint(360, 100), pad).commit()
    assert [point.x for point in pad.strokes()[0]] == pytest.approx([0.1, 0.5, 0.9])


def test_a_palm_beside_the_finger_leaves_no_ink(pad: SignaturePad) -> None:
    finger = QTest.createTouchDevice()
    QTest.touchEvent(pad, finger).press(0, QPoint(40, 100), pad).commit()
    QTest.touchEvent(pad, finger).move(0, QPoint(80, 100), pad).press(1, QPoint(300, 180), pad).commit()
    QTest.touchEvent(pad, finger).release(0, QPoint(80, 100), pad).release(1, QPoint(300, 180), pad).commit()
    assert len(pad.strokes()) == 1
    assert all(point.x <= 0.25 for point in pad.strokes()[0])


def test_redo_clears_everything(pad: SignaturePad) -> None:
    draw(pad, (40, 100), (200, 50))
    draw(pad, (40, 120), (200, 150))
    assert not pad.is_empty()
    pad.clear()
    assert pad.is_empty()
    assert pad.strokes() == ()


def test_clearing_an_empty_pad_changes_nothing(pad: SignaturePad) -> None:
    changes: list[bool] = []
    pad.changed.connect(lambda: changes.append(True))
    pad.clear()
    assert changes == []


def test_a_signature_to_look_at_takes_no_ink(pad: SignaturePad) -> None:
    kept = ((InkPoint(0.1, 0.5, 0.5, 0), InkPoint(0.6, 0.4, 0.5, 30)),)
    pad.set_strokes(kept)
    pad.set_read_only(read_only=True)
    draw(pad, (40, 120), (200, 150))
    assert pad.strokes() == kept


def test_a_signature_keeps_its_shape_in_another_size(pad: SignaturePad) -> None:
    draw(pad, (40, 100), (200, 50), (360, 100))
    before = pad.strokes()
    pad.resize(800, 300)
    assert pad.strokes() == before
    assert dark_points(pad.grab().toImage()) > 50


def test_points_stay_on_the_paper_and_times_never_go_back() -> None:
    recorder = StrokeRecorder()
    recorder.feed(Phase.BEGIN, (0.5, 0.5), 0.5, 1000)
    recorder.feed(Phase.GO_ON, (1.7, -0.2), 0.5, 990)
    stroke = recorder.feed(Phase.END, (0.9, 0.9), 0.0, 1040)
    assert stroke == (
        InkPoint(0.5, 0.5, 0.5, 0),
        InkPoint(1.0, 0.0, 0.5, 0),
        InkPoint(0.9, 0.9, 0.5, 40),
    )


def test_moves_without_a_press_are_nothing() -> None:
    recorder = StrokeRecorder()
    assert recorder.feed(Phase.GO_ON, (0.1, 0.1), 0.5, 1) is None
    assert recorder.feed(Phase.END, (0.1, 0.1), 0.5, 2) is None
    assert recorder.current == ()


def test_a_touch_that_the_system_takes_back_leaves_no_ink(pad: SignaturePad, app: QApplication) -> None:
    finger = QTest.createTouchDevice()
    QTest.touchEvent(pad, finger).press(0, QPoint(40, 100), pad).commit()
    app.sendEvent(pad, QTouchEvent(QEvent.Type.TouchCancel, finger))
    QTest.touchEvent(pad, finger).release(0, QPoint(40, 100), pad).commit()
    assert pad.is_empty()


def test_the_hint_names_the_pad(pad: SignaturePad) -> None:
    pad.set_hint("Please sign here")
    assert pad.accessibleName() == "Please sign here"
