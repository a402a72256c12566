"""What hands without a mouse and eyes that need large letters ask of whatever is on the screen."""

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from clinic_terminal.ui.widgets.signature import SignaturePad
from clinic_terminal.ui.widgets.text import ElidedText
from clinic_terminal.ui.widgets.tooth_chart import ToothChart

CONTROLS = (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    SignaturePad,
    ToothChart,
)
_LARGEST_RING = 200


def nameless(root: QWidget) -> list[str]:
    """Return the kinds of controls in sight that a screen reader could not name."""
    return [
        type(one).__name__
        for one in root.findChildren(QWidget)
        if isinstance(one, CONTROLS)
        and one.isVisible()
        and not isinstance(one, QHeaderView)
        and not _is_part(one)
        and not one.accessibleName()
        and not (isinstance(one, QAbstractButton) and one.text())
    ]


def _is_part(widget: QWidget) -> bool:
    """Tell whether a widget is the inside of a spin box or a choice, which has the name itself."""
    parent: QWidget | None = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        if isinstance(parent, QAbstractSpinBox | QComboBox):
            return True
        parent = parent.parentWidget()
    return False


def cut_texts(root: QWidget) -> list[str]:
    """Return the words in sight that have less room than they need, or stick out of what holds them."""
    return [f"{kind} {_words(one)!r}" for one in _worded(root) if (kind := _how_cut(one, root))]


def _worded(root: QWidget) -> Iterator[QWidget]:
    for one in root.findChildren(QWidget):
        if isinstance(one, QLabel | QAbstractButton) and one.isVisible() and _words(one):
            yield one


def _words(widget: QWidget) -> str:
    return widget.text() if isinstance(widget, QLabel | QAbstractButton) else ""


def _how_cut(widget: QWidget, root: QWidget) -> str:
    needed, size = _needed(widget), widget.size()
    if needed.width() > size.width() or needed.height() > size.height():
        return f"{size.width()}x{size.height()} of {needed.width()}x{needed.height()}"
    return "outside" if _sticks_out(widget, root) else ""


def _needed(widget: QWidget) -> QRect:
    """Return the room that a widget's words need, as a rectangle at the origin."""
    least = widget.minimumSizeHint()
    if isinstance(widget, QLabel) and widget.wordWrap():
        return QRect(0, 0, 0, widget.heightForWidth(widget.width()))
    if isinstance(widget, ElidedText):
        return QRect(0, 0, 0, least.height())
    if isinstance(widget, QAbstractButton):
        # A button says itself how far its words may be shortened.
        return QRect(0, 0, least.width(), least.height())
    return QRect(0, 0, least.width(), 0)


def _sticks_out(widget: QWidget, root: QWidget) -> bool:
    """Tell whether a part lies outside of what holds the widget and cannot be scrolled into sight."""
    inner, outer = widget, widget.parentWidget()
    while outer is not None and inner is not root:
        across, down = _scrolls(outer)
        place = QRect(inner.mapTo(outer, QPoint(0, 0)), inner.size())
        beside = not across and (place.left() < 0 or place.right() > outer.width())
        below = not down and (place.top() < 0 or place.bottom() > outer.height())
        if beside or below:
            return True
        inner, outer = outer, outer.parentWidget()
    return False


def _scrolls(viewport: QWidget) -> tuple[bool, bool]:
    """Tell whether what is inside of a widget can be moved across and down."""
    area = viewport.parentWidget()
    if not isinstance(area, QAbstractScrollArea) or area.viewport() is not viewport:
        return False, False
    off = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
    return area.horizontalScrollBarPolicy() is not off, area.verticalScrollBarPolicy() is not off


def stops(root: QWidget) -> list[QWidget]:
    """Return the controls in sight that Tab has to reach."""
    return [
        one
        for one in root.findChildren(QWidget)
        if one.isVisible()
        and one.isEnabled()
        and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        and one.focusProxy() is None
        and not _is_part(one)
    ]


def walk(window: QWidget, *, back: bool = False) -> list[QWidget]:
    """Press Tab, or Shift+Tab, until a control comes for the second time; returns the stops."""
    seen: list[QWidget] = []
    for _ in range(_LARGEST_RING):
        current: QWidget | None = window.focusWidget()
        key = Qt.Key.Key_Backtab if back else Qt.Key.Key_Tab
        held = Qt.KeyboardModifier.ShiftModifier if back else Qt.KeyboardModifier.NoModifier
        QTest.keyClick(window if current is None else current, key, held)
        found: QWidget | None = window.focusWidget()
        if found is None or found in seen:
            return seen
        seen.append(found)
    return seen


def against_reading(order: list[QWidget], root: QWidget) -> list[str]:
    """Return the steps of a walk that go up on the screen without going right."""
    places = [(one, QRect(one.mapTo(root, QPoint(0, 0)), one.size())) for one in order]
    return [
        f"{_spoken(first)} > {_spoken(then)}"
        for (first, there), (then, here) in pairwise(places)
        if here.bottom() <= there.top() and here.left() < there.right() - 8
    ]


def spoken(widgets: list[QWidget]) -> list[str]:
    """Return what a screen reader says of each."""
    return [_spoken(one) for one in widgets]


def _spoken(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName() or _words(widget)}".strip()
