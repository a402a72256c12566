"""Make the Debian package from the frozen program: dist/clinic-terminal_VERSION_ARCH.deb."""

import shutil
import subprocess
import sys
from pathlib import Path

from clinic_terminal import __version__
from installer.freeze import BUILD, PROGRAM, ROOT, freeze
from installer.icons import draw_icons

PARTS = ROOT / "installer" / "debian"
TREE = BUILD / "deb"
HOME = "opt/clinic-terminal"


def build() -> Path:
    """Lay out the package's tree and pack it; returns the package."""
    program = PROGRAM if "--frozen" in sys.argv else freeze()
    shutil.rmtree(TREE, ignore_errors=True)
    _install_program(program)
    _install_desktop()
    _install_papers()
    _install_control()
    package = ROOT / "dist" / f"clinic-terminal_{__version__}_{_architecture()}.deb"
    package.unlink(missing_ok=True)
    # zstd would be quicker; gzip'd control and xz data are what every Debian in use can read.
    _run("dpkg-deb", "--root-owner-group", "-Zxz", "-z3", "--build", str(TREE), str(package))
    return package


def _install_program(program: Path) -> None:
    shutil.copytree(program, TREE / HOME, symlinks=True)
    link = TREE / "usr" / "bin" / "clinic-terminal"
    link.parent.mkdir(parents=True)
    link.symlink_to(f"../../{HOME}/clinic-terminal")


def _install_desktop() -> None:
    _put(PARTS / "clinic-terminal.desktop", "usr/share/applications/clinic-terminal.desktop")
    _put(PARTS / "70-clinic-terminal.rules", "lib/udev/rules.d/70-clinic-terminal.rules")
    _put(ROOT / "resources/icons/app.svg", "usr/share/icons/hicolor/scalable/apps/clinic-terminal.svg")
    for icon in draw_icons(BUILD / "icons"):
        size = icon.stem
        _put(icon, f"usr/share/icons/hicolor/{size}x{size}/apps/clinic-terminal.png")


def _install_papers() -> None:
    _put(ROOT / "LICENSE", "usr/share/doc/clinic-terminal/copyright")
    _put(ROOT / "CHANGELOG.md", "usr/share/doc/clinic-terminal/CHANGELOG.md")


def _install_control() -> None:
    size = sum(file.stat().st_size for file in TREE.rglob("*") if file.is_file() and not file.is_symlink())
    control = (PARTS / "control.in").read_text(encoding="utf-8")
    words = control.format(version=__version__, architecture=_architecture(), size_kib=size // 1024)
    (TREE / "DEBIAN").mkdir()
    (TREE / "DEBIAN" / "control").write_text(words, encoding="utf-8")
    for script in ("postinst", "postrm"):
        _put(PARTS / script, f"DEBIAN/{script}", mode=0o755)


def _put(source: Path, place: str, mode: int = 0o644) -> None:
    target = TREE / place
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(mode)


def _architecture() -> str:
    return _run("dpkg", "--print-architecture").strip()


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    package = build()
    print(f"{package.relative_to(ROOT)}: {package.stat().st_size / 1e6:.1f} MB")
