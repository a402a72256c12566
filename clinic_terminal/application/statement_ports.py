"""What reconciling needs of the store."""

from datetime import date, datetime
from typing import Protocol

from clinic_terminal.application.acts import QueueRow
from clinic_terminal.application.day_comparison import DayComparison
from clinic_terminal.application.ports import Decision


class Statements(Protocol):
    """The comparisons of days, and this terminal's own acts of a day."""

    def put(self, comparison: DayComparison) -> None:
        """Keep the comparison, replacing the one of the same day."""
        ...

    def get(self, day: date) -> DayComparison | None:
        """Return the last comparison of a day, or None."""
        ...

    def latest(self, most: int) -> list[DayComparison]:
        """Return the last comparisons of the latest days, the newest day first."""
        ...

    def acts_between(self, start: datetime, end: datetime) -> list[QueueRow]:
        """Return the rows of acts created from ``start`` until before ``end``, oldest first, no bodies."""
        ...

    def days_with_acts(self, start: datetime, end: datetime) -> dict[date, datetime | None]:
        """Return the days in China with acts created from ``start`` until before ``end``.

        Each with the latest moment at which one of its acts was settled, None where none was.
        """
        ...

    def booked_anew(self, act: str, version: int) -> None:
        """Note under which version of the child's facts a server that was set back booked an act again."""
        ...


class Decisions(Protocol):
    """What became of acts whose first answer was PENDING."""

    def put(self, decision: Decision, at: datetime) -> None:
        """Keep the decision, replacing an earlier one on the same act."""
        ...

    def get(self, act: str) -> Decision | None:
        """Return the decision on an act, or None."""
        ...
