"""The bill to be signed by hand: no ink yet, lines to write on, and the code that binds the sheet to it."""

from dataclasses import dataclass

from clinic_terminal.domain.consent import Relationship
from clinic_terminal.printing.bill_html import BillPage
from clinic_terminal.printing.kinds import Kind, Section
from clinic_terminal.printing.markup import cell, inline, paragraph, row, span, stacked, table, text
from clinic_terminal.printing.paper_forms import check_code

_SHORT = 16
"""Hexadecimal signs of the digest that are enough to compare by eye."""


@dataclass(frozen=True, slots=True)
class SignSheetPage(BillPage):
    """The frozen bill on a sheet that guardian and witness sign."""

    @property
    def group(self) -> str:
        """The group of texts that are said otherwise here."""
        return "sheet"

    @property
    def code(self) -> str:
        """What is to be signed, signed or not."""
        return check_code(self.about.bill.id, self.about.digest)

    def proofs(self) -> tuple[Section, ...]:
        """Return the sentence, the lines to write on and the code."""
        return (Section(Kind.BLANKS, _blanks(self)), Section(Kind.CODE, _code(self)))


def _blanks(page: SignSheetPage) -> str:
    bill = page.about.bill
    key = "sentence" if bill.is_direct else "sentence_self_paid"
    said = page.word(key, child=bill.person.name)
    sentence = "".join(paragraph("sentence", text(one)) for one in said.each(page.language))
    boxes = "&nbsp;&nbsp;&nbsp; ".join(
        f"□&nbsp;{text(' '.join(page.word(f'relationship.{who.value}').each(page.language)))}"
        for who in Relationship
    )
    ticks = paragraph("tick", f"{span('label', text(page.word('who').each(page.language)[0]))}&nbsp; {boxes}")
    lines = table(
        [
            _lines(page, "blank", ("guardian_signs", "42%"), ("guardian_name", "28%"), ("date", "20%")),
            _lines(page, "blank-low", ("witness_signs", "42%"), ("", "28%"), ("date", "20%")),
        ]
    )
    return f"{sentence}{paragraph('gap', '&nbsp;')}{ticks}{lines}"


def _lines(page: SignSheetPage, css: str, *blanks: tuple[str, str]) -> str:
    """Return lines to write on with what belongs there below them; a nameless one stays empty."""
    cells = []
    for key, width in blanks:
        label = stacked(page.word(key), page.language, "label") if key else ""
        line = '<hr width="100%">' if key else ""
        cells.append(cell(f"{paragraph(css, '&nbsp;')}{line}{label}", width, valign="bottom"))
    return row(cell("", "3%").join(cells))


def _code(page: SignSheetPage) -> str:
    digest = page.about.digest[:_SHORT].upper()
    groups = "-".join(digest[start : start + 4] for start in range(0, len(digest), 4))
    words = (
        paragraph("label", inline(page.word("check_word"), page.language, "label"))
        + paragraph("digits", text(groups))
        + "".join(paragraph("why", text(one)) for one in page.word("binds").each(page.language))
    )
    return table([row([cell(words, "76%"), cell("", "24%")])])
