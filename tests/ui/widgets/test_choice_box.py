"""A wheel that passes over a choice chooses nothing."""

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from clinic_terminal.ui.widgets.choice_box import Choice, ChoiceBox
from tests.ui.conftest import Show


def test_the_wheel_scrolls_what_is_round_the_box_and_chooses_nothing(app: QApplication, show: Show) -> None:
    board, chosen = QWidget(), list[object]()
    box = ChoiceBox("打印机")
    box.set_choices((Choice("前台", 1), Choice("诊室", 2), Choice("仓库", 3)))
    box.choose(2)
    box.changed.connect(chosen.append)
    lines = QVBoxLayout(board)
    lines.addWidget(box)
    lines.addSpacing(2_000)
    area = QScrollArea()
    area.setWidget(board)
    area.setWidgetResizable(True)
    area.resize(300, 200)
    show(area)
    box.setFocus()
    QTest.wheelEvent(area.windowHandle(), QPointF(box.mapTo(area, box.rect().center())), QPoint(0, -120))
    app.processEvents()
    assert (box.value(), chosen) == (2, [])
    assert area.verticalScrollBar().value() > 0
