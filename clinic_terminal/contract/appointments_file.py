"""A clinic's list of appointments as a table: which column is which, and what each row says or lacks."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from typing import Final

from clinic_terminal.contract.tables import Columns, Mark, Row, Table, columns_of
from clinic_terminal.domain.member import is_member_number


class Field(StrEnum):
    """The columns that are understood."""

    DATE = "DATE"
    TIME = "TIME"
    MEMBER = "MEMBER"
    POLICY = "POLICY"
    NAME = "NAME"
    BOOKING = "BOOKING"
    NOTE = "NOTE"


class RowFault(StrEnum):
    """Why a row, or the header, cannot be taken."""

    NO_COLUMN = "NO_COLUMN"
    TWO_COLUMNS = "TWO_COLUMNS"
    MISSING = "MISSING"
    MERGED = "MERGED"
    NOT_COMPUTED = "NOT_COMPUTED"
    NUMBER_CUT = "NUMBER_CUT"
    BAD_DATE = "BAD_DATE"
    BAD_TIME = "BAD_TIME"
    BAD_MEMBER = "BAD_MEMBER"
    BAD_POLICY = "BAD_POLICY"
    TOO_LONG = "TOO_LONG"


NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    Field.DATE: ("日期", "预约日期", "就诊日期", "到诊日期", "date", "day", "appointment date", "visit date"),
    Field.TIME: (
        "时间",
        "预约时间",
        "就诊时间",
        "到诊时间",
        "time",
        "start",
        "start time",
        "appointment time",
    ),
    Field.MEMBER: ("会员号", "会员编号", "会员号码", "member", "member no", "member number", "member id"),
    Field.POLICY: ("保单号", "保单号码", "保单", "policy", "policy no", "policy number"),
    Field.NAME: (
        "姓名",
        "孩子姓名",
        "儿童姓名",
        "患者姓名",
        "name",
        "child",
        "patient",
        "child name",
        "patient name",
    ),
    Field.BOOKING: ("预约编号", "热线预约编号", "booking", "booking reference", "booking ref", "booking no"),
    Field.NOTE: ("备注", "说明", "note", "notes", "remark", "remarks"),
}
"""What a column may be called; case, blanks, signs and remarks in brackets do not count."""

OPTIONAL: Final = (Field.DATE, Field.POLICY, Field.NAME, Field.BOOKING, Field.NOTE)
"""The date is missed only where the times do not carry it."""

LONGEST: Final[Mapping[Field, int]] = {Field.NAME: 60, Field.BOOKING: 64, Field.NOTE: 200}
_POLICY: Final = re.compile(r"[0-9A-Za-z._-]{1,32}")
_DATE: Final = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?=\D|$)")
_DIGITS_DATE: Final = re.compile(r"(\d{4})(\d{2})(\d{2})(?=\D|$)")
_TIME: Final = re.compile(
    r"(上午|早上|中午|下午|晚上|am|pm)?\s*(\d{1,2})(?:\s*[:点时]\s*(半|\d{1,2})?\s*分?)?(?:[:](\d{2}))?"
    r"\s*(am|pm)?(?:\s*[-~至到–—].*)?"
)
_DIGITS_TIME: Final = re.compile(r"(\d{1,2})(\d{2})")
_AFTERNOON: Final = frozenset({"下午", "晚上", "中午", "pm"})
_MORNING: Final = frozenset({"上午", "早上", "am"})
_FIRST_SERIAL: Final = date(1899, 12, 30)
_SERIALS: Final = range(36_526, 73_051)
"""The numbers that spreadsheets give to the days of 2000 to 2099."""
_DAY_MINUTES: Final = 24 * 60
_NOON: Final = 12
_PLAIN_NUMBER: Final = re.compile(r"\d+(\.\d+)?")


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """One appointment as the file has it; the time is Beijing time, empty texts were not given."""

    row: int
    day: date
    time: time
    member: str
    policy: str = ""
    name: str = ""
    booking_ref: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class FileFault:
    """A fault and its place: the row as a spreadsheet numbers it (0: no header at all), and the column."""

    row: int
    field: Field
    fault: RowFault


@dataclass(frozen=True, slots=True)
class AppointmentsFile:
    """What was read, and every fault; a row with a fault is not among the rows.

    ``has_booking``: the file has a column for the hotline's booking references.
    """

    rows: tuple[AppointmentRow, ...]
    faults: tuple[FileFault, ...]
    has_booking: bool = False


def read_appointments(table: Table) -> AppointmentsFile:
    """Read a table as appointments. Nothing is guessed: what cannot be read is a fault of its row."""
    columns = columns_of(table, NAMES, OPTIONAL)
    missing = {Field(one) for one in columns.missing}
    if Field.DATE not in columns.places and not _times_carry_dates(columns):
        missing.add(Field.DATE)
    faults = [FileFault(columns.header, one, RowFault.NO_COLUMN) for one in Field if one in missing]
    faults += [FileFault(columns.header, Field(one), RowFault.TWO_COLUMNS) for one in columns.twice]
    if faults:
        return AppointmentsFile((), tuple(faults))
    rows: list[AppointmentRow] = []
    for row in columns.rows:
        read = _Reading(row, columns)
        made = read.appointment()
        faults += read.faults
        if made is not None:
            rows.append(made)
    return AppointmentsFile(tuple(rows), tuple(faults), Field.BOOKING in columns.places)


def _times_carry_dates(columns: Columns) -> bool:
    place = columns.places.get(Field.TIME, -1)
    return any(day_in(_half_width(row.text(place))) is not None for row in columns.rows)


class _Reading:
    """One row; collects its faults."""

    def __init__(self, row: Row, columns: Columns) -> None:
        self._row = row
        self._columns = columns
        self.faults: list[FileFault] = []

    def appointment(self) -> AppointmentRow | None:
        """Return the row's appointment, None where it has a fault."""
        day, moment = self._day(), self._time()
        member, policy = self._member(), self._policy()
        texts = {one: self._text(one) for one in LONGEST}
        if self.faults or day is None or moment is None:
            return None
        name, booking, note = texts[Field.NAME], texts[Field.BOOKING], texts[Field.NOTE]
        return AppointmentRow(self._row.number, day, moment, member, policy, name, booking, note)

    def _day(self) -> date | None:
        field = Field.DATE if Field.DATE in self._columns.places else Field.TIME
        text = self._wanted(field)
        found = day_in(text)
        if text and found is None:
            self._say(field, RowFault.BAD_DATE)
        return found

    def _time(self) -> time | None:
        known = len(self.faults)
        text = self._wanted(Field.TIME)
        if len(self.faults) > known:
            return None
        found = time_in(_behind_day(text))
        if found is None:
            self._say(Field.TIME, RowFault.BAD_TIME)
        return found

    def _member(self) -> str:
        text = self._wanted(Field.MEMBER).replace(" ", "")
        if text and not is_member_number(text):
            self._say(Field.MEMBER, RowFault.BAD_MEMBER)
        return text

    def _policy(self) -> str:
        text = self._given(Field.POLICY).replace(" ", "")
        if text and _POLICY.fullmatch(text) is None:
            self._say(Field.POLICY, RowFault.BAD_POLICY)
        return text

    def _text(self, field: Field) -> str:
        text = " ".join(self._given(field).split())
        if len(text) > LONGEST[field]:
            self._say(field, RowFault.TOO_LONG)
        return text

    def _wanted(self, field: Field) -> str:
        known = len(self.faults)
        text = self._given(field)
        if not text and len(self.faults) == known:
            self._say(field, RowFault.MISSING)
        return text

    def _given(self, field: Field) -> str:
        """Return the text of a cell, half-width; empty where there is none or where it is at fault."""
        place = self._columns.places.get(field, -1)
        fault = _MARKED.get(self._row.marks.get(place))
        if fault is not None and not (fault is RowFault.MERGED and field in LONGEST):
            self._say(field, fault)
            return ""
        text = self._row.text(place)
        return text if field in LONGEST else _half_width(text)

    def _say(self, field: Field, fault: RowFault) -> None:
        if all(one.field is not field for one in self.faults):
            self.faults.append(FileFault(self._row.number, field, fault))


