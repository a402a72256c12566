"""The sheets that papers are drawn on: their measures, and how each kind of section is dressed on them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from clinic_terminal.application.paper_orders import PaperSize
from clinic_terminal.printing.kinds import Kind

DOT_MM: Final = 25.4 / 203
"""A dot of a slip printer."""

ROLL_MM: Final = 576 * DOT_MM
"""What a slip printer reaches of its 80 mm roll; the paper's middle."""


@dataclass(frozen=True, slots=True)
class Dress:
    """How a kind of section is set: space before it, padding, ground and rule by colour token. In mm."""

    before: float = 0.0
    pad_x: float = 0.0
    pad_y: float = 0.0
    ground: str = ""
    rule: str = ""
    least: float = 0.0
    frame: str = ""
    """The colour of a line all around it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet and its margins in mm. A ``height`` of 0 is a roll: one page, as long as the paper needs.

    ``styles`` names the stylesheets below bill.css, ``scale`` makes all type of them smaller, never below
    ``least_points``. ``foot_points`` is the type of what stands on every page.
    """

    size: PaperSize
    width: float
    height: float
    side: float
    top: float
    continued_top: float
    bottom: float
    dresses: Mapping[Kind, Dress]
    scale: float = 1.0
    least_points: float = 6.0
    foot_points: float = 7.5
    code: float = 25.0
    hairline: float = 0.12

    @property
    def is_roll(self) -> bool:
        """Whether it is a roll."""
        return not self.height

    @property
    def content(self) -> float:
        """The width between the margins."""
        return self.width - 2 * self.side

    def dress(self, kind: Kind) -> Dress:
        """Return how a kind of section is set here."""
        return self.dresses.get(kind, Dress())


_A4_DRESSES = {
    Kind.HEAD: Dress(pad_y=2.0, rule="line"),
    Kind.MARK: Dress(before=3.0, pad_x=4.5, pad_y=1.6, frame="ink"),
    Kind.FACTS: Dress(before=2.6),
    Kind.NOTICE: Dress(before=3.5, pad_x=4.5, pad_y=2.2, ground="warn-soft"),
    Kind.AGREED: Dress(before=3.5, pad_x=4.5, pad_y=2.2, ground="ok-soft"),
    Kind.MONEY: Dress(before=4.5, pad_x=6.0, pad_y=4.0, ground="background"),
    Kind.COLUMNS: Dress(before=5.5, pad_y=1.4, rule="line-strong"),
    Kind.LINE: Dress(pad_y=1.6, rule="line"),
    Kind.TOTALS: Dress(pad_y=2.2),
    Kind.POOL: Dress(before=1.5, pad_y=1.0),
    Kind.PAID: Dress(before=2.5, pad_x=4.5, pad_y=2.0, ground="background"),
    Kind.NOTE: Dress(before=2.0, pad_y=0.6),
    Kind.SIGN: Dress(before=4.0, pad_y=1.0, least=33.0),
    Kind.BLANKS: Dress(before=4.0, pad_y=1.0),
    Kind.CODE: Dress(before=4.0, pad_y=1.0),
    Kind.STEP: Dress(pad_y=2.4, rule="line"),
    Kind.FOOT: Dress(before=3.0),
    Kind.VALID: Dress(before=3.5, pad_x=6.0, pad_y=2.6, ground="warn-soft"),
    Kind.COMPARE: Dress(pad_y=0.9, rule="line"),
}

A4: Final = Sheet(PaperSize.A4, 210.0, 297.0, 16.0, 15.0, 22.0, 19.0, _A4_DRESSES)


def _smaller(dress: Dress, scale: float) -> Dress:
    return replace(
        dress,
        before=dress.before * scale,
        pad_x=dress.pad_x * scale,
        pad_y=dress.pad_y * scale,
        least=dress.least * scale,
    )


A5: Final = Sheet(
    PaperSize.A5,
    148.0,
    210.0,
    10.0,
    10.0,
    15.0,
    13.0,
    {kind: _smaller(dress, 0.72) for kind, dress in _A4_DRESSES.items()},
    scale=0.83,
    least_points=6.2,
    foot_points=6.2,
    code=20.0,
)

_ROLL_DRESSES = {
    Kind.HEAD: Dress(pad_y=1.2, rule="ink"),
    Kind.MARK: Dress(before=1.6, pad_x=2.0, pad_y=1.2, frame="ink"),
    Kind.FACTS: Dress(before=1.2),
    Kind.NOTICE: Dress(before=1.6, pad_x=2.0, pad_y=1.2, frame="ink"),
    Kind.MONEY: Dress(before=1.6, pad_y=1.8, rule="ink"),
    Kind.COLUMNS: Dress(before=1.0, pad_y=0.6),
    Kind.LINE: Dress(pad_y=1.0, rule="ink"),
    Kind.TOTALS: Dress(pad_y=1.2, rule="ink"),
    Kind.POOL: Dress(before=0.8, pad_y=0.4),
    Kind.PAID: Dress(before=0.8, pad_y=1.0, rule="ink"),
    Kind.NOTE: Dress(before=0.8, pad_y=0.6),
    Kind.STEP: Dress(pad_y=1.2, rule="ink"),
    Kind.CODE: Dress(before=2.0, pad_y=1.0),
    Kind.FOOT: Dress(before=1.6),
}

ROLL: Final = Sheet(
    PaperSize.MM80,
    80.0,
    0.0,
    (80.0 - ROLL_MM) / 2,
    4.0,
    4.0,
    6.0,
    _ROLL_DRESSES,
    foot_points=8.0,
    code=0.0,
    hairline=2 * DOT_MM,
)

SHEETS: Final[Mapping[PaperSize, Sheet]] = {sheet.size: sheet for sheet in (A4, A5, ROLL)}
