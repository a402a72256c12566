"""What the people at the chair usually do: which items they use, how often, and which they marked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ItemUse:
    """How often an item was put on a bill, and when it was last (UTC)."""

    count: int
    last: datetime


@dataclass(frozen=True, slots=True)
class Habits:
    """One operator's uses and favourites by item, beside the counts of the whole clinic."""

    own: Mapping[str, ItemUse] = field(default_factory=dict)
    clinic: Mapping[str, int] = field(default_factory=dict)
    favourites: frozenset[str] = frozenset()

    def counts(self, item: str) -> tuple[int, int]:
        """Return how often the operator and how often the clinic used ``item``."""
        use = self.own.get(item)
        return (use.count if use else 0), self.clinic.get(item, 0)

    def at_hand(self) -> list[str]:
        """Return items without being asked for: what was used last, then favourites, then the clinic's."""
        recent = sorted(self.own, key=lambda item: (self.own[item].last, item), reverse=True)
        usual = sorted(self.clinic, key=lambda item: (-self.clinic[item], item))
        return list(dict.fromkeys((*recent, *sorted(self.favourites), *usual)))
