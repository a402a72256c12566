"""Write LICENSES.md: the licence of everything that the program is delivered with.

    .venv/bin/python -m tools.licences [--check]

Packages come from requirements/runtime.txt, their licences from what the installed packages say of
themselves; fonts, Qt and the libraries inside packages are told here. ``--check`` writes nothing and says
whether the file is as it would be written.
"""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, metadata
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
FILE: Final = ROOT / "LICENSES.md"
PINS: Final = ROOT / "requirements" / "runtime.txt"
_PIN: Final = re.compile(r"^([A-Za-z0-9._-]+)==([^\s\\;]+)", re.MULTILINE)
_LONGEST_NAME: Final = 60
"""A longer "License" field is the text of a licence, not its name."""

_NAMES: Final[Mapping[str, str]] = {
    "Apache 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-3-Clause",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "LGPL": "LGPL-2.1-or-later",
    "zlib/libpng": "Zlib",
    "Python Software Foundation License": "PSF-2.0",
}
"""What packages write instead of the SPDX name; held against the texts they carry (pyserial has none)."""


@dataclass(frozen=True, slots=True)
class Beside:
    """Something that is no Python package: its licence, where it lies, the folder that has its text."""

    name: str
    licence: str
    where: str
    folder: str


BESIDE: Final = (
    Beside("Inter", "SIL OFL 1.1", "resources/fonts/Inter-*.otf", "inter"),
    Beside("Noto Sans SC", "SIL OFL 1.1", "resources/fonts/NotoSansSC*.otf", "noto-sans-sc"),
    Beside("Python", "PSF-2.0", "the interpreter inside the frozen program", "python"),
    Beside(
        "Qt",
        "LGPL-3.0-only",
        "libraries beside the program, inside pyside6-essentials and pyside6-addons",
        "qt",
    ),
    Beside("FFmpeg", "LGPL-2.1-or-later", "inside pyside6-addons, for the camera", "ffmpeg"),
    Beside("SQLCipher", "BSD-3-Clause", "inside sqlcipher3-wheels", "sqlcipher"),
    Beside("SQLite", "public domain", "inside sqlcipher3-wheels", "sqlite"),
    Beside("OpenSSL", "Apache-2.0", "inside cryptography and sqlcipher3-wheels", "openssl"),
    Beside("ZXing-C++", "Apache-2.0", "inside zxing-cpp", "zxing-cpp"),
    Beside("libffi", "MIT", "inside cffi", "libffi"),
    Beside(
        "FreeType, libjpeg, libpng, libtiff, libwebp and others",
        "each its own, permissive",
        "inside pillow",
        "pillow",
    ),
    Beside(
        "PyInstaller's start program",
        "GPL-2.0-or-later with an exception for what it starts",
        "the frozen program",
        "pyinstaller",
    ),
)

_HEAD: Final = """# Licences

The clinic terminal itself is under Apache-2.0 (LICENSE). This list is of what it is delivered with; it is
written by `make guide`, and a test holds it to requirements/runtime.txt.

**Qt and FFmpeg** lie as files of their own beside the frozen program and may be replaced by other builds of
the same version; nothing in the program hinders that. **python-stdnum**, also LGPL, is Python inside the
frozen program's archive; `make installer` builds the program with any other version of it.

**Full texts** are delivered with the frozen program, in its folder `licenses`: one folder for each row of the
tables below (a package's has the package's name). In the Debian package that is
`/usr/share/doc/clinic-terminal/licenses`, on Windows `_internal\\licenses`, on macOS
`Contents/Resources/licenses`. They are what each package carries itself; where it carries none, the text is
in `installer/licences`. The Debian package also brings libraries of the Debian that built it; what Debian
says of their licences is in `licenses/debian`, by the name of Debian's package. What Qt is made of in turn
is told in Qt's own documentation, under "Licenses Used in Qt".

"""


@dataclass(frozen=True, slots=True)
class Package:
    """A pinned package and what it says of its licence."""

    name: str
    version: str
    licence: str


def pinned() -> dict[str, str]:
    """Return the version of every package that the program is delivered with."""
    return dict(_PIN.findall(PINS.read_text(encoding="utf-8")))


def packages() -> tuple[Package, ...]:
    """Return them with their licences; raises PackageNotFoundError for one that is not installed here."""
    return tuple(Package(name, version, licence_of(metadata(name))) for name, version in pinned().items())


def licence_of(said: PackageMetadata) -> str:
    """Return the licence in SPDX names where the package allows it; empty where it says nothing."""
    fields = said.json
    named = str(fields.get("license_expression") or fields.get("license") or "").strip()
    if not named or len(named) > _LONGEST_NAME or "\n" in named:
        classes = [line.split(" :: ")[-1] for line in _classifiers(said) if line.startswith("License :: ")]
        named = classes[0] if classes else ""
    return _NAMES.get(named, named)


def _classifiers(said: PackageMetadata) -> list[str]:
    found = said.get_all("Classifier")
    return [str(line) for line in found or []]


def text() -> str:
    """Return the file as it should be."""
    beside = "".join(
        f"| {one.name} | {one.licence} | {one.where} | licenses/{one.folder} |\n" for one in BESIDE
    )
    rows = "".join(f"| {one.name} | {one.version} | {one.licence} |\n" for one in packages())
    return (
        f"{_HEAD}## Fonts, Qt and libraries inside packages\n\n"
        f"| what | licence | where | full text |\n|---|---|---|---|\n{beside}\n"
        f"## Python packages\n\n| package | version | licence |\n|---|---|---|\n{rows}"
    )


def main(arguments: list[str]) -> int:
    """Write the file, or only look at it; return 1 where a licence is not known or the file is stale."""
    unknown = [one.name for one in packages() if not one.licence]
    for name in unknown:
        print(f"{name} says nothing of its licence.", file=sys.stderr)
    if "--check" in arguments:
        fresh = FILE.is_file() and FILE.read_text(encoding="utf-8") == text()
        return 0 if fresh and not unknown else 1
    FILE.write_text(text(), encoding="utf-8")
    print(f"{FILE}: {len(packages())} packages")
    return 1 if unknown else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
