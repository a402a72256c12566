"""Scenes that show every widget in each of its states; people and figures are invented.

`python -m tests.ui.gallery FOLDER` renders them all, light and dark, at 1366 by 768.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from clinic_terminal.ui.shell import Shell
from clinic_terminal.ui.theme import apply_theme
from clinic_terminal.ui.tokens import Mode
from tests.ui.scenes import checkin, desk, guardian, parts, teeth, treatment

SIZE: Final = QSize(1366, 768)

SCENES: Final[dict[str, Callable[[], QWidget]]] = {
    "today": desk.today,
    "checkin": checkin.billable,
    "checkin_refused": checkin.refused,
    "treatment": treatment.treatment,
    "teeth": teeth.teeth,
    "settle": desk.settle,
    "queue": desk.queue,
    "guardian": guardian.guardian,
    "parts": parts.parts,
    "states": parts.states,
    "practice": parts.practice,
}


def render(scene: str, folder: Path, mode: Mode) -> Path:
    """Draw a scene into a PNG and return its path."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        raise TypeError(app)
    apply_theme(app, mode)
    window = SCENES[scene]()
    window.resize(SIZE)
    window.show()
    app.processEvents()
    if isinstance(window, Shell) and window.page:
        window.page.setFocus()
    app.processEvents()
    file = folder / f"{scene}-{mode}.png"
    window.grab().save(str(file))
    window.close()
    window.deleteLater()
    app.processEvents()
    return file


def main() -> None:
    """Render every scene in both modes."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    wanted = sys.argv[2:] or list(SCENES)
    _app = QApplication([])
    modes: tuple[Mode, ...] = ("light", "dark")
    for mode in modes:
        for scene in wanted:
            render(scene, folder, mode)


if __name__ == "__main__":
    main()
