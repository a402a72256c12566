"""The table of a bill: column heads, one row a treatment with its reasons, and the sums."""

from dataclasses import dataclass
from typing import Final, Protocol

from clinic_terminal.application.paper_orders import PaperSize
from clinic_terminal.domain.adjudication import Part, Split
from clinic_terminal.domain.bill import BillLine
from clinic_terminal.domain.money import yuan
from clinic_terminal.printing.bill_reasons import Why, reasons_of
from clinic_terminal.printing.markup import cell, inline, paragraph, row, stacked, table, text
from clinic_terminal.printing.shown import Shown
from clinic_terminal.printing.texts import PaperLanguage, Texts, Words
from clinic_terminal.printing.units import unit_of

_GAP: Final = ""
_RIGHT = frozenset({"qty", "unit", "price", "amount", "insurer", "guardian"})

_WIDE = {
    "line": "5%", "item": "33%", _GAP: "1.5%", "teeth": "10%", "qty": "7%", "unit": "10%", "amount": "11%",
    "insurer": "11%", "guardian": "11.5%",
}  # fmt: skip
"""The text keys of the columns with their widths; the nameless one is a gap."""

_NARROW = {
    "line": "5%", "item": "40%", _GAP: "1%", "price": "17%", "amount": "12%", "insurer": "12.5%",
    "guardian": "12.5%",
}  # fmt: skip
"""On a small sheet the places stand below the item, and the units before the price."""


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


@dataclass(frozen=True, slots=True)
class LineTable:
    """Makes the table's pieces in the paper's languages, for its sheet; ``shown`` says what is known."""

    texts: Texts
    language: PaperLanguage
    shown: Shown
    size: PaperSize = PaperSize.A4

    @property
    def _widths(self) -> dict[str, str]:
        return _WIDE if self.size is PaperSize.A4 else _NARROW

    def heads(self) -> str:
        """Return the heads of the columns."""
        return self._row({name: self._head(name) for name in self._widths if name})

    def rows(self, bill: Priced) -> list[str]:
        """Return each line of the bill as a table of one row."""
        return [
            self._line(number, line, parts_of(bill.result, number))
            for number, line in enumerate(bill.lines, 1)
        ]

    def sums(self, bill: Priced) -> str:
        """Return the sums under the table, and the discount where there is one."""
        sums = bill.result.totals
        family = sums.guardian if self.shown.knows_insurer else sums.on_site
        off_fen = bill.discount_fen + sum(line.discount_fen for line in bill.lines)
        off = self._why(Why(self.texts.bill["discount"], -off_fen)) if off_fen else ""
        return self._row(
            {
                "item": paragraph("item", inline(self.texts.bill["total"], self.language, "item")) + off,
                "amount": _figure(yuan(sums.billed), "figure strong"),
                "insurer": self._money(self.shown.insurer(sums.insurer), "figure strong"),
                "guardian": self._money(self.shown.family(family), "figure strong"),
            }
        )

    def _head(self, name: str) -> str:
        known = self.shown.knows_insurer or name != "guardian"
        return stacked(
            self.texts.bill[name if known else "guardian_now"], self.language, "head", _align(name)
        )

    def _row(self, contents: dict[str, str]) -> str:
        cells = (cell(contents.get(name, ""), width, _align(name)) for name, width in self._widths.items())
        return table([row(cells)])

    def _line(self, number: int, line: BillLine, parts: list[Part]) -> str:
        net = sum(part.billed for part in parts)
        known = [self.shown.family_of(part) for part in parts]
        family = None if None in known else sum(fen for fen in known if fen is not None)
        return self._row(
            {
                "line": paragraph("number", str(number)),
                "item": self._item(line, parts, net),
                "teeth": paragraph("figure", text(places(line, self.texts, self.language))),
                "qty": _figure(units(line, self.texts, self.language)),
                "unit": _figure(yuan(line.unit_fen)),
                "price": _figure(f"{units(line, self.texts, self.language)} × {yuan(line.unit_fen)}"),
                "amount": _figure(yuan(net)),
                "insurer": self._money(self.shown.insurer(sum(part.insurer for part in parts))),
                "guardian": self._money(family, "figure strong"),
            }
        )

    def _money(self, fen: int | None, css: str = "figure") -> str:
        if fen is None:
            return stacked(self.texts.bill["unconfirmed"], self.language, "open", "right")
        return _figure(yuan(fen), css)

    def _item(self, line: BillLine, parts: list[Part], net: int) -> str:
        first, *second = Words(line.name_zh, line.name_en).each(self.language)
        facts = [line.item, self._category(line).each(self.language)[0]]
        if "teeth" not in self._widths and line.teeth:
            facts.append(places(line, self.texts, self.language))
        facts += second
        whys = [Why(self.texts.bill["discount"], net - line.unit_fen * line.qty)]
        whys = [why for why in whys if why.fen] + reasons_of(parts, self.texts, self.shown)
        if self.language != "both" and [why.fen for why in whys] == [0]:
            facts.append(whys.pop().words.each(self.language)[0])
        name = paragraph("item", text(first)) + paragraph("quiet", text(" · ".join(facts)))
        return name + "".join(self._why(why) for why in whys)

    def _category(self, line: BillLine) -> Words:
        return self.texts.bill.get(f"category.{line.category}") or Words(line.category, line.category)

    def _why(self, why: Why) -> str:
        """Return a reason with its amount, which stays on the line of the last word."""
        amount = f"&nbsp;&nbsp;{signed(why.fen)}" if why.fen else ""
        return paragraph("why", inline(why.words, self.language, "why") + amount)


def parts_of(result: Split, number: int) -> list[Part]:
    """Return the parts of a line, counted from 1."""
    return [part for part in result.parts if part.line == number]


def signed(fen: int) -> str:
    """Return an amount; what is taken off has a true minus."""
    return yuan(fen).replace("-", "−")


def units(line: BillLine, texts: Texts, language: PaperLanguage) -> str:
    """Return how many of what: ``2 颗``; on a paper in both languages the Chinese word stands alone."""
    word = texts.bill[f"count.{unit_of(line)}"].each(language)[0]
    return f"{line.qty}&nbsp;{text(word)}"


def places(line: BillLine, texts: Texts, language: PaperLanguage) -> str:
    """Return the places of treatment with the surfaces named there."""
    letters = dict(line.surfaces)
    named = (f"{_place(code, texts, language)} {letters.get(code, '')}".rstrip() for code in line.teeth)
    return (", " if letters else " ").join(named)


def _place(code: str, texts: Texts, language: PaperLanguage) -> str:
    words = texts.bill.get(f"place.{code}")
    # A place's own words stay on one line; between the two languages it may break.
    return " ".join(one.replace(" ", "\u00a0") for one in words.each(language)) if words else code


def _align(name: str) -> str:
    return "right" if name in _RIGHT else "left"


def _figure(value: str, css: str = "figure") -> str:
    return paragraph(css, value, "right")
