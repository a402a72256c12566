"""Sections on pages: measured, kept whole, the columns' heads repeated where the table goes on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from clinic_terminal.printing.kinds import Kind, Section
from clinic_terminal.printing.sheets import Sheet

_KEPT_WITH = {
    Kind.COLUMNS: Kind.LINE,
    Kind.TOTALS: Kind.POOL,
}
"""What must stay on the page of the section above it; the foot stays with whatever stands above."""

_CLOSER = (1.0, 0.7, 0.4)
"""Shares of the space between sections that are tried in turn where they save a page."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A section on its page: ``y`` of its top edge (ground included) and its height, in mm."""

    section: Section
    page: int
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class _Block:
    """A section with its measures in mm."""

    section: Section
    before: float
    height: float


def paginate(sections: Sequence[Section], heights: Sequence[float], sheet: Sheet) -> list[Placed]:
    """Place the sections, whose text is ``heights`` mm high, on pages; on a roll there is one.

    A section is never torn, except that one taller than a page starts its own and is made smaller by
    whoever draws it. Sections move closer together where that saves a page.
    """
    tries = (_placed(_blocks(sections, heights, sheet, share), sheet) for share in _CLOSER)
    return min(tries, key=lambda placed: placed[-1].page)


def inner_height(sheet: Sheet, kind: Kind, text: float) -> float:
    """Return the height that a section takes on its page, without the space before it."""
    dress = sheet.dress(kind)
    return 2 * dress.pad_y + max(text, dress.least)


def _blocks(
    sections: Sequence[Section], heights: Sequence[float], sheet: Sheet, share: float
) -> list[_Block]:
    return [
        _Block(section, sheet.dress(section.kind).before * share, inner_height(sheet, section.kind, height))
        for section, height in zip(sections, heights, strict=True)
    ]


def _placed(blocks: Sequence[_Block], sheet: Sheet) -> list[Placed]:
    placed: list[Placed] = []
    page, y = 0, sheet.top
    bottom = float("inf") if sheet.is_roll else sheet.height - sheet.bottom
    heads = next(
        (Placed(b.section, 0, 0.0, b.height) for b in blocks if b.section.kind is Kind.COLUMNS), None
    )
    for index, block in enumerate(blocks):
        before = block.before
        if y + before + block.height + _company(blocks, index) > bottom and y > sheet.continued_top:
            page, y, before = page + 1, sheet.continued_top, 0.0
            if heads and block.section.kind in {Kind.LINE, Kind.TOTALS}:
                placed.append(replace(heads, page=page, y=y))
                y += heads.height
        placed.append(Placed(block.section, page, y + before, block.height))
        y += before + block.height
    return placed


def _company(blocks: Sequence[_Block], index: int) -> float:
    """Return the height of what must stay on the same page below this section."""
    below = blocks[index + 1] if index + 1 < len(blocks) else None
    if below is None:
        return 0.0
    kept = below.section.kind is Kind.FOOT or _KEPT_WITH.get(blocks[index].section.kind) is below.section.kind
    return below.before + below.height if kept else 0.0
