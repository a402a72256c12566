"""What was promised to people at the desks: kept outside of all files, so that nothing of it can get lost."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Promise:
    """An act whose verb came back: the desk was told that it is done. ``shown_fen``: the insurer's part."""

    machine: int
    visit: str
    act: str
    kind: str
    digest: str
    shown_fen: int


@dataclass(slots=True)
class Journal:
    """The promises, the visits that were begun and are open by machine, and what happened as a trace.

    ``spoken`` are the error texts and log lines that the program made, ``broken`` what broke on the way;
    ``seen`` counts what came about at the desks.
    """

    promises: list[Promise] = field(default_factory=list)
    begun: dict[str, int] = field(default_factory=dict)
    open_visits: dict[int, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    retried: dict[str, int] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    uploads: dict[int, datetime] = field(default_factory=dict)
    checks: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)

    def note(self, line: str) -> None:
        """Add a line to the trace."""
        self.lines.append(line)

    def breach(self, sentence: str) -> None:
        """Note a broken promise."""
        if sentence not in self.broken:
            self.broken.append(sentence)

    def begin(self, visit: str, machine: int, chain: str) -> None:
        """Note that a visit of a chain is open at a machine."""
        self.begun.setdefault(visit, machine)
        self.open_visits[machine][visit] = chain

    def lying(self, machine: int, chain: str) -> str:
        """Return the open visit of a chain at a machine, or an empty text."""
        return next((one for one, of in self.open_visits[machine].items() if of == chain), "")

    def voidable(self, machine: int) -> list[Promise]:
        """Return the bills of a machine that nobody has taken back."""
        gone = {one.visit for one in self.promises if one.kind == "BILL_VOIDED"}
        return [
            one
            for one in self.promises
            if one.machine == machine and one.kind == "BILL_SIGNED" and one.visit not in gone
        ]
