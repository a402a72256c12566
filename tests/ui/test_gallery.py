"""Every scene of the gallery can be drawn in both modes, and everything in it can be named and reached."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QWidget

from clinic_terminal.ui.theme import apply_theme
from clinic_terminal.ui.tokens import Mode
from tests.ui.conftest import Show
from tests.ui.gallery import SCENES, SIZE, render

pytestmark = pytest.mark.usefixtures("app")

# Qt's own inner parts, which screen readers reach through the widget they belong to.
INNER = {"QComboBoxListView", "QComboBoxPrivateContainer", "QScrollBar"}


@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_is_drawn(tmp_path: Path, scene: str, mode: Mode) -> None:
    picture = QImage(str(render(scene, tmp_path, mode)))
    assert picture.size() == SIZE
    colours = {picture.pixel(x, y) for x in range(0, 1366, 7) for y in range(0, 768, 7)}
    assert len(colours) > 20


@pytest.mark.parametrize("scene", SCENES)
def test_everything_that_takes_the_focus_has_a_name(show: Show, scene: str) -> None:
    window = SCENES[scene]()
    show(window)
    for widget in window.findChildren(QWidget):
        kind = type(widget).__name__
        if widget.focusPolicy() == Qt.FocusPolicy.NoFocus or kind in INNER or not widget.isVisible():
            continue
        text = getattr(widget, "text", str)()
        assert widget.accessibleName() or text, f"{kind} in {scene}"


@pytest.mark.parametrize("scene", SCENES)
def test_a_scene_survives_a_change_of_mode(app: QApplication, show: Show, scene: str) -> None:
    window = SCENES[scene]()
    window.resize(SIZE)
    show(window)
    apply_theme(app, "dark")
    app.processEvents()
    dark = window.grab().toImage().pixelColor(1300, 700)
    apply_theme(app, "light")
    app.processEvents()
    assert window.grab().toImage().pixelColor(1300, 700) != dark
