"""What all papers are made of: sections that are not torn, and the pieces that bill and quote share."""

from collections.abc import Iterable
from datetime import datetime

from clinic_terminal.application.paper_orders import Copy
from clinic_terminal.domain.adjudication import Split
from clinic_terminal.domain.eligibility import Clinic
from clinic_terminal.domain.money import yuan
from clinic_terminal.domain.shanghai import SHANGHAI
from clinic_terminal.domain.voiding import Voided
from clinic_terminal.printing.kinds import Kind, Section
from clinic_terminal.printing.markup import cell, inline, paragraph, row, span, table, text
from clinic_terminal.printing.page import Page
from clinic_terminal.printing.texts import Words

_FACT_WIDTHS = ("34%", "26%", "34%")
_NARROW_WIDTHS = ("38%", "24%", "34%")
"""On a small sheet an id needs more of the width."""

_LOOKED_UP = 4

_LONGEST_VALUE = 24
"""Longer facts (ids, long names) are set smaller, so that they stay on one line where they can."""


def page_html(page: Page) -> str:
    """Return a whole paper as one HTML page, to be read or compared; pure, all text escaped."""
    mark = f"{inline(page.word('practice'), page.language, 'mark')}\n" if page.practice else ""
    body = "\n".join(
        f'<div class="section-{section.kind.value}">{section.html}</div>' for section in page.sections()
    )
    return (
        f'<!DOCTYPE html>\n<html><head><meta charset="utf-8">'
        f"<title>{text(page.word('title').each(page.language)[0])}</title>\n"
        f"<style>\n{page.style}\n</style></head>\n<body>\n{mark}{body}\n</body></html>\n"
    )


def head(page: Page, clinic: Clinic) -> str:
    """Return the clinic on the left and the paper's name on the right."""
    place = [page.word("brand", brand=clinic.brand_name).each(page.language)[0]] if clinic.brand_name else []
    place += [clinic.city] if clinic.city else []
    title, *second = page.word("title").each(page.language)
    left = paragraph("clinic", text(clinic.name)) + paragraph("quiet", text(" · ".join(place)))
    right = paragraph("title", text(title), "right") + "".join(
        paragraph("subtitle", text(one), "right") for one in second
    )
    if page.look.copy:
        right += paragraph(
            "whose", inline(page.word(f"copy.{page.look.copy.value}"), page.language, "whose"), "right"
        )
    return table([row([cell(left, "52%", valign="bottom"), cell(right, "48%", "right", "bottom")])])


def mark_sections(page: Page, voided: Voided | None) -> tuple[Section, ...]:
    """Return what the whole paper is to be taken for: void, a copy; nothing for an ordinary first print."""
    found = []
    if voided is not None:
        why = page.word(f"void_reason.{voided.reason.value}")
        said, values = page.word("void_why"), {"at": beijing(voided.at), "operator": voided.operator}
        told = Words(said.zh.format(reason=why.zh, **values), said.en.format(reason=why.en, **values))
        found.append(Section(Kind.MARK, notice(page, page.word("void"), told, "void")))
    if page.look.reprint:
        again = page.word("reprint", number=str(page.look.reprint))
        found.append(Section(Kind.MARK, notice(page, again, page.word("reprint_why"), "copy")))
    return tuple(found)


def facts(page: Page, *grid: tuple[tuple[str, str], ...]) -> list[str]:
    """Return rows of up to three facts, each a text key and its value; empty rows are left out."""
    gap = cell("", "2%")
    widths = _FACT_WIDTHS if page.sheet.scale == 1 else _NARROW_WIDTHS
    return [
        table([row(cell(_fact(page, *fact), width) + gap for fact, width in zip(line, widths, strict=False))])
        for line in grid
        if line
    ]


def _fact(page: Page, key: str, value: str) -> str:
    css = "value small" if len(value) > _LONGEST_VALUE else "value"
    return paragraph("label", inline(page.word(key), page.language, "label")) + paragraph(css, text(value))


def policy_shown(page: Page, number: str) -> str:
    """Return a bill's policy number; on the family's copy without its end."""
    return hidden_end(number) if page.look.copy is Copy.FAMILY else number


def hidden_end(number: str) -> str:
    """Return a policy number without its last four, for a paper that is carried home.

    With name and birth date, which stand beside it, the last four would look the child up at any clinic.
    """
    return number[:-_LOOKED_UP] + "*" * len(number[-_LOOKED_UP:])


def notice(page: Page, what: Words, why: Words | None, css: str = "notice") -> str:
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


def step(page: Page, number: int, what: Words, why: Words) -> str:
    """Return a numbered step: what to do, and below it how."""
    return paragraph("step", f"{number}&nbsp; {inline(what, page.language, 'step')}") + "".join(
        paragraph("told", text(one)) for one in why.each(page.language)
    )


def sum_row(page: Page, key: str, fen: int | None, css: str) -> str:
    """Return a sum with its name; None is one that is not known."""
    label = paragraph("figure", inline(page.word(key), page.language, "figure"))
    value = paragraph(css if fen is not None else "open strong", money_words(page, fen), "right")
    return row([cell(label, "66%"), cell(value, "34%", "right")])


def large_money(page: Page, fen: int | None, align: str = "left") -> str:
    """Return the one large amount of a paper, or that it is to be confirmed."""
    return paragraph("money" if fen is not None else "money-open", money_words(page, fen), align)


def money_words(page: Page, fen: int | None) -> str:
    """Return an amount, or that it is to be confirmed."""
    return text(" ".join(page.word("unconfirmed").each(page.language))) if fen is None else f"¥{yuan(fen)}"


def pool(page: Page, result: Split) -> str:
    """Return what the paper does to the shared limit."""
    before, after = result.pool_before, result.pool_after
    if before == after:
        moves = page.word("pool_stays", before=yuan(before))
    else:
        moves = page.word("pool_moves", before=yuan(before), after=yuan(after))
    return moved(page, moves)


def moved(page: Page, moves: Words) -> str:
    """Return the shared limit's name and a sentence about it."""
    spoken = zip(page.word("pool").each(page.language), moves.each(page.language), strict=True)
    return "".join(
        paragraph("why", f"{span('why strong', text(head))}&nbsp; {text(tail)}") for head, tail in spoken
    )


def beijing(moment: datetime) -> str:
    """Return a moment as a clock in China shows it."""
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
