"""A second start of the program brings the first one's window to the front instead of opening another."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, QThread
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget

_WAIT_MS: Final = 2_000
"""How long a second start waits for an answer of the first window; one that is stuck gives none."""

_TRIES: Final = 30
_PAUSE_MS: Final = 100
"""For three seconds there may be no listener: the first start is still opening the data."""

_HERE: Final = b"here"


def place_of(data: Path) -> str:
    """Return the name under which the program on these data is called; it tells nothing of the path."""
    return "clinic-terminal-" + hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:16]


class FirstWindow(QObject):
    """Listens for later starts and calls ``called`` at each, in the thread of the window."""

    def __init__(self, place: str, called: Callable[[], None]) -> None:
        super().__init__()
        self._called = called
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._answer)
        # What a killed program left behind; nobody else can listen, since the caller holds the data's lock.
        QLocalServer.removeServer(place)
        self._server.listen(place)

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _answer(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.disconnected.connect(caller.deleteLater)
            caller.write(_HERE)
            caller.disconnectFromServer()
            self._called()


def call_first_window(place: str) -> bool:
    """Ask the program that is open at ``place`` to show its window; say whether it answered."""
    for _ in range(_TRIES):
        socket = QLocalSocket()
        socket.connectToServer(place)
        if socket.waitForConnected(_WAIT_MS):
            answered = socket.bytesAvailable() > 0 or socket.waitForReadyRead(_WAIT_MS)
            return answered and bytes(socket.readAll().data()) == _HERE
        QThread.msleep(_PAUSE_MS)
    return False


def bring_to_front(window: QWidget) -> None:
    """Show a window above the others, also where it was made small."""
    if window.isMinimized():
        window.showNormal()
    window.show()
    window.raise_()
    window.activateWindow()
