"""Start the frozen program as a user would and check that nothing was left out of it.

`python -m installer.smoke_test [PROGRAM]`: PROGRAM is the executable, by default the one in dist/. It is run
in an empty home, without this checkout's Python on its path. Ends with 1 and a line for each finding.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from clinic_terminal import __version__
from clinic_terminal.settings import HOME_VARIABLE, Paths, Settings, save_settings
from installer.freeze import PROGRAM
from installer.licence_texts import FOLDER, folders
from installer.needed import PACKAGES, libraries

PATIENCE_S = 300
LOADER = "/usr/bin/ldd"
"""Asks the system's loader for everything that a library needs, without running it."""

FONTS = ("ttf", "otf")
LANGUAGES = ("zh_CN", "en")
CASE = Path(__file__).with_name("smoke_case.json")
"""A filling of 700 yuan at half each."""


def findings(program: Path) -> Iterator[str]:
    """Yield what is wrong with the frozen program; nothing where all is well."""
    with tempfile.TemporaryDirectory() as home:
        environment = {
            "HOME": home,
            "PATH": os.defpath,
            "LANG": "C.UTF-8",
            "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"),
        }
        runner = _Runner(program, Path(home), environment)
        yield from _version(runner)
        yield from _files(program)
        yield from _libraries(program)
        yield from _split(runner)
        clinic = Path(home) / "clinic"
        yield from _news(_Runner(program, clinic, environment | {HOME_VARIABLE: str(clinic)}))
        yield from _demo(runner)


class _Runner:
    def __init__(self, program: Path, home: Path, environment: dict[str, str]) -> None:
        self.program = program
        self.home = home
        self._environment = environment

    def run(self, *arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.program), *arguments],
            cwd=self.home,
            env=self._environment,
            input=given,
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )


def _version(runner: _Runner) -> Iterator[str]:
    said = runner.run("--version").stdout.strip()
    if said != f"clinic-terminal {__version__}":
        yield f"version: says {said!r}, this checkout is {__version__}"


def _files(program: Path) -> Iterator[str]:
    resources = program.resolve().parent / "_internal" / "resources"
    if not any(file.suffix[1:] in FONTS for file in (resources / "fonts").rglob("*")):
        yield "fonts: none were packed"
    for language in LANGUAGES:
        catalogue = resources / "locale" / language / "LC_MESSAGES" / "clinic_terminal.mo"
        if not catalogue.is_file():
            yield f"translations: {language} was not packed"
    texts = resources.parent / FOLDER
    for name in sorted(folders()):
        if not any(texts.joinpath(name).rglob("*")):
            yield f"licences: no text for {name}"


def _libraries(program: Path) -> Iterator[str]:
    """Yield the libraries that do not load: Qt drops such a plugin without a word, and the camera with it."""
    inside = program.resolve().parent / "_internal"
    if sys.platform != "linux":
        return
    for library in libraries(inside):
        done = subprocess.run(
            [LOADER, str(library)],
            env={"PATH": os.defpath, "LD_LIBRARY_PATH": str(inside)},
            capture_output=True,
            text=True,
            check=False,
        )
        # What the package depends on need not be where it is built.
        lost = set(re.findall(r"^\s*(\S+) => not found", done.stdout, re.MULTILINE)) - PACKAGES.keys()
        if lost or done.returncode:
            yield f"library: {library.relative_to(inside)}: {', '.join(sorted(lost)) or done.stderr.strip()}"


def _split(runner: _Runner) -> Iterator[str]:
    done = runner.run("split", "-", given=CASE.read_text(encoding="utf-8"))
    insurer = json.loads(done.stdout or "{}").get("totals", {}).get("insurer_fen")
    if done.returncode or insurer != 35_000:  # noqa: PLR2004  half of the filling
        yield f"split: ended with {done.returncode} and {insurer} fen"


def _news(runner: _Runner) -> Iterator[str]:
    """Ask a publisher that is not there: whatever that needs was packed, or the cause is another one."""
    settings = Settings(update_check=True, update_address="http://127.0.0.1:9")
    save_settings(Paths(runner.home).prepare().settings, settings)
    root = runner.program.resolve().parent / "_internal" / "resources" / "updates" / "root.json"
    shipped = root.is_file()
    if not shipped and not os.access(root.parent.parent, os.W_OK):
        return  # an installed program is not this user's to write into
    if not shipped:
        root.parent.mkdir(exist_ok=True)
        root.write_bytes(b"{}")
    try:
        cause = json.loads(runner.run("updates", "--json").stdout or "{}").get("cause")
    finally:
        if not shipped:
            root.unlink()
            root.parent.rmdir()
    if cause != ("NO_CONNECTION" if shipped else "KEY_UNREADABLE"):
        yield f"updates: {cause}"


def _demo(runner: _Runner) -> Iterator[str]:
    done = runner.run("demo", "--fast", "--out", str(runner.home / "out"))
    if done.returncode:
        yield f"demo: ended with {done.returncode}: {done.stdout[-400:]}{done.stderr[-400:]}"
        return
    papers = sorted((runner.home / "out").rglob("*.pdf"))
    if not papers:
        yield "demo: left no sealed PDF"
    for paper in papers:
        judged = json.loads(runner.run("verify-bill", "--json", str(paper)).stdout or "{}")
        # Whose seal it is cannot be known here; that it closes over an unaltered bill can.
        whole = bool(judged.get("digest_ok") and judged.get("consent_ok"))
        if whole == paper.stem.startswith("altered"):
            yield f"bill: {judged.get('code')} where the bill is {'' if not whole else 'not '}whole"


def main() -> int:
    """Check the program named on the command line, or the one in dist/."""
    program = Path(sys.argv[1]) if len(sys.argv) > 1 else PROGRAM / "clinic-terminal"
    found = list(findings(program))
    for line in found:
        print(f"✗ {line}")
    if not found:
        parts = "version, fonts, translations, licences, libraries, split, the whole demo and its papers"
        print(f"✓ {program}: {parts}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
