"""The network: branches with their services, hours and addresses, as the service manager lists them.

The list helps a family to find a clinic. What this branch may bill is said by the signed snapshot alone.
"""

import re
from typing import Annotated

from pydantic import Field

from clinic_terminal.contract.values import Code, Day, Message, Text
from clinic_terminal.domain.network import WEEK, NetworkClinic, Opening, Scope, Service
from clinic_terminal.domain.plan import Category

_CLOCK_PATTERN = r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"
_CLOCK = re.compile(_CLOCK_PATTERN, re.ASCII)
_MINUTES = 60

ClockText = Annotated[str, Field(pattern=_CLOCK_PATTERN)]
"""Hours and minutes in Asia/Shanghai; 24:00 is the end of the day."""


class NotAClockTimeError(ValueError):
    """The text is no time of the day."""

    def __init__(self) -> None:
        super().__init__("a time of the day is written as 08:30")


def minutes_from(text: str) -> int:
    """Return ``08:30`` as minutes after midnight; raises NotAClockTimeError (a ValueError)."""
    if _CLOCK.fullmatch(text) is None:
        raise NotAClockTimeError
    hours, minutes = text.split(":")
    return int(hours) * _MINUTES + int(minutes)


def clock_from(minutes: int) -> str:
    """Return minutes after midnight as ``08:30``."""
    return f"{minutes // _MINUTES:02d}:{minutes % _MINUTES:02d}"


class OpeningMessage(Message):
    """A time of the day at which the door is open."""

    opens: ClockText
    closes: ClockText


class ServiceMessage(Message):
    """That a branch bills a category for a plan, from ``start`` to ``end`` (none: open)."""

    plan: Code
    category: Category
    scope: Scope
    start: Day
    end: Day | None = None


class NetworkClinicMessage(Message):
    """A branch; ``hours`` holds a list for each day of the week, Monday first, empty for a day off.

    ``items`` are catalogue codes of what is done there; ``phone`` is where appointments are made.
    """

    id: Code
    name: Text
    brand: Code
    brand_name: Text
    city: Text
    district: Text
    address: Text
    phone: Text
    hours: Annotated[list[list[OpeningMessage]], Field(min_length=WEEK, max_length=WEEK)]
    departments: list[Text]
    items: list[Code]
    services: list[ServiceMessage]

    def to_domain(self) -> NetworkClinic:
        """Return the branch as the rules take it."""
        return NetworkClinic(
            id=self.id,
            name=self.name,
            brand=self.brand,
            brand_name=self.brand_name,
            city=self.city,
            district=self.district,
            address=self.address,
            phone=self.phone,
            hours=tuple(tuple(map(_opening, day)) for day in self.hours),
            departments=tuple(self.departments),
            items=tuple(self.items),
            services=tuple(
                Service(row.plan, row.category, row.start, row.end, row.scope) for row in self.services
            ),
        )

    @classmethod
    def from_domain(cls, clinic: NetworkClinic) -> "NetworkClinicMessage":
        """Return the message of a branch."""
        return cls(
            id=clinic.id,
            name=clinic.name,
            brand=clinic.brand,
            brand_name=clinic.brand_name,
            city=clinic.city,
            district=clinic.district,
            address=clinic.address,
            phone=clinic.phone,
            hours=[[_opening_message(opening) for opening in day] for day in clinic.hours],
            departments=list(clinic.departments),
            items=list(clinic.items),
            services=[
                ServiceMessage(
                    plan=row.plan, category=row.category, scope=row.scope, start=row.start, end=row.end
                )
                for row in clinic.services
            ],
        )


def _opening(message: OpeningMessage) -> Opening:
    return Opening(minutes_from(message.opens), minutes_from(message.closes))


def _opening_message(opening: Opening) -> OpeningMessage:
    return OpeningMessage(opens=clock_from(opening.opens), closes=clock_from(opening.closes))
