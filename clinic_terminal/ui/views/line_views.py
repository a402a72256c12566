"""A line of the growing bill in finished words, what is noticed of it, and what may be done about it."""

from collections.abc import Hashable
from dataclasses import dataclass

from clinic_terminal.ui.widgets.tone import Tone


@dataclass(frozen=True, slots=True)
class LineAct:
    """What may be done about a remark, with its key; ``deed`` is handed to who listens."""

    word: str
    deed: Hashable
    key: str = ""


@dataclass(frozen=True, slots=True)
class LineRemark:
    """What is noticed of a line, in one sentence, and what may be done about it."""

    text: str
    tone: Tone = Tone.WARN
    acts: tuple[LineAct, ...] = ()


@dataclass(frozen=True, slots=True)
class BillLineView:
    """A line in finished words: name, places as a pill, amount, why on the left, shares on the right.

    ``warn`` draws the reason as something that costs the family money which a letter would have saved.
    """

    name: str
    places: str
    amount: str
    why: str
    shares: str
    warn: bool = False
    remarks: tuple[LineRemark, ...] = ()

    @property
    def spoken(self) -> str:
        """Everything that the line says, for a screen reader."""
        told = (remark.text for remark in self.remarks)
        return " ".join(filter(None, (self.name, self.places, self.amount, self.why, self.shares, *told)))
