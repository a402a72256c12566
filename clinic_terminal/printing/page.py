"""What every page of ours answers the painter, unless its kind says otherwise."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field

from clinic_terminal.application.paper_orders import Copy
from clinic_terminal.domain.consent import Consent
from clinic_terminal.printing.kinds import Section
from clinic_terminal.printing.paper_style import stylesheet
from clinic_terminal.printing.sheets import A4, Sheet
from clinic_terminal.printing.texts import PaperLanguage, Texts, Words


@dataclass(frozen=True, slots=True)
class Look:
    """How a paper is printed, whatever it says. ``copy`` None: it says not whose it is."""

    language: PaperLanguage = "zh"
    practice: bool = False
    sheet: Sheet = field(default=A4)
    copy: Copy | None = None
    reprint: int = 0


@dataclass(frozen=True, slots=True)
class Page(ABC):
    """A paper's look and words; the group of its own words goes before those of the bill."""

    look: Look
    texts: Texts

    @property
    @abstractmethod
    def reference(self) -> str:
        """The id that stands on every page."""

    @property
    @abstractmethod
    def issuer(self) -> str:
        """The clinic's name."""

    @abstractmethod
    def sections(self) -> tuple[Section, ...]:
        """Return its sections from top to bottom."""

    @property
    def group(self) -> str:
        """The group of texts that are said otherwise on this paper; empty for a bill."""
        return ""

    @property
    def language(self) -> PaperLanguage:
        """The languages of the paper."""
        return self.look.language

    @property
    def practice(self) -> bool:
        """Whether it is marked as practice."""
        return self.look.practice

    @property
    def sheet(self) -> Sheet:
        """What it is drawn on."""
        return self.look.sheet

    @property
    def style(self) -> str:
        """The stylesheet of its sections."""
        if self.sheet.is_roll:
            return stylesheet("slip")
        return stylesheet("bill", scale=self.sheet.scale, least=self.sheet.least_points)

    @property
    def ink(self) -> Consent | None:
        """No signature."""
        return None

    @property
    def code(self) -> str:
        """No code."""
        return ""

    @property
    def stamp(self) -> Words | None:
        """Nothing."""
        return None

    @property
    def marks(self) -> tuple[Words, ...]:
        """Whose copy it is, and that it was printed before."""
        whose = (self.word(f"copy.{self.look.copy.value}"),) if self.look.copy else ()
        again = (self.word("reprint", number=str(self.look.reprint)),) if self.look.reprint else ()
        return (*whose, *again)

    def word(self, key: str, **values: str) -> Words:
        """Return a text of the paper, its placeholders filled."""
        own = self.texts.bill.get(f"{self.group}.{key}") if self.group else None
        words = own or self.texts.bill[key]
        return words.filled(**values) if values else words
