"""Tab goes as the eyes do: in the order of the layouts, whenever a control was made or hidden.

Qt goes in the order in which controls were made; panels that come and go would be reached last, or never.
"""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QGridLayout,
    QLayout,
    QLineEdit,
    QMainWindow,
    QScrollArea,
    QWidget,
)

_WHOLE = (QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit)
"""Controls whose inner widgets are nobody else's business."""


def is_stop(widget: QWidget) -> bool:
    """Tell whether Tab stops at a widget; of buttons that exclude each other Qt leaves one a stop."""
    wanted = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return wanted and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None


def reading_order(root: QWidget) -> list[QWidget]:
    """Return everything in sight below a widget, as it is read."""
    return list(_below(root))


def next_stop(root: QWidget, current: QWidget | None, *, back: bool = False) -> QWidget | None:
    """Return where Tab leads from ``current``, round and round; None where nothing can be stopped at."""
    order = reading_order(root)
    if back:
        order.reverse()
    at = order.index(current) + 1 if current in order else 0
    return next((one for one in (*order[at:], *order[:at]) if is_stop(one)), None)


def _below(widget: QWidget) -> Iterator[QWidget]:
    if isinstance(widget, _WHOLE):
        return
    seen: set[QWidget] = set()
    for child in (*_laid_out(widget), *_beside(widget)):
        if child not in seen and child.isVisible():
            seen.add(child)
            yield child
            yield from _below(child)


def _laid_out(widget: QWidget) -> Iterator[QWidget]:
    if isinstance(widget, QScrollArea):
        inner: QWidget | None = widget.widget()
    elif isinstance(widget, QMainWindow):
        inner = widget.centralWidget()
    else:
        inner = None
        layout = widget.layout()
        if layout is not None:
            yield from _in_layout(layout)
    if inner is not None:
        yield inner


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for number in _numbers(layout):
        item = layout.itemAt(number)
        inner = item.layout() if item is not None else None
        found = item.widget() if item is not None else None
        if found is not None:
            yield found
        elif inner is not None:
            yield from _in_layout(inner)


def _numbers(layout: QLayout) -> list[int]:
    """Return the numbers of a layout's items by row and column."""
    numbers = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        places = {number: layout.getItemPosition(number) for number in numbers}
        numbers.sort(key=lambda number: str(places[number]))
    return numbers


def _beside(widget: QWidget) -> list[QWidget]:
    """Return the children that no layout holds, such as what lies above the rest."""
    children = widget.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    if isinstance(widget, QScrollArea | QMainWindow):
        return []
    return [one for one in children if not one.isWindow()]
