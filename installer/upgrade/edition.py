"""An edition of the program taken out of its package: its own compiled code, for its own hands."""

import importlib.util
import marshal
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import CodeType

PROGRAM = Path("opt/clinic-terminal")
_OWN = "clinic_terminal"
_DPKG_DEB = "/usr/bin/dpkg-deb"
_PACKAGE = 1
"""PyInstaller's mark of a package in an archive of modules."""


def unpack_code(package: Path, folder: Path) -> Path:
    """Write the edition's modules, migrations and resources into ``folder``, which Python can import from.

    The frozen program hides its modules in its executable; a script of ours can only drive them here. Python
    and libraries are then this checkout's, the edition's code is byte for byte what the package holds.
    """
    with tempfile.TemporaryDirectory() as place:
        subprocess.run([_DPKG_DEB, "--extract", str(package), place], check=True)
        program = Path(place) / PROGRAM
        _write_modules(program / "clinic-terminal", folder)
        inside = program / "_internal"
        shutil.copytree(inside / "resources", folder / "resources")
        shutil.copytree(inside / _OWN, folder / _OWN, dirs_exist_ok=True)
    return folder


def version_of(package: Path) -> str:
    """Return the version in the package's control file."""
    return _field(package, "Version")


def needs_of(package: Path) -> list[str]:
    """Return the names of the packages that the package depends on, the first of each choice."""
    return [choice.split("|")[0].split("(")[0].strip() for choice in _field(package, "Depends").split(",")]


def _field(package: Path, name: str) -> str:
    asked = [_DPKG_DEB, "--field", str(package), name]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()


def _write_modules(executable: Path, folder: Path) -> None:
    from PyInstaller.archive.readers import CArchiveReader

    modules = CArchiveReader(str(executable)).open_embedded_archive("PYZ.pyz")
    for name, (kind, *_place) in modules.toc.items():
        if name.split(".")[0] != _OWN:
            continue
        path = folder.joinpath(*name.split("."))
        file = path / "__init__.pyc" if kind == _PACKAGE else path.with_suffix(".pyc")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_compiled(modules.extract(name)))


def _compiled(code: CodeType) -> bytes:
    """Return what Python keeps in a compiled file: its mark, three empty fields, the code."""
    return importlib.util.MAGIC_NUMBER + bytes(12) + marshal.dumps(code)
