"""A region of the screen as a picture: for a card that stands in a chat window."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QScreen,
)
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from clinic_terminal.ui.fonts import text_font
from clinic_terminal.ui.theme import theme

STEP_ASIDE_MS: Final = 350
"""How long the own window is given to leave the screen before the screen is looked at."""
LEAST_SIDE: Final = 24
_VEIL: Final = 0.45
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_BAND_TOP, _BAND_HEIGHT = 40, 56

Grab = Callable[[QScreen], QPixmap]


class ScreenUnseenError(Exception):
    """The system does not let programs look at the screen."""

    code = "SCREEN_UNSEEN"

    def __init__(self) -> None:
        super().__init__("The system does not let programs look at the screen.")


def grab_screen(screen: QScreen) -> QPixmap:
    """Return what a screen shows; a null picture where the system does not allow it."""
    return screen.grabWindow(0)


class RegionOverlay(QWidget):
    """One screen's picture under a veil; the mouse draws the part that is meant, Enter takes all of it."""

    chosen = Signal(object)
    """A QImage."""
    cancelled = Signal()

    def __init__(self, picture: QPixmap, place: QRect, hint: str) -> None:
        flags = Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint | Qt.WindowType.Tool
        super().__init__(None, flags)
        self._picture = picture
        self._hint = hint
        self._from: QPoint | None = None
        self._band = QRect()
        self.setGeometry(place)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(hint)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._from = event.position().toPoint()
        else:
            self.cancelled.emit()

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            self._band = QRect(self._from, event.position().toPoint()).normalized()
            self.update()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._from is None:
            return
        self._from = None
        if min(self._band.width(), self._band.height()) >= LEAST_SIDE:
            self._take(self._band)
        else:
            self._band = QRect()
            self.update()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            self._take(self.rect())
        elif event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Take closing, as by the system's own key, for a no."""
        super().closeEvent(event)
        self.cancelled.emit()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme()
        painter = QPainter(self)
        painter.drawPixmap(self.rect(), self._picture)
        painter.setOpacity(_VEIL)
        painter.fillRect(self.rect(), Qt.GlobalColor.black)
        painter.setOpacity(1)
        if not self._band.isEmpty():
            painter.drawPixmap(self._band, self._picture, self._in_picture(self._band))
            painter.setPen(QPen(look.colour("accent-fill"), 3))
            painter.drawRect(self._band)
        painter.setFont(text_font("text-primary"))
        width = painter.fontMetrics().horizontalAdvance(self._hint) + 2 * _BAND_TOP
        band = QRect((self.width() - width) // 2, _BAND_TOP, width, _BAND_HEIGHT)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("surface"))
        painter.drawRoundedRect(band, look.px("radius-button"), look.px("radius-button"))
        painter.setPen(look.colour("ink"))
        painter.drawText(band, Qt.AlignmentFlag.AlignCenter, self._hint)
        painter.end()

    def _take(self, part: QRect) -> None:
        self.chosen.emit(self._picture.copy(self._in_picture(part)).toImage())

    def _in_picture(self, part: QRect) -> QRect:
        """Return a part of the widget in the pixels of the screen's picture, which may be finer."""
        across = self._picture.width() / max(1, self.width())
        down = self._picture.height() / max(1, self.height())
        return QRect(
            round(part.x() * across), round(part.y() * down),
            round(part.width() * across), round(part.height() * down),
        )  # fmt: skip


class RegionPicker(QObject):
    """Has the window step aside, covers every screen with its own picture, and brings the window back."""

    chosen = Signal(object)
    """A QImage."""
    refused = Signal()
    """The system does not let programs look at the screen."""

    def __init__(self, parent: QObject, hint: str, grab: Grab = grab_screen) -> None:
        super().__init__(parent)
        self.grab = grab
        self.wait_ms = STEP_ASIDE_MS
        self.overlays: list[RegionOverlay] = []
        self._hint = hint
        self._window: QWidget | None = None
        self._state = Qt.WindowState.WindowNoState

    def pick(self, window: QWidget) -> None:
        """Begin; a second call while one is under way does nothing."""
        if self._window is not None:
            return
        self._window, self._state = window, window.windowState()
        window.showMinimized()
        QTimer.singleShot(self.wait_ms, self, self._cover)

    def cancel(self) -> None:
        """Take nothing and bring the window back."""
        for overlay in self.overlays:
            overlay.hide()
            overlay.deleteLater()
        self.overlays = []
        window, self._window = self._window, None
        if window is not None:
            window.setWindowState(self._state)
            window.show()
            window.activateWindow()

    def _cover(self) -> None:
        seen = [(screen, self.grab(screen)) for screen in QGuiApplication.screens()]
        if all(picture.isNull() for _screen, picture in seen):
            self.cancel()
            self.refused.emit()
            return
        for screen, picture in seen:
            if not picture.isNull():
                overlay = RegionOverlay(picture, screen.geometry(), self._hint)
                overlay.chosen.connect(self._take)
                overlay.cancelled.connect(self.cancel)
                overlay.show()
                self.overlays.append(overlay)
        self.overlays[0].activateWindow()
        self.overlays[0].setFocus()

    def _take(self, image: object) -> None:
        self.cancel()
        self.chosen.emit(image)
