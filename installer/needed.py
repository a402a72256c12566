"""What the frozen program's libraries need from the system: read from the files, and told to Debian.

PyInstaller brings along what lies beside the libraries on the machine that builds. What it leaves to the
system, because it has to fit the kernel or the graphics card, must be a dependency of the package; what
neither has is a part that does not load on any computer.
"""

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Final

PACKAGES: Final = {
    "ld-linux-x86-64.so.2": "libc6",
    "ld-linux-aarch64.so.1": "libc6",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libc.so.6": "libc6",
    "libdl.so.2": "libc6",
    "libdrm.so.2": "libdrm2",
    "libm.so.6": "libc6",
    "libpthread.so.0": "libc6",
    "libresolv.so.2": "libc6",
    "librt.so.1": "libc6",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libxcb.so.1": "libxcb1",
}
"""Libraries of the system by the name that others ask for, and the Debian package that has each."""

DATA: Final = ("fontconfig-config", "libx11-data", "xkb-data")
"""Packages of files that libraries we bring along read: which fonts there are, keyboards, input of signs."""

_NEEDED: Final = re.compile(r"^ +NEEDED +(\S+)$", re.MULTILINE)
_GLIBC: Final = re.compile(r"\bGLIBC_(\d+)\.(\d+)\b")


class UnmetError(Exception):
    """Libraries that nothing provides; the sentence names each and who asks for it."""

    code = "UNMET_LIBRARIES"

    def __init__(self, unmet: dict[str, str]) -> None:
        super().__init__("; ".join(f"{name}, asked for by {asker}" for name, asker in sorted(unmet.items())))


def depends_of(program: Path) -> str:
    """Return the package's line of dependencies; raises UnmetError."""
    headers = {file: headers_of(file) for file in libraries(program)}
    return ", ".join(packages_for(program, headers))


def packages_for(program: Path, headers: dict[Path, str]) -> list[str]:
    """Return the packages that have what the libraries' headers ask for; raises UnmetError."""
    asked = outside(program, headers)
    unmet = {name: str(asker) for name, asker in asked.items() if name not in PACKAGES}
    if unmet:
        raise UnmetError(unmet)
    return sorted({*DATA, *(_versioned(PACKAGES[name], headers.values()) for name in asked)})


def libraries(program: Path) -> list[Path]:
    """Return every file of the program that is machine code."""
    files = (file for file in sorted(program.rglob("*")) if file.is_file() and not file.is_symlink())
    return [file for file in files if _is_code(file)]


def outside(program: Path, headers: dict[Path, str]) -> dict[str, Path]:
    """Return what is asked for and not part of the program, and one file that asks."""
    inside = {file.name for file in program.rglob("*")}
    asked = {name: file for file, said in headers.items() for name in _NEEDED.findall(said)}
    return {name: file.relative_to(program) for name, file in asked.items() if name not in inside}


def _versioned(package: str, headers: Iterable[str]) -> str:
    if package != "libc6":
        return package
    versions = {(int(major), int(minor)) for said in headers for major, minor in _GLIBC.findall(said)}
    major, minor = max(versions)
    return f"{package} (>= {major}.{minor})"


def _is_code(file: Path) -> bool:
    with file.open("rb") as opened:
        return opened.read(4) == b"\x7fELF"


def headers_of(file: Path) -> str:
    """Return what objdump says of a library's needs and places."""
    tool = shutil.which("objdump") or "objdump"
    return subprocess.run([tool, "-p", str(file)], check=True, capture_output=True, text=True).stdout