_MARKED: Final[Mapping[Mark | None, RowFault]] = {
    Mark.MERGED: RowFault.MERGED,
    Mark.FORMULA: RowFault.NOT_COMPUTED,
    Mark.ERROR: RowFault.NOT_COMPUTED,
    Mark.CUT: RowFault.NUMBER_CUT,
}


def _half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lstrip("'")


def day_in(text: str) -> date | None:
    """Return the day that a text begins with, also as the number that a spreadsheet keeps a day as."""
    found = _DATE.match(text) or _DIGITS_DATE.match(text)
    if found is not None:
        try:
            return date(*map(int, found.groups()))
        except ValueError:
            return None
    number = _number(text)
    if number is None or int(number) not in _SERIALS:
        return None
    return _FIRST_SERIAL + timedelta(days=int(number))


def _behind_day(text: str) -> str:
    """Return what stands behind the day in a text that holds both."""
    found = _DATE.match(text) or _DIGITS_DATE.match(text)
    if found is not None:
        return text[found.end() :].strip(" T,")
    number = _number(text)
    if number is not None and int(number) in _SERIALS:
        return repr(number % 1)
    return text


def _number(text: str) -> float | None:
    return float(text) if _PLAIN_NUMBER.fullmatch(text) else None


def time_in(text: str) -> time | None:
    """Return the time that a hand or a spreadsheet wrote: 9:30, 0930, 下午2点半, 0.3958, 9:30-10:00."""
    plain = unicodedata.normalize("NFKC", text).strip().casefold()
    number = _number(plain)
    if number is not None and 0 < number < 1 and "." in plain:
        minutes = round(number * _DAY_MINUTES) % _DAY_MINUTES
        return time(minutes // 60, minutes % 60)
    digits = _DIGITS_TIME.fullmatch(plain)
    if digits is not None:
        return _clock(int(digits.group(1)), int(digits.group(2)), "")
    found = _TIME.fullmatch(plain)
    if found is None:
        return None
    before, hour, minute, _seconds, behind = found.groups()
    minutes = 30 if minute == "半" else int(minute or 0)
    return _clock(int(hour), minutes, before or behind or "")


def _clock(hour: int, minute: int, half: str) -> time | None:
    if half and hour > _NOON and half in _MORNING:
        return None
    if half in _AFTERNOON and 1 <= hour < _NOON and not (half == "中午" and hour == _NOON - 1):
        hour += _NOON
    if half in _MORNING and hour == _NOON:
        hour = 0
    try:
        return time(hour, minute)
    except ValueError:
        return None
