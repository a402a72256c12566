"""The part of a quote that says where the insurer's figures differ, and what they leave unexplained."""

from clinic_terminal.domain.bill import BillLine
from clinic_terminal.domain.money import yuan
from clinic_terminal.domain.quote import Quote
from clinic_terminal.domain.quote_check import WHOLE_BILL, Comparison, Rule, compared
from clinic_terminal.printing.markup import cell, inline, paragraph, row, stacked, table, text
from clinic_terminal.printing.texts import PaperLanguage, Texts, Words

_WIDTHS = ("61%", "13%", "13%", "13%")


def comparison(quote: Quote, texts: Texts, language: PaperLanguage) -> list[str]:
    """Return a table of one row for each difference; nothing where both sides agree or nobody was asked."""
    found = compared(quote)
    if found is None or quote.answer is None or found.agrees:
        return []
    maker = _Rows(texts, language)
    rows = [maker.heads()]
    if not found.same_status:
        sides = (texts.bill[f"status.{side}"] for side in (quote.result.status, quote.answer.status))
        rows.append(maker.words(texts.bill["billing"], *sides))
    numbered = [(number, line) for number, line in enumerate(quote.lines, 1)]
    for number, line in numbered:
        rows += maker.of_line(found, number, _name(number, line))
    rows += maker.of_line(found, WHOLE_BILL, texts.bill["whole"])
    strange = {gap.line for gap in found.gaps} - {WHOLE_BILL, *(number for number, _ in numbered)}
    for number in sorted(strange):
        rows += maker.of_line(found, number, Words(f"{number}", f"{number}"))
    return rows


def _name(number: int, line: BillLine) -> Words:
    return Words(f"{number} {line.name_zh}", f"{number} {line.name_en}")


class _Rows:
    """Makes the rows in the paper's languages."""

    def __init__(self, texts: Texts, language: PaperLanguage) -> None:
        self._texts = texts
        self._language = language

    def heads(self) -> str:
        """Return the title with the heads of the columns."""
        title = paragraph("quiet", "&nbsp;") + paragraph(
            "item", inline(self._texts.bill["compare"], self._language, "item")
        )
        sides = (self._texts.bill[key] for key in ("ours", "theirs", "difference"))
        space = paragraph("quiet", "&nbsp;")
        return _cells(title, *(space + stacked(side, self._language, "head", "right") for side in sides))

    def of_line(self, found: Comparison, number: int, name: Words) -> list[str]:
        """Return the rows of one line: its differences, then what is unexplained of it."""
        rows = []
        for one in found.of_line(number):
            figure = self._texts.bill[f"figure.{one.figure.value}"]
            if one.theirs is None:
                figure = self._texts.bill["no_line"]
            theirs = "—" if one.theirs is None else yuan(one.theirs)
            rows.append(self._amounts(name, figure, yuan(one.ours), theirs, _signed(one.fen)))
        return rows + [
            self._amounts(name, self._gap(one.rule), "", "", _signed(one.fen))
            for one in found.gaps_of(number)
        ]

    def words(self, name: Words, ours: Words, theirs: Words) -> str:
        """Return a row that holds words in the place of amounts."""
        label = paragraph("figure", inline(name, self._language, "figure"))
        return _cells(label, *(stacked(side, self._language, "why", "right") for side in (ours, theirs)), "")

    def _gap(self, rule: Rule) -> Words:
        gap, why = self._texts.bill["gap"], self._texts.bill[f"rule.{rule.value}"]
        return Words(f"{gap.zh}（{why.zh}）", f"{gap.en} ({why.en})")

    def _amounts(self, name: Words, figure: Words, ours: str, theirs: str, by: str) -> str:
        both = Words(f"{name.zh} · {figure.zh}", f"{name.en} · {figure.en}")
        label = paragraph("figure", inline(both, self._language, "figure"))
        amounts = (paragraph("figure", text(ours), "right"), paragraph("figure", text(theirs), "right"))
        return _cells(label, *amounts, paragraph("figure strong", text(by), "right"))


def _signed(fen: int) -> str:
    return f"{'+' if fen > 0 else '−'}{yuan(abs(fen))}"


def _cells(*contents: str) -> str:
    aligns = ("left", "right", "right", "right")
    return table(
        [row(cell(html, width, align) for html, width, align in zip(contents, _WIDTHS, aligns, strict=True))]
    )
