"""What the verbs of prices need of the durable store: the clinic's tariff, its habits, its quotes."""

from datetime import datetime
from typing import Protocol

from clinic_terminal.domain.habits import Habits
from clinic_terminal.domain.quote import Quote
from clinic_terminal.domain.tariff import Tariff, TariffEdition


class Tariffs(Protocol):
    """The clinic's own prices, by editions that are only ever added."""

    def put(self, edition: TariffEdition) -> None:
        """Append an edition."""
        ...

    def editions(self) -> Tariff:
        """Return all editions in the order of their adoption."""
        ...

    def revision(self) -> int:
        """Return a number that moves with every edition; 0 while there is none."""
        ...


class ItemHabits(Protocol):
    """Which items were put on bills, by whom and how often; and everybody's favourites."""

    def count(self, operator: str, item: str, at: datetime) -> None:
        """Count one use of an item by an operator."""
        ...

    def of(self, operator: str) -> Habits:
        """Return an operator's uses and favourites, and the clinic's counts."""
        ...

    def mark(self, operator: str, item: str, *, favourite: bool) -> None:
        """Make an item an operator's favourite, or no more."""
        ...


class Quotes(Protocol):
    """What families were told that a treatment would cost."""

    def put(self, quote: Quote) -> None:
        """Keep a quote, with its answer where one of the same id is here already."""
        ...

    def get(self, quote_id: str) -> Quote:
        """Return the quote; raises QuoteUnknownError (application.failures)."""
        ...

    def of_chain(self, chain: str, most: int = 100) -> list[Quote]:
        """Return a child's quotes under one policy, the newest first."""
        ...
