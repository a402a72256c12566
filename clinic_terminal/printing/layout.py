"""Sections on pages: measured, kept whole, the columns' heads repeated where the table goes on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from clinic_terminal.printing.paper_parts import Kind, Section

PAGE_MM = (210.0, 297.0)
SIDE_MM = 16.0
TOP_MM = 15.0
CONTINUED_TOP_MM = 22.0
BOTTOM_MM = 19.0
"""Below the content: room for the page's foot."""


@dataclass(frozen=True, slots=True)
class Dress:
    """How a kind of section is set: space before it, padding, ground and rule by colour token. In mm."""

    before: float = 0.0
    pad_x: float = 0.0
    pad_y: float = 0.0
    ground: str = ""
    rule: str = ""
    least: float = 0.0


DRESSES = {
    Kind.HEAD: Dress(pad_y=2.0, rule="line"),
    Kind.FACTS: Dress(before=2.6),
    Kind.NOTICE: Dress(before=3.5, pad_x=4.5, pad_y=2.2, ground="warn-soft"),
    Kind.MONEY: Dress(before=4.5, pad_x=6.0, pad_y=4.0, ground="background"),
    Kind.COLUMNS: Dress(before=5.5, pad_y=1.4, rule="line-strong"),
    Kind.LINE: Dress(pad_y=1.6, rule="line"),
    Kind.TOTALS: Dress(pad_y=2.2),
    Kind.POOL: Dress(before=1.5, pad_y=1.0),
    Kind.SIGN: Dress(before=4.0, pad_y=1.0, least=33.0),
    Kind.FOOT: Dress(before=3.0),
    Kind.VALID: Dress(before=3.5, pad_x=6.0, pad_y=2.6, ground="warn-soft"),
    Kind.COMPARE: Dress(pad_y=0.9, rule="line"),
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A section on its page: ``y`` of its top edge (ground included) and its height, in mm."""

    section: Section
    page: int
    y: float
    height: float


def paginate(sections: Sequence[Section], heights: Sequence[float]) -> list[Placed]:
    """Place the sections, whose text is ``heights`` mm high, on pages.

    A section is never torn, except that one taller than a page starts its own and is made smaller by
    whoever draws it.
    """
    placed: list[Placed] = []
    page, y = 0, TOP_MM
    head = next(
        (
            Placed(section, 0, 0.0, inner_height(section.kind, height))
            for section, height in zip(sections, heights, strict=True)
            if section.kind is Kind.COLUMNS
        ),
        None,
    )
    for index, (section, height) in enumerate(zip(sections, heights, strict=True)):
        inner = inner_height(section.kind, height)
        before = DRESSES[section.kind].before
        needed = before + inner + _company(index, sections, heights)
        if y + needed > PAGE_MM[1] - BOTTOM_MM and y > CONTINUED_TOP_MM:
            page, y, before = page + 1, CONTINUED_TOP_MM, 0.0
            if head and section.kind in {Kind.LINE, Kind.TOTALS}:
                placed.append(replace(head, page=page, y=y))
                y += head.height
        placed.append(Placed(section, page, y + before, inner))
        y += before + inner
    return placed


def inner_height(kind: Kind, text: float) -> float:
    """Return the height that a section takes on its page, without the space before it."""
    dress = DRESSES[kind]
    return 2 * dress.pad_y + max(text, dress.least)


def _company(index: int, sections: Sequence[Section], heights: Sequence[float]) -> float:
    """Return the height of what must stay on the same page below this section."""
    kinds = {Kind.COLUMNS: (Kind.LINE,), Kind.TOTALS: (Kind.POOL,), Kind.SIGN: (Kind.FOOT,)}
    wanted: Iterable[Kind] = kinds.get(sections[index].kind, ())
    following = zip(sections[index + 1 :], heights[index + 1 :], strict=True)
    return sum(
        DRESSES[section.kind].before + inner_height(section.kind, height)
        for (section, height), kind in zip(following, wanted, strict=False)
        if section.kind is kind
    )
