"""The full texts of all licences, as they are delivered: one folder for each row of LICENSES.md.

    python -m installer.licence_texts FOLDER

A package's texts are those that it carries; installer/licences has the texts for what carries none. On
Debian the libraries of the system that PyInstaller takes along have theirs in /usr/share/doc.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path, PurePosixPath
from typing import Final

from tools.licences import BESIDE, ROOT, pinned

TEXTS: Final = ROOT / "installer" / "licences"
FONTS: Final = ROOT / "resources" / "fonts"
FOLDER: Final = "licenses"
"""Where the texts stand among the frozen program's files."""

_QT: Final = ("LGPL-3.0.txt", "GPL-3.0.txt")
"""The lesser licence is written as additions to the other, so both belong together."""

ADDED: Final[Mapping[str, tuple[Path, ...]]] = {
    **{name: tuple(TEXTS / text for text in _QT) for name in ("qt", "pyside6-essentials", "pyside6-addons")},
    "shiboken6": tuple(TEXTS / text for text in _QT),
    "ffmpeg": (TEXTS / "LGPL-2.1.txt",),
    "openssl": (TEXTS / "Apache-2.0.txt",),
    "certifi": (TEXTS / "MPL-2.0.txt",),
    "python": (TEXTS / "Python.txt",),
    "pyinstaller": (TEXTS / "PyInstaller.txt",),
    "sqlcipher": (TEXTS / "SQLCipher.txt",),
    "sqlite": (TEXTS / "SQLite.txt",),
    "libffi": (TEXTS / "libffi.txt",),
    "chinesecalendar": (TEXTS / "chinesecalendar.txt",),
    "pyserial": (TEXTS / "pyserial.txt",),
    "inter": (FONTS / "OFL-Inter.txt",),
    "noto-sans-sc": (FONTS / "OFL-NotoSansSC.txt",),
}
"""Texts by folder for what carries none, or (certifi) names its licence without the text."""

_ELSEWHERE: Final = ("colorama", "pywin32-ctypes", "tzdata")
"""What Windows needs on top of the pinned packages; on other systems it is not there."""

_IS_TEXT: Final = re.compile(r"^(licen[cs]es?|copying|copyright|notice|authors)\b", re.IGNORECASE)
_NO_TEXT: Final = {".py", ".pyc", ".pyi", ".h", ".json", ".so"}
_OF_PACKAGE: Final = re.compile(r"^[^/]+\.dist-info/(?:licenses/)?")
_OWNED: Final = re.compile(r"^([a-z0-9][a-z0-9+.-]*)(?::[a-z0-9]+)?: (/.+)$", re.MULTILINE)


class NoTextError(Exception):
    """Something is delivered whose licence has no text; the sentence names each."""

    code = "NO_LICENCE_TEXT"

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(f"No licence text for {', '.join(sorted(names))}.")


def collected() -> dict[PurePosixPath, Path]:
    """Return the files by their places below the folder; raises NoTextError."""
    places = {PurePosixPath(folder) / text.name: text for folder, texts in ADDED.items() for text in texts}
    for name in (*pinned(), *_ELSEWHERE):
        found = _installed(name)
        if found is not None:
            places |= {PurePosixPath(name) / place: file for place, file in _texts_of(found)}
    if lacking := folders() - {place.parts[0] for place in places}:
        raise NoTextError(lacking)
    return places


def folders() -> set[str]:
    """Return the folders that have to be there: one for each row of LICENSES.md that is delivered here."""
    return {one.folder for one in BESIDE} | {name for name in pinned() if _installed(name) is not None}


def _installed(name: str) -> Distribution | None:
    """Return the package, or None for one that this system does not need."""
    try:
        return distribution(name)
    except PackageNotFoundError:
        if sys.platform == "linux" and name not in _ELSEWHERE:
            raise
        return None


def _texts_of(package: Distribution) -> Iterator[tuple[PurePosixPath, Path]]:
    for file in package.files or ():
        if _IS_TEXT.match(file.name) and file.suffix not in _NO_TEXT:
            place = PurePosixPath(_OF_PACKAGE.sub("", file.as_posix()))
            yield place, Path(str(package.locate_file(file)))


def of_debian(files: Iterable[Path], papers: Path = Path("/usr/share/doc")) -> dict[PurePosixPath, Path]:
    """Return what Debian says of its libraries among the files; nothing on other systems, or NoTextError."""
    real = {file.resolve() for file in files}
    libraries = {file for file in real if str(file).startswith(("/lib", "/usr/lib"))}
    if not libraries or shutil.which("dpkg-query") is None:
        return {}
    # Debian knows a library by the place where it was packed: with /usr before it, or still without.
    asked = [place for file in libraries for place in (str(file), str(file).removeprefix("/usr"))]
    said = subprocess.run(
        ["dpkg-query", "--search", *asked],  # noqa: S607  the system's own, wherever that is
        capture_output=True,
        text=True,
        check=False,  # one of the two places is never known
    ).stdout
    return papers_of(said, libraries, papers)


def papers_of(said: str, libraries: Iterable[Path], papers: Path) -> dict[PurePosixPath, Path]:
    """Return the papers of the packages that dpkg-query names; raises NoTextError for what has none."""
    owners = {place: package for package, place in _OWNED.findall(said)}
    texts, lacking = {}, set()
    for library in map(str, libraries):
        owner = owners.get(library) or owners.get(library.removeprefix("/usr"))
        text = papers / (owner or "") / "copyright"
        if owner is None or not text.is_file():
            lacking.add(owner or library)
        else:
            texts[PurePosixPath("debian") / owner / "copyright"] = text
    if lacking:
        raise NoTextError(lacking)
    return texts


def frozen(files: Iterable[Path]) -> list[tuple[str, str, str]]:
    """Return all texts as PyInstaller collects data: place, file, kind; ``files`` are its libraries."""
    places = collected() | of_debian(files)
    return [(f"{FOLDER}/{place}", str(file), "DATA") for place, file in sorted(places.items())]


def write(folder: Path) -> int:
    """Copy the texts into the folder; return how many there are."""
    places = collected()
    for place, file in places.items():
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    return len(places)


if __name__ == "__main__":
    where = Path(sys.argv[1])
    print(f"{write(where)} texts in {where}")
