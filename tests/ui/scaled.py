"""Played in a process of its own, because Qt learns of its scale when it starts: all pages, enlarged.

`python -m tests.ui.scaled FOLDER WIDTH HEIGHT...` walks through all scenes in both languages, in windows of
these sizes in physical pixels, and prints the faults as JSON.
"""

import json
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from clinic_terminal.settings import Language
from clinic_terminal.ui.start import make_application
from tests.ui.pages.tour import Size, Tour
from tests.ui.pages.tours import SCENES

SCREEN = (1920, 1080)


def configuration() -> str:
    """Return the offscreen platform's one screen."""
    width, height = SCREEN
    one = {"name": "DESK", "x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "dpr": 1}
    return json.dumps({"screens": [one]})


def play(folder: Path, screens: list[Size]) -> dict[str, object]:
    """Walk through everything and return what was found."""
    application = make_application("light")
    ratio = QGuiApplication.primaryScreen().devicePixelRatio()
    sizes = [(int(width / ratio), int(height / ratio)) for width, height in screens]
    faults = {
        f"{language} {scene.__name__}": found
        for language in Language
        for scene in SCENES
        if (found := _walked(folder / f"{language}-{scene.__name__}", language, sizes, scene.__name__))
    }
    application.processEvents()
    return {"ratio": ratio, "sizes": sizes, "scenes": len(SCENES) * len(Language), "faults": faults}


def _walked(folder: Path, language: Language, sizes: list[Size], name: str) -> dict[str, list[str]]:
    folder.mkdir()
    tour = Tour(folder, language, sizes, by_tab=False)
    try:
        next(scene for scene in SCENES if scene.__name__ == name)(tour)
        QApplication.processEvents()
        return tour.faults
    finally:
        tour.close()


def main(arguments: list[str]) -> None:
    """Play, and print what was found."""
    folder, *measures = arguments
    numbers = [int(one) for one in measures]
    found = play(Path(folder), list(zip(numbers[::2], numbers[1::2], strict=True)))
    sys.stdout.write(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1:])
