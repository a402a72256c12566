"""Make the frozen program: one folder that needs no Python, by PyInstaller."""

import subprocess
import sys
from pathlib import Path

from installer.icons import draw_icons, write_bundles

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "installer"
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
    with log.open("wb") as out:
        done = subprocess.run(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
        sys.exit("\n".join([*tail, f"PyInstaller failed; all it said is in {log.relative_to(ROOT)}."]))
    return PROGRAM


if __name__ == "__main__":
    print(freeze().relative_to(ROOT))
