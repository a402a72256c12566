"""Make the fonts in resources/fonts from the sources; run by hand, when a source font has a new version.

It needs fontTools, which the program does not: make a throw-away environment for it. On Debian the sources
are the packages fonts-inter and fonts-noto-cjk:

    python tools/make_fonts.py --inter /usr/share/fonts/opentype/inter --noto /usr/share/fonts/opentype/noto

Three families come out. Inter is copied as it is (Latin letters and figures; tabular figures are its feature
`tnum`). "Noto Sans SC" carries what Chinese sentences need: GB 2312 and every character of this tree's own
files. "Noto Sans SC Wide" carries all other Han characters of the source, Hangul and Bopomofo, in one weight,
so that no child's name shows a box. Vertical forms, alternates, language variants and hints are left out.
"""

import argparse
import shutil
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTCollection, TTFont

ROOT = Path(__file__).resolve().parent.parent
FONTS = ROOT / "resources" / "fonts"
SOURCE_FAMILY = "Noto Sans CJK SC"
INTER_WEIGHTS = ("Regular", "Medium", "SemiBold")
TEXT_FAMILY, TEXT_WEIGHTS = "Noto Sans SC", ("Regular", "Bold")
WIDE_FAMILY, WIDE_WEIGHT = "Noto Sans SC Wide", "Regular"
TEXT_FILES = ("*.toml", "*.json", "*.csv", "*.po", "*.html", "*.md", "*.py")
SYMBOLS = "–—‘’“”…‰′″※←↑→↓↖↗↘↙⇒⇔√∞≈≠≤≥①②③④⑤⑥⑦⑧⑨⑩■□▲△▶▷▼▽◀◁◆◇○◎●★☆♀♂✓✔✕✖✗✘〇〖〗￥￠￡"
NAME_BLOCKS = (
    range(0x2FF0, 0x3000),  # how a character is put together
    range(0x3040, 0x3190),  # kana, Bopomofo, single letters of Hangul
    range(0x31A0, 0x31F0),  # more Bopomofo, strokes
    range(0xAC00, 0xD7A4),  # Hangul
    range(0x2E80, 0x2FE0),  # radicals
    range(0x3400, 0x4DC0),  # extension A
    range(0x4E00, 0xA000),  # the first block
    range(0xF900, 0xFB00),  # compatibility
    range(0x20000, 0x33480),  # extensions B and after, compatibility supplement
)


def gb2312() -> set[int]:
    """Return the characters of GB 2312: 6,763 Han and the punctuation, letters and symbols around them."""
    pairs = (bytes((row, cell)) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return {ord(char) for pair in pairs for char in pair.decode("gb2312", errors="ignore")}


def characters_of(folders: Iterable[Path]) -> set[int]:
    """Return the characters that the text files below some folders use."""
    files = [file for folder in folders for pattern in TEXT_FILES for file in folder.rglob(pattern)]
    text = "".join(file.read_text(encoding="utf-8") for file in files)
    return {ord(char) for char in text if unicodedata.category(char)[0] != "C"}


def text_characters() -> set[int]:
    """Return what "Noto Sans SC" must show."""
    latin, punctuation, full_width = range(0x20, 0x180), range(0x3000, 0x3040), range(0xFF01, 0xFF5F)
    own = characters_of([ROOT / "resources", ROOT / "clinic_terminal"])
    return {*latin, *punctuation, *full_width, *gb2312(), *map(ord, SYMBOLS), *own}


def wide_characters(source: TTFont, text: set[int]) -> set[int]:
    """Return what names may need of the source and the text font leaves out, and the space."""
    found = {code for code in source.getBestCmap() if any(code in block for block in NAME_BLOCKS)}
    return (found - text) | {0x20}


def open_source(folder: Path, weight: str) -> TTFont:
    """Open the simplified Chinese face of one weight of the source collection."""
    collection = TTCollection(folder / f"NotoSansCJK-{weight}.ttc", lazy=True)
    return next(font for font in collection.fonts if font["name"].getDebugName(1) == SOURCE_FAMILY)


def reduce(font: TTFont, characters: set[int]) -> None:
    """Keep only the glyphs of some characters, without features and hints."""
    options = subset.Options()
    options.layout_features = []
    options.hinting = False
    options.drop_tables += ["BASE", "GDEF", "GPOS", "GSUB", "VORG", "vhea", "vmtx"]
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 16, 17]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.recalc_timestamp = False
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=characters)
    subsetter.subset(font)


def rename(font: TTFont, family: str, weight: str) -> None:
    """Give the font its new names; a Modified Version may not pass for the original."""
    compact = family.replace(" ", "")
    names = {
        1: family,
        2: weight,
        3: f"{compact}-{weight};subset",
        4: f"{family} {weight}",
        6: f"{compact}-{weight}",
    }
    for name_id, text in names.items():
        font["name"].setName(text, name_id, 3, 1, 0x409)
    top = font["CFF "].cff
    top.fontNames[0] = names[6]
    top.topDictIndex[0].FullName = names[4]
    top.topDictIndex[0].FamilyName = family


def make(source: TTFont, characters: set[int], family: str, weight: str) -> None:
    """Write one subset."""
    reduce(source, characters)
    rename(source, family, weight)
    target = FONTS / f"{family.replace(' ', '')}-{weight}.otf"
    source.save(target)
    print(f"{target.name}: {len(source.getBestCmap())} characters, {target.stat().st_size / 1e6:.1f} MB")


def main() -> None:
    """Make all fonts."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--inter", type=Path, required=True, help="folder with Inter-Regular.otf and its sisters"
    )
    parser.add_argument(
        "--noto", type=Path, required=True, help="folder with NotoSansCJK-Regular.ttc and -Bold.ttc"
    )
    folders = parser.parse_args()
    FONTS.mkdir(parents=True, exist_ok=True)
    for weight in INTER_WEIGHTS:
        shutil.copyfile(folders.inter / f"Inter-{weight}.otf", FONTS / f"Inter-{weight}.otf")
    text = text_characters()
    for weight in TEXT_WEIGHTS:
        make(open_source(folders.noto, weight), text, TEXT_FAMILY, weight)
    source = open_source(folders.noto, WIDE_WEIGHT)
    make(source, wide_characters(source, text), WIDE_FAMILY, WIDE_WEIGHT)


if __name__ == "__main__":
    main()
