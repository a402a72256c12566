"""What the tests of papers share: Qt with the paper's fonts, a seal, and one bill already on paper."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from clinic_terminal.printing.fonts import load_fonts
from clinic_terminal.printing.papers import BillPapers
from clinic_terminal.printing.seal import TerminalSeal
from tests.printing import bills


@pytest.fixture(autouse=True)
def paper_fonts(qapp: QApplication) -> tuple[str, ...]:
    """Give every test a Qt application and the fonts that ship with the program."""
    del qapp
    return load_fonts()


@pytest.fixture(scope="session")
def seal() -> TerminalSeal:
    return TerminalSeal(*TerminalSeal.create("T-0007", bills.NOW))


@pytest.fixture
def papers(tmp_path: Path, seal: TerminalSeal) -> BillPapers:
    return BillPapers(tmp_path / "bills", seal, bills.canonical, practice=True)


@pytest.fixture
def paper(papers: BillPapers) -> Path:
    """Return a sealed bill of five lines."""
    one = bills.bill()
    return papers.produce(one, bills.digest_of(one), bills.consent(one))
