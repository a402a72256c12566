"""Drives the real windows by real keys, at a pace one can follow, and takes pictures on the way."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QPoint, QSize, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from clinic_terminal.ui.enter_key import ENTER_KEY

PATIENCE_MS = 30_000
_SHEET = QSize(1240, 1240)
"""The room that a sheet of paper is fitted into, in pixels."""
_SETTLE_MS = 80
"""Before a picture: what was rebuilt a moment ago is drawn by then."""


class SceneStuckError(Exception):
    """What a scene waited for did not come."""

    code = "SCENE_STUCK"

    def __init__(self, what: str) -> None:
        super().__init__(f"The demo waited in vain for: {what}.")


class Theatre:
    """One window on stage. ``pace_ms`` is the pause after each step, 0 for a fast run."""

    def __init__(self, application: QApplication, pictures: Path, pace_ms: int) -> None:
        self._application = application
        self._pictures = pictures
        self._pace_ms = pace_ms
        self._count = 0
        # Each press here waits until the window shows what the one before it did.
        ENTER_KEY.trust()

    def pause(self, beats: float = 1.0) -> None:
        """Let the windows live for a while."""
        loop = QEventLoop()
        QTimer.singleShot(max(1, int(self._pace_ms * beats)), loop.quit)
        loop.exec()

    def until(self, what: str, true: Callable[[], bool], patience_ms: int = PATIENCE_MS) -> None:
        """Let the windows live until ``true``; raises SceneStuckError naming ``what``."""
        end = QDeadlineTimer(patience_ms)
        while not true():
            if end.hasExpired():
                raise SceneStuckError(what)
            self._application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            QTest.qWait(5)

    def raise_curtain(self, window: QWidget) -> None:
        """Make the window the active one: only an active window hears its shortcuts."""

        def is_active() -> bool:
            # Asked again each time: a window that is not on the screen yet does not listen.
            if not window.isActiveWindow():
                window.activateWindow()
            return window.isActiveWindow()

        self.until("an active window", is_active)

    def press(self, window: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
        """Press a key of the keyboard: the window hears it first, then the widget with the focus."""
        top = window.window().windowHandle()
        QTest.keyClick(top, key, modifiers or Qt.KeyboardModifier.NoModifier)
        self.pause(0.4)

    def type(self, widget: QWidget, text: str) -> None:
        """Type a text sign by sign, as a person does: slower than any scanner."""
        for sign in text:
            QTest.keyClicks(widget, sign)
            self.pause(0.08)

    def draw(self, pad: QWidget, strokes: list[list[tuple[float, float]]]) -> None:
        """Draw with the mouse; points are shares of the pad's width and height."""
        for stroke in strokes:
            points = [QPoint(round(x * pad.width()), round(y * pad.height())) for x, y in stroke]
            button, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
            QTest.mousePress(pad, button, none, points[0])
            for point in points[1:]:
                QTest.mouseMove(pad, point)
                QTest.qWait(4)
            QTest.mouseRelease(pad, button, none, points[-1])
        self.pause(0.5)

    def paper(self, pdf: bytes, name: str) -> Path:
        """Save the first page of a PDF as ``name.png``; raises PaperUnreadableError."""
        from clinic_terminal.ui.paper_pictures import page_picture

        file = self._pictures / f"{name}.png"
        page_picture(pdf, 0, _SHEET, None, 1.0).picture.save(str(file))
        return file

    def picture(self, window: QWidget, name: str, *, numbered: bool = True) -> Path:
        """Save what the window shows now, as ``NN-name.png`` where ``numbered``, else as ``name.png``."""
        self.pause(0.2)
        QTest.qWait(_SETTLE_MS)
        self._count += 1
        prefix = f"{self._count:02d}-" if numbered else ""
        file = self._pictures / f"{prefix}{name}.png"
        window.grab().save(str(file))
        return file
