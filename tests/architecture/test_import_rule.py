"""import-linter's contracts hold, and each of them can be broken."""

import subprocess
import sys
import tomllib
from pathlib import Path

from tests.architecture.tree import ROOT

LINT = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(cache_dir=None))"

# For each contract of pyproject.toml, an import that must not be: where, and what.
PLANTED = {
    "Imports point inward, and adapters do not know each other": ("ui", "clinic_terminal.store"),
    "Qt only in ui and printing": ("application", "PySide6.QtCore"),
    "The database library only in store": ("sync", "sqlalchemy"),
    "Python's own SQLite only in store and sandbox": ("sync", "sqlite3"),
    "HTTP requests only in sync": ("store", "requests"),
    "The web server only in sandbox": ("sync", "fastapi"),
    "Card formats only in card": ("ui", "zxingcpp"),
    "The table of readings only in pinyin": ("ui", "pypinyin"),
    "The calendar of the State Council only in its own module": ("application", "chinese_calendar"),
    "Serial ports only in card": ("ui", "serial"),
    "Slip printers only in printing": ("ui", "escpos.printer"),
    "PDF seals only in printing": ("store", "pyhanko"),
    "Signed news of editions only in updates": ("ui", "tuf.ngclient"),
}


def lint_imports(folder: Path) -> tuple[int, str]:
    """Run import-linter in a folder with our contracts; return its exit code and its words on one line."""
    run = subprocess.run(
        [sys.executable, "-c", LINT], cwd=folder, capture_output=True, text=True, check=False
    )
    return run.returncode, " ".join((run.stdout + run.stderr).split())


def an_empty_house(folder: Path) -> Path:
    """Write the packages of the house without content, and our contracts, into a folder."""
    package = folder / "clinic_terminal"
    adapters = ["ui", "store", "sync", "card", "printing", "sandbox", "updates"]
    inner = [*adapters, "application", "contract", "domain"]
    for name in inner:
        (package / name).mkdir(parents=True)
        (package / name / "__init__.py").touch()
    (package / "__init__.py").touch()
    (package / "settings.py").touch()
    (package / "pinyin.py").touch()
    (package / "options.py").touch()
    (package / "i18n.py").write_text("import clinic_terminal.settings\n", encoding="utf-8")
    (folder / "pyproject.toml").write_bytes((ROOT / "pyproject.toml").read_bytes())
    return package


def test_imports_point_inward() -> None:
    code, words = lint_imports(ROOT)
    assert code == 0, words


def test_every_contract_has_a_planted_breach() -> None:
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = {contract["name"] for contract in config["tool"]["importlinter"]["contracts"]}
    assert names == set(PLANTED)


def test_an_empty_house_keeps_every_contract(tmp_path: Path) -> None:
    an_empty_house(tmp_path)
    code, words = lint_imports(tmp_path)
    assert code == 0, words


def test_a_planted_import_breaks_its_contract(tmp_path: Path) -> None:
    package = an_empty_house(tmp_path)
    for where, what in PLANTED.values():
        with (package / where / "__init__.py").open("a", encoding="utf-8") as module:
            module.write(f"import {what}\n")
    code, words = lint_imports(tmp_path)
    assert code == 1
    assert [name for name in PLANTED if f"{name} BROKEN" not in words] == []


def test_a_package_without_a_place_in_the_house_is_refused(tmp_path: Path) -> None:
    package = an_empty_house(tmp_path)
    (package / "annexe.py").touch()
    code, words = lint_imports(tmp_path)
    assert code == 1
    assert "annexe" in words
