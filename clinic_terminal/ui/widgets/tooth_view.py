"""What the tooth chart is given to show: finished words and states, by FDI number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from clinic_terminal.domain.dentition import Presence


class ToothMark(StrEnum):
    """What was done to a tooth, each with its own pattern."""

    FILLED = "filled"
    SEALED = "sealed"
    CROWNED = "crowned"
    ROOT_TREATED = "root"
    EXTRACTED = "extracted"
    TREATED = "treated"
    """Something else that leaves nothing to be seen; only today's is drawn."""


@dataclass(frozen=True, slots=True)
class Work:
    """One mark with the sign that says it in the reader's language, such as 充 or F, and its surfaces."""

    mark: ToothMark
    sign: str
    surfaces: str = ""


@dataclass(frozen=True, slots=True)
class ToothState:
    """A tooth: whether it stands, what was done before and today, and its words.

    ``name`` is short, such as 第一乳磨牙; ``spoken`` is what a screen reader says of tooth and state;
    ``about`` says the state in a few words and ``standing`` its presence.
    """

    presence: Presence = Presence.PRESENT
    before: tuple[Work, ...] = ()
    today: tuple[Work, ...] = ()
    name: str = ""
    spoken: str = ""
    about: str = ""
    standing: str = ""
    noticed: str = ""
    """That somebody should look at what is on the bill for it, in a few words; empty where all is well."""


class ZoneUse(StrEnum):
    """What surfaces are for at the moment."""

    NONE = "none"
    """The item in hand is done on whole teeth."""
    OPEN = "open"
    """They may be named: in the enlarged tooth and by letters."""
    DIRECT = "direct"
    """The item in hand asks for them: the rim of a chosen tooth may be clicked as well."""


@dataclass(frozen=True, slots=True)
class LegendRow:
    """A state with its word, drawn as a small tooth."""

    state: ToothState
    word: str


@dataclass(frozen=True, slots=True)
class ChartWords:
    """The words around the teeth; ``surfaces`` by letter, ``quadrants`` in the order of their numbers."""

    caption: str = ""
    detail: str = ""
    """Under the caption, in the middle while no tooth is enlarged."""
    right: str = ""
    left: str = ""
    quadrants: tuple[str, str, str, str] = ("", "", "", "")
    surfaces: Mapping[str, str] = field(default_factory=dict)
    whole: str = ""
    """That the item in hand is done on whole teeth."""
    legend: tuple[LegendRow, ...] = ()


PLAIN_TOOTH = ToothState()
NO_WORDS = ChartWords()


@dataclass(frozen=True, slots=True)
class ToothChartView:
    """Everything the chart shows; teeth that are not mentioned are present and free.

    `forbidden` holds the reason why the item in hand may not be done on a tooth. `surfaces` are those of the
    chosen teeth. `regions` are chosen places between two teeth, `region_work` those with an extra tooth that
    is treated today; with `regions_open` every such place is offered. `active` is the tooth to enlarge while
    the hand is elsewhere.
    """

    teeth: Mapping[str, ToothState] = field(default_factory=dict)
    selected: frozenset[str] = frozenset()
    surfaces: Mapping[str, str] = field(default_factory=dict)
    forbidden: Mapping[str, str] = field(default_factory=dict)
    regions: frozenset[str] = frozenset()
    region_work: Mapping[str, Work] = field(default_factory=dict)
    regions_open: bool = False
    zones: ZoneUse = ZoneUse.OPEN
    active: str = ""
    words: ChartWords = NO_WORDS

    def state(self, tooth: str) -> ToothState:
        """Return the state of a tooth."""
        return self.teeth.get(tooth, PLAIN_TOOTH)
