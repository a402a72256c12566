"""Make the Debian package from the frozen program: dist/clinic-terminal_VERSION_ARCH.deb."""

import gzip
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from clinic_terminal import __version__
from installer.freeze import BUILD, PROGRAM, ROOT, freeze
from installer.icons import draw_icons
from installer.licence_texts import FOLDER
from installer.needed import depends_of, libraries

PARTS = ROOT / "installer" / "debian"
TREE = BUILD / "deb"
HOME = "opt/clinic-terminal"
SCRIPTS = ("preinst", "postinst", "prerm", "postrm")


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
    link.symlink_to(f"/{HOME}/clinic-terminal")
    for library in libraries(TREE / HOME):
        if ".so" in library.name:
            library.chmod(0o644)


def _install_desktop() -> None:
    _put(PARTS / "clinic-terminal.desktop", "usr/share/applications/clinic-terminal.desktop")
    _put(PARTS / "70-clinic-terminal.rules", "usr/lib/udev/rules.d/70-clinic-terminal.rules")
    _put(ROOT / "resources/icons/app.svg", "usr/share/icons/hicolor/scalable/apps/clinic-terminal.svg")
    for icon in draw_icons(BUILD / "icons"):
        size = icon.stem
        _put(icon, f"usr/share/icons/hicolor/{size}x{size}/apps/clinic-terminal.png")


def _install_papers() -> None:
    papers = "usr/share/doc/clinic-terminal"
    _put(PARTS / "copyright", f"{papers}/copyright")
    _put(ROOT / "LICENSES.md", f"{papers}/LICENSES.md")
    # The texts lie once, where they do on the other systems as well; this is where people of Debian look.
    (TREE / papers / FOLDER).symlink_to(f"/{HOME}/_internal/{FOLDER}")
    _put(PARTS / "README.Debian", f"{papers}/README.Debian")
    _pack((ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), f"{papers}/changelog.gz")
    _pack(manual(), "usr/share/man/man1/clinic-terminal.1.gz")


def manual() -> str:
    """Return the manual page: what stands in debian/clinic-terminal.1, with every command of the program."""
    listed = "\n".join(f".TP\n.B {_escaped(name)}\n{_escaped(words)}" for name, words in commands())
    page = (PARTS / "clinic-terminal.1").read_text(encoding="utf-8")
    return page.replace("{version}", __version__).replace("{commands}", listed)


def commands() -> list[tuple[str, str]]:
    """Return the program's commands and what each does, as its own help lists them."""
    asked = [sys.executable, "-m", "clinic_terminal", "--help"]
    wide = {**os.environ, "COLUMNS": "200"}
    said = subprocess.run(asked, check=True, capture_output=True, text=True, cwd=ROOT, env=wide).stdout
    return re.findall(r"^    ([a-z][a-z-]*)\s+(\S.*)$", said, re.MULTILINE)


def _escaped(words: str) -> str:
    return words.replace("\\", "\\e").replace("-", "\\-")


def control(depends: str, *, size_kib: int, architecture: str) -> str:
    """Return the package's control file."""
    text = (PARTS / "control.in").read_text(encoding="utf-8")
    return text.format(version=__version__, architecture=architecture, size_kib=size_kib, depends=depends)


def _install_control() -> None:
    depends = depends_of(TREE / HOME)
    size = sum(file.stat().st_size for file in TREE.rglob("*") if file.is_file() and not file.is_symlink())
    words = control(depends, size_kib=size // 1024, architecture=_architecture())
    (TREE / "DEBIAN").mkdir()
    (TREE / "DEBIAN" / "control").write_text(words, encoding="utf-8")
    (TREE / "DEBIAN" / "md5sums").write_text(_sums(), encoding="utf-8")
    for script in SCRIPTS:
        _put(PARTS / script, f"DEBIAN/{script}", mode=0o755)


def _sums() -> str:
    """Return what dpkg --verify compares the installed files with."""
    files = sorted(file for file in TREE.rglob("*") if file.is_file() and not file.is_symlink())
    return "".join(
        f"{hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()}  {file.relative_to(TREE)}\n"
        for file in files
        if "DEBIAN" not in file.parts
    )


def _put(source: Path, place: str, mode: int = 0o644) -> None:
    target = TREE / place
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)
    target.chmod(mode)


def _pack(words: str, place: str) -> None:
    """Put a text where Debian wants it packed; the same text gives the same bytes."""
    target = TREE / place
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(gzip.compress(words.encode(), 9, mtime=0))
    target.chmod(0o644)


def _architecture() -> str:
    return _run("dpkg", "--print-architecture").strip()


def _run(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    package = build()
    print(f"{package.relative_to(ROOT)}: {package.stat().st_size / 1e6:.1f} MB")
