"""The program's icon in the sizes that desktops ask for, drawn from one SVG."""

import os
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PIL import Image
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

LARGEST_ICO = 256
SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
SOURCE = Path(__file__).resolve().parent.parent / "resources" / "icons" / "app.svg"


def draw_icons(folder: Path, sizes: tuple[int, ...] = SIZES) -> list[Path]:
    """Write `SIZE.png` for each size into ``folder`` and return the files."""
    application = QGuiApplication.instance() or QGuiApplication([])
    renderer = QSvgRenderer(str(SOURCE))
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for size in sizes:
        image = QImage(size, size, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        files.append(folder / f"{size}.png")
        image.save(str(files[-1]))
    del application
    return files


def write_bundles(folder: Path) -> None:
    """Write the icon in the formats of Windows and macOS, from the drawn sizes."""
    largest = Image.open(folder / f"{SIZES[-1]}.png")
    largest.save(
        folder / "clinic-terminal.ico", sizes=[(size, size) for size in SIZES if size <= LARGEST_ICO]
    )
    largest.save(folder / "clinic-terminal.icns")


if __name__ == "__main__":
    target = Path("build/installer/icons")
    draw_icons(target)
    write_bundles(target)
