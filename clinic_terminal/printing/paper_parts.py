"""What all papers are made of: sections that are not torn, and the pieces that bill and quote share."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from clinic_terminal.domain.adjudication import Split
from clinic_terminal.domain.consent import Consent
from clinic_terminal.domain.eligibility import Clinic
from clinic_terminal.domain.money import yuan
from clinic_terminal.domain.shanghai import SHANGHAI
from clinic_terminal.printing.markup import cell, inline, paragraph, row, span, table, text
from clinic_terminal.printing.texts import PaperLanguage, Words

_FACT_WIDTHS = ("34%", "26%", "34%")
_LONGEST_VALUE = 24
"""Longer facts (ids, long names) are set smaller, so that they stay on one line where they can."""

"""China keeps one time without summer time; a fixed offset needs no time zone files."""


class Kind(StrEnum):
    """What a section is, which decides its space, ground and rule."""

    HEAD = "head"
    FACTS = "facts"
    NOTICE = "notice"
    MONEY = "money"
    COLUMNS = "columns"
    LINE = "line"
    TOTALS = "totals"
    POOL = "pool"
    SIGN = "sign"
    FOOT = "foot"
    VALID = "valid"
    """How long a quote is good."""
    COMPARE = "compare"
    """An amount that the insurer states otherwise."""


@dataclass(frozen=True, slots=True)
class Section:
    """A piece of the bill that is not torn apart by the end of a page."""

    kind: Kind
    html: str


class Paper(Protocol):
    """What the painter makes a PDF of."""

    @property
    def language(self) -> PaperLanguage:
        """The languages of the paper."""
        ...

    @property
    def practice(self) -> bool:
        """Whether it is marked as practice."""
        ...

    @property
    def reference(self) -> str:
        """The id that stands on every page."""
        ...

    @property
    def issuer(self) -> str:
        """The clinic's name."""
        ...

    @property
    def style(self) -> str:
        """The stylesheet of its sections."""
        ...

    @property
    def proofs(self) -> tuple[Consent, str] | None:
        """The signature and the text of the code that are drawn into the signature section, if any."""
        ...

    def word(self, key: str, **values: str) -> Words:
        """Return a text of the paper, its placeholders filled."""
        ...

    def sections(self) -> tuple[Section, ...]:
        """Return its sections from top to bottom."""
        ...


def head(page: Paper, clinic: Clinic) -> str:
    """Return the clinic on the left and the paper's name on the right."""
    place = [page.word("brand", brand=clinic.brand_name).each(page.language)[0]] if clinic.brand_name else []
    place += [clinic.city] if clinic.city else []
    title, *second = page.word("title").each(page.language)
    left = paragraph("clinic", text(clinic.name)) + paragraph("quiet", text(" · ".join(place)))
    right = paragraph("title", text(title), "right") + "".join(
        paragraph("subtitle", text(one), "right") for one in second
    )
    return table([row([cell(left, "60%", valign="bottom"), cell(right, "40%", "right", "bottom")])])


def facts(page: Paper, *grid: tuple[tuple[str, str], ...]) -> list[str]:
    """Return rows of up to three facts, each a text key and its value."""
    gap = cell("", "2%")
    return [
        table(
            [
                row(
                    cell(_fact(page, *fact), width) + gap
                    for fact, width in zip(line, _FACT_WIDTHS, strict=False)
                )
            ]
        )
        for line in grid
    ]


def _fact(page: Paper, key: str, value: str) -> str:
    css = "value small" if len(value) > _LONGEST_VALUE else "value"
    return paragraph("label", inline(page.word(key), page.language, "label")) + paragraph(css, text(value))


def notice(page: Paper, what: Words, why: Words | None, css: str = "notice") -> str:
    """Return a sentence that must be read before the figures, its first words strong."""
    heads = what.each(page.language)
    tails = why.each(page.language) if why else ("",) * len(heads)
    return "".join(
        paragraph(css, span(f"{css} strong", text(head)) + (f"&nbsp; {text(tail)}" if tail else ""))
        for head, tail in zip(heads, tails, strict=True)
    )


def notices(found: Iterable[str]) -> str:
    """Return notices below each other; empty where there are none."""
    return paragraph("gap", "&nbsp;").join(found)


def sum_row(page: Paper, key: str, fen: int, css: str) -> str:
    """Return a sum with its name."""
    label = paragraph("figure", inline(page.word(key), page.language, "figure"))
    return row([cell(label, "70%"), cell(paragraph(css, f"¥{yuan(fen)}", "right"), "30%", "right")])


def pool(page: Paper, result: Split) -> str:
    """Return what the paper does to the shared limit."""
    before, after = result.pool_before, result.pool_after
    if before == after:
        moves = page.word("pool_stays", before=yuan(before))
    else:
        moves = page.word("pool_moves", before=yuan(before), after=yuan(after))
    return moved(page, moves)


def moved(page: Paper, moves: Words) -> str:
    """Return the shared limit's name and a sentence about it."""
    spoken = zip(page.word("pool").each(page.language), moves.each(page.language), strict=True)
    return "".join(
        paragraph("why", f"{span('why strong', text(head))}&nbsp; {text(tail)}") for head, tail in spoken
    )


def beijing(moment: datetime) -> str:
    """Return a moment as a clock in China shows it."""
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
