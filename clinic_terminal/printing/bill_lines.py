"""The table of a bill: column heads, one row a treatment with its reasons, and the sums."""

from typing import Protocol

from clinic_terminal.domain.adjudication import Part, Split
from clinic_terminal.domain.bill import BillLine
from clinic_terminal.domain.money import yuan
from clinic_terminal.printing.bill_reasons import reasons_of
from clinic_terminal.printing.markup import cell, inline, paragraph, row, stacked, table, text
from clinic_terminal.printing.texts import PaperLanguage, Texts, Words

_COLUMNS = ("line", "item", "", "teeth", "qty", "unit", "amount", "insurer", "guardian")
"""The text keys of the columns; the nameless one is a gap."""

_WIDTHS = ("5%", "33.5%", "1.5%", "10.5%", "5%", "10.5%", "11%", "11%", "12%")
_RIGHT = frozenset({"qty", "unit", "amount", "insurer", "guardian"})


class Priced(Protocol):
    """A bill or a quote: lines with their split."""

    @property
    def lines(self) -> tuple[BillLine, ...]:
        """The lines."""
        ...

    @property
    def result(self) -> Split:
        """Who pays what."""
        ...

    @property
    def discount_fen(self) -> int:
        """What the clinic takes off the whole, in fen."""
        ...


def _cells(contents: tuple[str, ...]) -> str:
    aligns = ("right" if name in _RIGHT else "left" for name in _COLUMNS)
    return table(
        [row(cell(html, width, align) for html, width, align in zip(contents, _WIDTHS, aligns, strict=True))]
    )


def columns(texts: Texts, language: PaperLanguage) -> str:
    """Return the heads of the columns."""
    return _cells(
        tuple(
            stacked(texts.bill[name], language, "head", "right" if name in _RIGHT else "left") if name else ""
            for name in _COLUMNS
        )
    )


def lines(bill: Priced, texts: Texts, language: PaperLanguage) -> list[str]:
    """Return each line of the bill as a table of one row."""
    return [
        _line(number, line, [part for part in bill.result.parts if part.line == number], texts, language)
        for number, line in enumerate(bill.lines, 1)
    ]


def _line(number: int, line: BillLine, parts: list[Part], texts: Texts, language: PaperLanguage) -> str:
    net = sum(part.billed for part in parts)
    return _cells(
        (
            paragraph("number", str(number)),
            _item(line, parts, net, texts, language),
            "",
            paragraph("figure", text(_places(line, texts, language))),
            _figure(str(line.qty)),
            _figure(yuan(line.unit_fen)),
            _figure(yuan(net)),
            _figure(yuan(sum(part.insurer for part in parts))),
            _figure(yuan(sum(part.guardian for part in parts)), "figure strong"),
        )
    )


def _figure(value: str, css: str = "figure") -> str:
    return paragraph(css, value, "right")


def _item(line: BillLine, parts: list[Part], net: int, texts: Texts, language: PaperLanguage) -> str:
    first, *second = Words(line.name_zh, line.name_en).each(language)
    name = paragraph("item", text(first)) + "".join(paragraph("quiet", text(one)) for one in second)
    off = line.unit_fen * line.qty - net
    rows = [_why(texts.bill["discount"], f"−{yuan(off)}", language)] if off else []
    rows += [_why(why.words, yuan(why.fen) if why.fen else "", language) for why in reasons_of(parts, texts)]
    return name + "".join(rows)


def _why(words: Words, amount: str, language: PaperLanguage) -> str:
    """Return a reason with its amount, which stays on the line of the last word."""
    return paragraph("why", inline(words, language, "why") + (f"&nbsp;&nbsp;{amount}" if amount else ""))


def _places(line: BillLine, texts: Texts, language: PaperLanguage) -> str:
    letters = dict(line.surfaces)
    named = (f"{_place(code, texts, language)} {letters.get(code, '')}".rstrip() for code in line.teeth)
    return (", " if letters else " ").join(named)


def _place(code: str, texts: Texts, language: PaperLanguage) -> str:
    words = texts.bill.get(f"place.{code}")
    return " ".join(words.each(language)) if words else code


def totals(bill: Priced, texts: Texts, language: PaperLanguage) -> str:
    """Return the sums under the table, and the discount where there is one."""
    sums = bill.result.totals
    label = inline(texts.bill["total"], language, "item")
    off_fen = bill.discount_fen + sum(line.discount_fen for line in bill.lines)
    off = _why(texts.bill["discount"], f"−{yuan(off_fen)}", language) if off_fen else ""
    return _cells(
        (
            "",
            paragraph("item", label) + off,
            "",
            "",
            "",
            "",
            _figure(yuan(sums.billed), "figure strong"),
            _figure(yuan(sums.insurer), "figure strong"),
            _figure(yuan(sums.guardian), "figure strong"),
        )
    )
