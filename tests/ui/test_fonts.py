"""The bundled fonts show every sentence of the program and the rare characters of children's names."""

import pytest
from PySide6.QtGui import QRawFont

from clinic_terminal.settings import resource
from tests.architecture.tree import text, tracked

TEXT_FONTS = ["NotoSansSC-Regular.otf", "NotoSansSC-Bold.otf"]
WIDE_FONT = "NotoSansSCWide-Regular.otf"
LATIN_FONTS = ["Inter-Regular.otf", "Inter-Medium.otf", "Inter-SemiBold.otf"]
RARE_IN_NAMES = "\u4dae\U0002cc5f\u36c3"
LIMIT_MB = 22


def bundled(name: str) -> QRawFont:
    font = QRawFont(str(resource("fonts", name)), 16.0)
    assert font.isValid(), name
    return font


def missing(characters: set[str], *fonts: QRawFont) -> list[str]:
    return sorted(c for c in characters if not any(font.supportsCharacter(ord(c)) for font in fonts))


def gb2312() -> set[str]:
    pairs = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return {char for pair in pairs for char in pair.decode("gb2312", errors="ignore")}


def characters_below(folder: str) -> set[str]:
    """Return the characters beyond Latin in the text files of a folder."""
    names = [name for name in tracked() if name.startswith(folder)]
    return {char for name in names for char in (text(name) or "") if char > "\u00ff" and char.isprintable()}


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", TEXT_FONTS)
def test_every_weight_of_the_text_font_has_the_standard_characters(name: str) -> None:
    standard = gb2312()
    assert len(standard) == 6763
    assert missing(standard, bundled(name)) == []


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", TEXT_FONTS)
def test_every_weight_of_the_text_font_shows_the_programs_own_sentences(name: str) -> None:
    sentences = characters_below("resources/locale/") | set("¥￥—…“”‘’·×①✓")
    assert missing(sentences, bundled(name), bundled(LATIN_FONTS[0])) == [], "run tools/make_fonts.py"


@pytest.mark.usefixtures("qapp")
def test_everything_that_ships_can_be_shown() -> None:
    shipped = characters_below("resources/") | characters_below("clinic_terminal/")
    assert missing(shipped, *map(bundled, [TEXT_FONTS[0], WIDE_FONT, LATIN_FONTS[0]])) == []


@pytest.mark.usefixtures("qapp")
def test_rare_characters_of_names_are_shown_by_the_wide_font() -> None:
    assert missing(set(RARE_IN_NAMES), bundled(WIDE_FONT)) == []


@pytest.mark.usefixtures("qapp")
def test_text_and_wide_font_together_show_the_whole_first_block_and_extension_a() -> None:
    first_block = set(map(chr, range(0x4E00, 0x9FA6)))
    extension_a = set(map(chr, range(0x3400, 0x4DB6)))
    assert missing(first_block | extension_a, bundled(TEXT_FONTS[0]), bundled(WIDE_FONT)) == []


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", LATIN_FONTS)
def test_the_latin_font_has_tabular_figures(name: str) -> None:
    assert b"tnum" in bytes(bundled(name).fontTable("GSUB").data())


@pytest.mark.usefixtures("qapp")
def test_the_fonts_carry_the_names_the_theme_asks_for() -> None:
    names = {name: bundled(name).familyName() for name in [*TEXT_FONTS, WIDE_FONT, LATIN_FONTS[0]]}
    assert names == {
        "NotoSansSC-Regular.otf": "Noto Sans SC",
        "NotoSansSC-Bold.otf": "Noto Sans SC",
        "NotoSansSCWide-Regular.otf": "Noto Sans SC Wide",
        "Inter-Regular.otf": "Inter",
    }


def test_the_fonts_stay_small_and_carry_their_licences() -> None:
    files = list(resource("fonts").iterdir())
    assert sum(file.stat().st_size for file in files) <= LIMIT_MB * 1_000_000
    assert {file.name for file in files if file.suffix == ".txt"} == {"OFL-Inter.txt", "OFL-NotoSansSC.txt"}
