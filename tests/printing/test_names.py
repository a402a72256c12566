"""Names of every kind on paper: a glyph of ours for each character, and the name itself when it is copied."""

import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from PySide6.QtGui import QFont, QRawFont
from PySide6.QtWidgets import QApplication

from clinic_terminal.printing.fonts import FAMILIES, load_fonts
from clinic_terminal.printing.glyphs import covered_codes
from clinic_terminal.printing.page_prints import pages_of
from clinic_terminal.printing.papers import BillPapers
from clinic_terminal.printing.seal import TerminalSeal
from clinic_terminal.printing.substitutes import uncovered
from tests.printing import bills

TABLE = Path(__file__).parent.parent / "data" / "names.txt"
NAMES = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
FEWEST = 300


SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Chooses among the forms of the character before it; it has no glyph, so no copy brings it back."""


def visible(text: str) -> str:
    return SELECTOR.sub("", "".join(unicodedata.normalize("NFC", text).split()))


def test_the_table_is_long_and_holds_no_name_twice() -> None:
    assert len(NAMES) >= FEWEST
    assert len(set(NAMES)) == len(NAMES)
    assert sum(len(name) >= 20 for name in NAMES) >= 8


def test_the_bundled_fonts_have_a_glyph_for_every_character_of_every_name() -> None:
    assert {name: sorted(uncovered(name)) for name in NAMES if uncovered(name)} == {}


def test_what_is_read_from_the_files_is_what_qt_draws_with() -> None:
    raw = [QRawFont.fromFont(QFont(family)) for family in FAMILIES]
    signs = {sign for name in NAMES for sign in visible(name)} | set("가힣あ㑇😀\U00012000\U0002a6a5")
    differing = {
        sign
        for sign in signs
        if not sign.isspace()
        and any(font.supportsCharacter(ord(sign)) for font in raw) is bool(uncovered(sign))
    }
    assert differing == set()


@pytest.mark.parametrize(
    ("first", "last"),
    [(0x4E00, 0x9FA5), (0x3400, 0x4DB5), (0xAC00, 0xD7A3), (0x00A1, 0x017E), (0x1EA0, 0x1EF9)],
)
def test_whole_blocks_that_names_are_made_of_are_covered(first: int, last: int) -> None:
    known = covered_codes() | {
        0xAD,
        0x149,
    }  # a soft hyphen is never seen, and nobody writes the deprecated letter
    assert [hex(code) for code in range(first, last + 1) if code not in known] == []


@pytest.fixture(scope="module")
def paper_of_names(qapp: QApplication, seal: TerminalSeal, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a sealed bill with a line for every name."""
    del qapp
    load_fonts()
    works = tuple(replace(bills.CHECK, name_zh=name, name_en=name, unit_fen=100) for name in NAMES)
    one = bills.bill(bills.Case(works=works))
    papers = BillPapers(tmp_path_factory.mktemp("names"), seal, bills.canonical)
    return papers.produce(one, bills.digest_of(one), bills.consent(one))


def test_every_name_can_be_copied_from_a_paper_as_it_was_typed(paper_of_names: Path) -> None:
    document = pypdfium2.PdfDocument(paper_of_names)
    said = visible("".join(page.get_textpage().get_text_range() for page in document))
    said = said.replace("\ufffe", "-")  # how the reader tells a hyphen at the end of a line
    assert [name for name in NAMES if visible(name) not in said] == []


def test_no_glyph_of_any_name_is_the_empty_box(paper_of_names: Path) -> None:
    with paper_of_names.open("rb") as file:
        contents = [page["/Contents"].data for page in pages_of(PdfFileReader(file))]
    assert len(contents) > 10
    assert all(b"<0000" not in content for content in contents)
