"""The program finds its resources alike in a checkout, an installed wheel and the frozen program."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from clinic_terminal import __version__
from tests.architecture.tree import ROOT, tracked

BUILD_NEEDS = ("clinic_terminal/", "resources/", "requirements/", "pyproject.toml", "setup.py", "MANIFEST.in")
TEXTS = ("README.md", "LICENSE")

# Prints where the package lies and what it finds below its resources, without this checkout on the path.
LOOK = """
import sys
from pathlib import Path
place, frozen = sys.argv[1:]
sys.path.insert(0, place)
if frozen:
    sys.frozen, sys._MEIPASS = True, frozen
from clinic_terminal import settings
print(Path(settings.__file__).parents[1])
for file in sorted(settings.resource().rglob("*")):
    if file.is_file():
        print(file.relative_to(settings.resource()).as_posix())
"""


def look(place: Path, frozen: str = "") -> tuple[Path, list[str]]:
    """Start Python without environment or current folder; return where the package lies and its resources."""
    run = subprocess.run(
        [sys.executable, "-I", "-c", LOOK, str(place), frozen],
        cwd=place,
        capture_output=True,
        text=True,
        check=True,
    )
    package, *files = run.stdout.splitlines()
    return Path(package), files


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of what git has, so that building leaves nothing in the tree."""
    folder = tmp_path_factory.mktemp("source")
    for name in tracked():
        if name.startswith(BUILD_NEEDS) or name in TEXTS:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ROOT / name, target)
    return folder


@pytest.fixture(scope="module")
def wheel(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel as a packager would, without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    options = ["--quiet", "--no-build-isolation", "--no-deps", "--no-index", "--wheel-dir", str(folder)]
    run = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *options, str(source)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return next(folder.glob("clinic_terminal-*.whl"))


@pytest.fixture(scope="module")
def shipped() -> list[str]:
    """Return the resources that git has."""
    files = sorted(name.removeprefix("resources/") for name in tracked() if name.startswith("resources/"))
    assert "locale/en/LC_MESSAGES/clinic_terminal.mo" in files
    return files


def test_a_checkout_has_all_resources(source: Path, shipped: list[str]) -> None:
    assert look(source) == (source, shipped)


def test_an_installed_wheel_has_all_resources(wheel: Path, tmp_path: Path, shipped: list[str]) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path)
    assert look(tmp_path) == (tmp_path, shipped)


def test_the_wheel_holds_all_code_and_no_test(wheel: Path) -> None:
    assert __version__ in wheel.name
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    code = {name for name in tracked() if name.startswith("clinic_terminal/")}
    assert code - names == set()
    assert {name.partition("/")[0] for name in names} == {
        "clinic_terminal",
        f"clinic_terminal-{__version__}.dist-info",
    }


def test_the_frozen_program_has_all_resources(source: Path, tmp_path: Path, shipped: list[str]) -> None:
    shutil.copytree(source / "clinic_terminal", tmp_path / "clinic_terminal")
    unpacked = tmp_path / "unpacked"
    shutil.copytree(source / "resources", unpacked / "resources")
    assert look(tmp_path, frozen=str(unpacked)) == (tmp_path, shipped)
