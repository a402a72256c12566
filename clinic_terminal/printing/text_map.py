"""Makes the text of the PDF readable: copied figures are figures, rare characters are themselves.

Qt writes, for each glyph, the first code point that leads to it in the font. For figures of equal width
that is a private code, for characters beyond U+FFFF nothing. What was drawn is known, in order, so each
glyph is told its true character.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import PdfFileWriter

Glyph = tuple[str, int]
"""A font's resource name and the glyph's number in it."""

_DRAWN = re.compile(rb"/(F\d+) [-\d.]+ Tf|<([0-9A-Fa-f]+)> Tj")
_RANGE = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]{4})> (?:<([0-9A-F]{4})>|\[([^\]]*)\])")
_CODE = re.compile(rb"<([0-9A-F]{4})>")
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""Variation selectors choose a glyph and have none themselves."""

_MOST_DISAGREEMENT = 50
"""One glyph in so many may stand for two characters (hyphens that look alike); more is a misreading."""

_ENTRIES_A_BLOCK = 100
_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def name_glyphs(reader: PdfFileReader, writer: PdfFileWriter, texts: Sequence[Sequence[str]]) -> None:
    """Replace the fonts' text maps in ``writer``, a copy of ``reader``'s document, by true ones.

    ``texts`` are the texts drawn on each page, in order. Pages whose glyphs cannot be matched with their
    texts add nothing; the maps then keep what Qt wrote.
    """
    fonts = _fonts(reader)
    known = {(name, glyph): sign for name, font in fonts.items() for glyph, sign in _map_of(font)}
    learned: dict[Glyph, str] = {}
    for page, drawn in zip(_pages(reader), texts, strict=True):
        glyphs = [glyph for glyph in _glyphs(page["/Contents"].data) if not known.get(glyph, "x").isspace()]
        learned |= match(glyphs, "".join(drawn))
    named = {**{glyph: " " if sign.isspace() else sign for glyph, sign in known.items()}, **learned}
    for name, font in _fonts(writer).items():
        entries = {glyph: sign for (owner, glyph), sign in named.items() if owner == name}
        stream = generic.StreamObject(stream_data=_map_text(entries).encode("ascii"))
        stream.compress()  # type: ignore[no-untyped-call]  # the library's, without types
        font["/ToUnicode"] = writer.add_object(stream)


def match(glyphs: Sequence[Glyph], text: str) -> dict[Glyph, str]:
    """Pair visible glyphs with the visible characters of ``text``; empty where they do not fit."""
    signs = [sign for sign in text if sign.isprintable() and not sign.isspace() and not _SELECTOR.match(sign)]
    if len(signs) != len(glyphs):
        return {}
    paired: dict[Glyph, str] = {}
    disagreed = 0
    for glyph, sign in zip(glyphs, signs, strict=True):
        disagreed += paired.setdefault(glyph, sign) != sign
    return paired if disagreed * _MOST_DISAGREEMENT <= len(signs) else {}


def _pages(handler: PdfFileReader | PdfFileWriter) -> list[generic.DictionaryObject]:
    return [kid.get_object() for kid in handler.root["/Pages"]["/Kids"]]


def _fonts(handler: PdfFileReader | PdfFileWriter) -> dict[str, generic.DictionaryObject]:
    """Return the fonts by resource name, which Qt makes unique in the document."""
    return {
        str(name)[1:]: fonts.raw_get(name).get_object()
        for page in _pages(handler)
        for fonts in (page["/Resources"]["/Font"],)
        for name in fonts
    }


def _glyphs(content: bytes) -> Iterator[Glyph]:
    font = ""
    for found in _DRAWN.finditer(content):
        if found[1]:
            font = found[1].decode("ascii")
            continue
        for start in range(0, len(found[2]), 4):
            yield font, int(found[2][start : start + 4], 16)


def _map_of(font: Mapping[str, generic.StreamObject]) -> Iterator[tuple[int, str]]:
    """Read the map that Qt wrote: ranges of glyphs with one start code or a list of codes."""
    if "/ToUnicode" not in font:
        return
    for low, high, start, listed in _RANGE.findall(font["/ToUnicode"].data):
        first, last = int(low, 16), int(high, 16)
        codes: Iterable[int]
        if start:
            codes = range(int(start, 16), int(start, 16) + last - first + 1)
        else:
            codes = (int(code, 16) for code in _CODE.findall(listed))
        yield from ((first + step, chr(code)) for step, code in enumerate(codes) if code)


def _map_text(entries: Mapping[int, str]) -> str:
    rows = [
        f"<{glyph:04X}> <{sign.encode('utf-16-be').hex().upper()}>\n"
        for glyph, sign in sorted(entries.items())
    ]
    blocks = [rows[start : start + _ENTRIES_A_BLOCK] for start in range(0, len(rows), _ENTRIES_A_BLOCK)]
    body = "".join(f"{len(block)} beginbfchar\n{''.join(block)}endbfchar\n" for block in blocks)
    return _HEAD + body + _TAIL
