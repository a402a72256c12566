"""What a hand types for a new appointment: read, or said what is wrong with which field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Final

from clinic_terminal.application.appointment_list import Wanted
from clinic_terminal.application.children import Children
from clinic_terminal.contract.appointments_file import day_in, time_in
from clinic_terminal.domain.eligibility import Person
from clinic_terminal.domain.errors import BadReferenceError
from clinic_terminal.domain.member import is_member_number
from clinic_terminal.domain.shanghai import CHINA
from clinic_terminal.i18n import N_, Translate
from clinic_terminal.ui.views.bill_words import day_text
from clinic_terminal.ui.widgets.search import Result

SHORTEST_NUMBER: Final = 6
"""What is shorter is the beginning of a name, not a member number."""


_TAIL: Final = 4


class Part(StrEnum):
    """The fields."""

    CHILD = "CHILD"
    DAY = "DAY"
    TIME = "TIME"
    BOOKING = "BOOKING"


@dataclass(frozen=True, slots=True)
class Typed:
    """The fields as they were typed; ``member`` once a child was chosen."""

    member: str
    day: str
    time: str
    booking: str = ""
    note: str = ""


_REFUSALS: Final[Mapping[str, tuple[Part, str]]] = {
    "NOT_A_MEMBER": (Part.CHILD, N_("会员号只有字母和数字，最多 32 位。")),
    "TWICE": (Part.CHILD, N_("这个孩子当天已经有预约或就诊。")),
    "IN_THE_PAST": (Part.DAY, N_("这一天已经过去。")),
    "TOO_FAR": (Part.DAY, N_("日期在一年以后，请检查年份。")),
}


def results(children: Children, text: str, words: Translate) -> tuple[Result, ...]:
    """Return who fits what was typed; a number that nobody has here may be taken all the same."""
    found = tuple(_result(person, words) for person in children.find(text))
    number = text.strip().upper()
    unknown = is_member_number(number) and len(number) >= SHORTEST_NUMBER and children.get(number) is None
    if not unknown or not any(sign.isdigit() for sign in number):
        return found
    told = words(N_("本机还没有这个会员的资料，联网后自动取。"))
    return (*found, Result(number, words(N_("会员号 {number}")).format(number=number), told))


def _result(person: Person, words: Translate) -> Result:
    born = day_text(person.birth_date, words)
    return Result(person.member, person.name, f"{born} · …{person.member[-_TAIL:]}")


def wanted_of(typed: Typed, words: Translate) -> Wanted | dict[Part, str]:
    """Return the appointment, or the fields that cannot be taken with what is wrong with each."""
    _ = words
    day, time = day_in(typed.day.strip()), time_in(typed.time)
    problems = {
        Part.CHILD: "" if typed.member else _("请选一个孩子，或输入会员号。"),
        Part.DAY: "" if day else _("请写成 2026-05-22。"),
        Part.TIME: "" if time else _("请写成 09:30 或 0930。"),
    }
    wrong = {part: told for part, told in problems.items() if told}
    if wrong or day is None or time is None:
        return wrong
    at = datetime.combine(day, time, UTC) - CHINA
    return Wanted(0, at, typed.member, booking_ref=typed.booking.strip(), note=" ".join(typed.note.split()))


def refusal(error: Exception, words: Translate) -> tuple[Part, str] | None:
    """Return which field a refused appointment is about, and why; None for another failure."""
    if isinstance(error, BadReferenceError):
        return Part.BOOKING, words(N_("编号最多 40 个字。"))
    cause = str(getattr(error, "cause", ""))
    if getattr(error, "code", "") != "APPOINTMENT_REFUSED" or cause not in _REFUSALS:
        return None
    part, told = _REFUSALS[cause]
    return part, words(told)
