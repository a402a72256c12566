"""Hands for the tooth chart: what it asked for, and presses by mouse and by finger."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QInputDevice, QMouseEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_terminal.domain.surfaces import Face
from clinic_terminal.ui.widgets.tooth_chart import ToothChart
from clinic_terminal.ui.widgets.tooth_layout import by_code
from clinic_terminal.ui.widgets.tooth_picker import CORE, enlarged
from clinic_terminal.ui.widgets.tooth_shape import zone_middle
from clinic_terminal.ui.widgets.tooth_view import ToothMark, ToothState, Work

NO_PERMANENT = {"11": "恒牙拔除由家长自费。"}
FILLED = ToothState(before=(Work(ToothMark.FILLED, "充", "OD"),), spoken="左上第一乳磨牙 64，已充填 OD")


class Asked:
    """What a chart has emitted, in order."""

    def __init__(self, chart: ToothChart) -> None:
        self.all: list[tuple[str, ...]] = []
        for name in (
            "tooth_toggled",
            "tooth_refused",
            "surface_toggled",
            "surface_refused",
            "region_toggled",
            "typed_wrong",
            "presence_asked",
            "entered",
        ):
            getattr(chart, name).connect(lambda *said, name=name: self.all.append((name, *said)))


def click(chart: ToothChart, point: QPointF, button: Qt.MouseButton = Qt.MouseButton.LeftButton) -> None:
    QTest.mouseClick(chart, button, pos=point.toPoint())


def touch(chart: ToothChart, point: QPointF) -> None:
    """Press with a finger, as Qt tells a widget that does not ask for touches."""
    device = QPointingDevice(
        "screen",
        7,
        QInputDevice.DeviceType.TouchScreen,
        QPointingDevice.PointerType.Finger,
        QInputDevice.Capability.Position,
        1,
        1,
    )
    left = Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(
        QEvent.Type.MouseButtonPress, point, chart.mapToGlobal(point), left, left, none, device
    )
    QApplication.sendEvent(chart, event)


def large(chart: ToothChart, code: str, face: Face) -> QPointF:
    """Return where a zone of the large tooth lies."""
    return QPointF(chart.width() / 2, chart.height() / 2) + zone_middle(enlarged(code), face, CORE)


def rim(chart: ToothChart, code: str, face: Face) -> QPointF:
    """Return where a side of a small tooth lies."""
    middle = zone_middle(by_code()[code], face)
    return chart.point_of(middle.x(), middle.y())
