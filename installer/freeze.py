"""Make the frozen program: one folder that needs no Python, by PyInstaller."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from installer.icons import draw_icons, write_bundles
from installer.needed import headers_of, libraries

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "installer"
MOVED_ABOUT = {"PySide6", "shiboken6", "pillow.libs"}
_LOOKS_IN = re.compile(r"^ +(?:RPATH|RUNPATH) +(\S+)$", re.MULTILINE)
_PLACES_OF_ALL = ("$ORIGIN", "/usr/lib")
QUICK = {"PYINSTALLER_ZLIB_COMPRESSION_LEVEL": "0"}
"""Modules are stored as they are: the package is packed as a whole anyway, and each start saves unpacking."""
STRICT = {"PYINSTALLER_STRICT_BUNDLE_CODESIGN_ERROR": "1"}
"""A bundle for macOS that could not be signed ends the building; PyInstaller alone would only mention it."""

PROGRAM = ROOT / "dist" / "clinic-terminal"


def freeze() -> Path:
    """Run PyInstaller and return the program's folder; its own words go to build/installer/freeze.log."""
    draw_icons(BUILD / "icons")
    write_bundles(BUILD / "icons")
    log = BUILD / "freeze.log"
    command = [
        sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean",
        "--distpath", str(PROGRAM.parent), "--workpath", str(BUILD / "work"),
        str(ROOT / "installer" / "clinic_terminal.spec"),
    ]  # fmt: skip
    wishes = {**os.environ, **QUICK, **STRICT}
    with log.open("wb") as out:
        done = subprocess.run(
            command, cwd=ROOT, env=wishes, stdout=out, stderr=subprocess.STDOUT, check=False
        )
    if done.returncode:
        tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
        sys.exit("\n".join([*tail, f"PyInstaller failed; all it said is in {log.relative_to(ROOT)}."]))
    if sys.platform == "linux":
        _strip(PROGRAM)
        forget_places(PROGRAM)
    return PROGRAM


def forget_places(program: Path) -> None:
    """Blank where libraries were told to look on the machine that built them: nobody else has that folder."""
    for library in libraries(program):
        for place in _LOOKS_IN.findall(headers_of(library)):
            if not place.startswith(_PLACES_OF_ALL):
                told = b"\0" + place.encode() + b"\0"
                library.write_bytes(library.read_bytes().replace(told, bytes(len(told))))


def _strip(program: Path) -> None:
    """Take out of Linux libraries what only a debugger reads: a tenth of the program's size.

    Those of Qt and Pillow were moved about by a tool that strip does not understand; they stay as they are.
    """
    tool = shutil.which("strip")
    if tool is None:
        return
    libraries = [
        file
        for file in program.rglob("*.so*")
        if file.is_file() and not file.is_symlink() and not MOVED_ABOUT & set(file.parts)
    ]
    subprocess.run([tool, "--strip-unneeded", *map(str, libraries)], check=True, capture_output=True)


if __name__ == "__main__":
    print(freeze().relative_to(ROOT))
