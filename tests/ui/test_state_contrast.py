"""Every state of a control can be read, in both modes: drawn as the program draws it, and measured.

WCAG asks 4.5 of words and 3 of what shows where the keys go. Of what cannot be pressed now it asks nothing;
the house asks 3, so that one can still read what it would be.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QComboBox, QLineEdit, QWidget

from clinic_terminal.ui.theme import apply_theme, theme
from clinic_terminal.ui.tokens import Mode
from clinic_terminal.ui.widgets.buttons import ButtonSize, GhostButton, IconButton, PrimaryButton
from clinic_terminal.ui.widgets.card import Canvas, Card, column
from clinic_terminal.ui.widgets.tone import Tone
from tests.ui.test_theme import contrast

WORDS: Final = "█████"
"""A solid block: what is drawn there has the ink's full colour."""
_EDGE: Final = 5
_READ, _SEEN = 4.5, 3.0


def _line_edit() -> QLineEdit:
    return QLineEdit(WORDS)


def _empty_field() -> QLineEdit:
    field = QLineEdit()
    field.setPlaceholderText(WORDS)
    return field


def _choice() -> QComboBox:
    box = QComboBox()
    box.addItem(WORDS)
    return box


def _sized(size: ButtonSize) -> Callable[[], QWidget]:
    return lambda: GhostButton(WORDS, size=size)


def _toned(tone: Tone, size: ButtonSize) -> Callable[[], QWidget]:
    return lambda: GhostButton(WORDS, tone=tone, size=size)


MAKERS: Final[dict[str, Callable[[], QWidget]]] = {
    "primary": lambda: PrimaryButton(WORDS),
    **{f"ghost {size}": _sized(size) for size in ButtonSize},
    **{
        f"{tone} {size}": _toned(tone, size)
        for tone in (Tone.STOP, Tone.WARN, Tone.ACCENT)
        for size in (ButtonSize.LARGE, ButtonSize.SMALL)
    },
    "checkable": lambda: GhostButton(WORDS, size=ButtonSize.SMALL, checkable=True),
    "field": _line_edit,
    "empty field": _empty_field,
    "choice": _choice,
    "tick": lambda: QCheckBox(WORDS),
    "icon": lambda: IconButton("close", "close"),
}


class Drawn:
    """A window with one control on a ground, in a mode."""

    def __init__(self, app: QApplication, mode: Mode, ground: QWidget, control: QWidget) -> None:
        apply_theme(app, mode)
        self._app = app
        self.control = control
        other = GhostButton("x")
        self.window = ground
        inner = column(control, other, None)
        if isinstance(ground, Card):
            ground.body.addLayout(inner)
        else:
            inner.setContentsMargins(20, 20, 20, 20)
            ground.setLayout(inner)
        ground.resize(420, 220)
        ground.show()
        ground.activateWindow()
        other.setFocus()
        app.processEvents()

    def close(self) -> None:
        self.window.close()
        self.window.deleteLater()
        self._app.processEvents()

    def picture(self) -> QImage:
        self._app.processEvents()
        return self.window.grab().toImage()

    def words_to_ground(self) -> float:
        """Return the contrast of what is written to what it is written on."""
        found = _colours(self.picture(), self.control.geometry().adjusted(_EDGE, _EDGE, -_EDGE, -_EDGE))
        below = found.most_common(1)[0][0]
        least = sum(found.values()) // 200
        return max(contrast(one, below) for one, count in found.items() if count >= least)

    def ring_to_window(self) -> float:
        """Return the contrast of the control's edge to what it stands on."""
        place = self.control.geometry()
        picture = self.picture()
        outside = picture.pixelColor(place.left() - 4, place.center().y()).name()
        edge = picture.pixelColor(place.left(), place.center().y()).name()
        return contrast(edge, outside)


def _colours(picture: QImage, place: QRect) -> Counter[str]:
    return Counter(
        picture.pixelColor(x, y).name()
        for x in range(place.left(), place.right(), 2)
        for y in range(place.top(), place.bottom())
    )


@pytest.fixture(params=["light", "dark"])
def mode(request: pytest.FixtureRequest) -> Mode:
    chosen: Mode = request.param
    return chosen


@pytest.fixture(params=[Canvas, Card], ids=["on the floor", "on a card"])
def draw(
    request: pytest.FixtureRequest, app: QApplication, mode: Mode
) -> Iterator[Callable[[Callable[[], QWidget]], Drawn]]:
    drawn: list[Drawn] = []

    def act(make: Callable[[], QWidget]) -> Drawn:
        drawn.append(Drawn(app, mode, request.param(), make()))
        return drawn[-1]

    yield act
    for one in drawn:
        one.close()
    apply_theme(app, "light")


Draw = Callable[[Callable[[], QWidget]], Drawn]


def test_every_state_of_every_control_can_be_read(draw: Draw) -> None:
    faint = {}
    for name, make in MAKERS.items():
        one = draw(make)
        for state, found in _states(one):
            least = _SEEN if state == "disabled" or name == "icon" else _READ
            if found < least:
                faint[f"{name} {state}"] = round(found, 2)
        one.close()
    assert faint == {}


def _states(one: Drawn) -> Iterator[tuple[str, float]]:
    control = one.control
    yield "plain", one.words_to_ground()
    control.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, on=True)
    control.update()
    yield "hover", one.words_to_ground()
    if isinstance(control, QAbstractButton):
        control.setDown(True)
        yield "pressed", one.words_to_ground()
        control.setDown(False)
        if control.isCheckable():
            control.setChecked(True)
            yield "checked", one.words_to_ground()
    control.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, on=False)
    control.setFocus()
    yield "focus", one.words_to_ground()
    control.setEnabled(False)
    yield "disabled", one.words_to_ground()


@pytest.mark.parametrize("name", [name for name in MAKERS if name != "tick"])
def test_where_the_keys_go_is_seen(draw: Draw, name: str) -> None:
    one = draw(MAKERS[name])
    one.control.setFocus()
    assert one.control.hasFocus()
    assert one.ring_to_window() >= _SEEN


def test_what_is_measured_is_what_is_drawn(app: QApplication) -> None:
    one = Drawn(app, "light", Canvas(), PrimaryButton(WORDS))
    look = theme()
    assert one.words_to_ground() == pytest.approx(
        contrast(look.hex("on-accent"), look.hex("accent-fill")), abs=0.2
    )
    one.close()
