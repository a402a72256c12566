"""A clinic's list of appointments: what is understood, and what is said of every row that is not."""

from datetime import date, time

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from clinic_terminal.contract.appointments_file import (
    AppointmentRow,
    AppointmentsFile,
    Field,
    FileFault,
    RowFault,
    read_appointments,
    time_in,
)
from clinic_terminal.contract.tables import read_table
from tests.contract.sheets import workbook

HEADER = "日期,时间,会员号,保单号,姓名,预约编号,备注\n"
MEMBER = "202501C00000010011"


def read(text: str) -> AppointmentsFile:
    return read_appointments(read_table(text.encode()))


def first(row: str, header: str = "日期,时间,会员号\n") -> AppointmentRow:
    found = read(header + row)
    assert found.faults == ()
    return found.rows[0]


def test_a_full_row_is_understood() -> None:
    found = read(HEADER + f"2026-05-22,09:30,{MEMBER},DEN-000101,沈星禾,YY-20731,带 X 光片\n")
    assert found.rows == (
        AppointmentRow(
            2, date(2026, 5, 22), time(9, 30), MEMBER, "DEN-000101", "沈星禾", "YY-20731", "带 X 光片"
        ),
    )
    assert found.faults == ()
    assert found.has_booking


def test_english_headers_in_any_order_below_a_title_are_understood() -> None:
    found = read(f"Appointments May\nRemarks,Member No.,Time,Date\nnew,{MEMBER},14:00,2026/5/22\n")
    assert found.rows == (AppointmentRow(3, date(2026, 5, 22), time(14), MEMBER, note="new"),)
    assert not found.has_booking


@pytest.mark.parametrize(
    "text",
    ["2026-05-22", "2026/5/22", "2026.5.22", "2026年5月22日", "20260522", "2026-05-22 00:00:00", "46164",
     "２０２６－０５－２２", "'2026-05-22"],
)  # fmt: skip
def test_a_date_is_read_as_people_and_spreadsheets_write_it(text: str) -> None:
    assert first(f"{text},9:30,{MEMBER}\n").day == date(2026, 5, 22)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("9:30", time(9, 30)), ("09：30", time(9, 30)), ("09:30:00", time(9, 30)), ("930", time(9, 30)),
        ("0930", time(9, 30)), ("9", time(9)), ("9点", time(9)), ("9点半", time(9, 30)),
        ("9时5分", time(9, 5)), ("上午9:30", time(9, 30)), ("下午2:30", time(14, 30)),
        ("下午 2点半", time(14, 30)), ("晚上7点", time(19)), ("中午12点", time(12)), ("中午1点", time(13)),
        ("中午11点半", time(11, 30)), ("下午14:30", time(14, 30)), ("2:30 PM", time(14, 30)),
        ("12:15 am", time(0, 15)), ("12:15 pm", time(12, 15)), ("9:30-10:00", time(9, 30)),
        ("9:30 至 10:00", time(9, 30)), ("0.395833333333333", time(9, 30)), ("0.5", time(12)),
        ("23:59", time(23, 59)),
    ],
)  # fmt: skip
def test_a_time_is_read_as_people_and_spreadsheets_write_it(text: str, moment: time) -> None:
    assert first(f"2026-05-22,{text},{MEMBER}\n").time == moment


@pytest.mark.parametrize("text", ["25:00", "9:75", "上午15:00", "noon", "9h30", "", "1.5", "99999", "9:3o"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert time_in(text) is None


def test_one_column_may_hold_date_and_time() -> None:
    header = "预约时间,会员号\n"
    found = read(
        header + f"2026-05-22 09:30,{MEMBER}\n46164.3958333333,{MEMBER}\n2026年5月23日 下午2点,{MEMBER}\n"
    )
    assert [(row.day, row.time) for row in found.rows] == [
        (date(2026, 5, 22), time(9, 30)),
        (date(2026, 5, 22), time(9, 30)),
        (date(2026, 5, 23), time(14)),
    ]
    faulty = read(header + f"2026-05-22 09:30,{MEMBER}\n09:30,{MEMBER}\n2026-05-22,{MEMBER}\n")
    assert faulty.faults == (
        FileFault(3, Field.TIME, RowFault.BAD_DATE),
        FileFault(4, Field.TIME, RowFault.BAD_TIME),
    )


def test_a_time_column_that_repeats_the_date_is_read() -> None:
    assert first(f"2026-05-22,2026-05-22 09:30,{MEMBER}\n").time == time(9, 30)


def test_wrong_columns_are_named_once_and_no_row_is_taken() -> None:
    found = read(f"日期,预约日期,姓名\n2026-05-22,2026-05-22,{MEMBER}\n")
    assert found.rows == ()
    assert found.faults == (
        FileFault(1, Field.TIME, RowFault.NO_COLUMN),
        FileFault(1, Field.MEMBER, RowFault.NO_COLUMN),
        FileFault(1, Field.DATE, RowFault.TWO_COLUMNS),
    )
    assert [fault.row for fault in read("a,b\n1,2\n").faults] == [0, 0, 0]
    no_date = read(f"时间,会员号\n9:30,{MEMBER}\n")
    assert no_date.faults == (FileFault(1, Field.DATE, RowFault.NO_COLUMN),)


@pytest.mark.parametrize(
    ("row", "field", "fault"),
    [
        (f",9:30,{MEMBER},,,,", Field.DATE, RowFault.MISSING),
        (f"2026-02-30,9:30,{MEMBER},,,,", Field.DATE, RowFault.BAD_DATE),
        (f"5/22/2026,9:30,{MEMBER},,,,", Field.DATE, RowFault.BAD_DATE),
        (f"5月22日,9:30,{MEMBER},,,,", Field.DATE, RowFault.BAD_DATE),
        (f"2026-05-22,,{MEMBER},,,,", Field.TIME, RowFault.MISSING),
        (f"2026-05-22,26:00,{MEMBER},,,,", Field.TIME, RowFault.BAD_TIME),
        ("2026-05-22,9:30,,,,,", Field.MEMBER, RowFault.MISSING),
        ("2026-05-22,9:30,沈星禾,,,,", Field.MEMBER, RowFault.BAD_MEMBER),
        (f"2026-05-22,9:30,{'1' * 33},,,,", Field.MEMBER, RowFault.BAD_MEMBER),
        (f"2026-05-22,9:30,{MEMBER},保单,,,", Field.POLICY, RowFault.BAD_POLICY),
        (f"2026-05-22,9:30,{MEMBER},,{'长' * 61},,", Field.NAME, RowFault.TOO_LONG),
        (f"2026-05-22,9:30,{MEMBER},,,{'1' * 65},", Field.BOOKING, RowFault.TOO_LONG),
        (f"2026-05-22,9:30,{MEMBER},,,,{'长' * 201}", Field.NOTE, RowFault.TOO_LONG),
    ],
)
def test_a_row_at_fault_is_named_with_its_place_and_not_taken(
    row: str, field: Field, fault: RowFault
) -> None:
    found = read(HEADER + f"2026-05-22,9:30,{MEMBER},,,,\n{row}\n")
    assert found.faults == (FileFault(3, field, fault),)
    assert [one.row for one in found.rows] == [2]


def test_every_fault_of_a_row_is_listed() -> None:
    found = read(HEADER + "31,26:00,沈星禾,,,,\n")
    assert [(fault.field, fault.fault) for fault in found.faults] == [
        (Field.DATE, RowFault.BAD_DATE),
        (Field.TIME, RowFault.BAD_TIME),
        (Field.MEMBER, RowFault.BAD_MEMBER),
    ]


def test_blanks_and_wide_letters_in_numbers_do_not_matter() -> None:
    row = first("2026-05-22,9:30, ２０２５０１Ｃ 00000010011 ,den-1\n", "日期,时间,会员号,保单号\n")
    assert (row.member, row.policy) == ("202501C00000010011", "den-1")


def test_a_workbook_with_real_dates_and_times_is_understood() -> None:
    content = workbook(
        [("日期", "时间", "会员号"), (date(2026, 5, 22), time(9, 30), MEMBER), (46164, 0.4375, 20250142)]
    )
    found = read_appointments(read_table(content))
    assert found.faults == ()
    assert [(row.day, row.time, row.member) for row in found.rows] == [
        (date(2026, 5, 22), time(9, 30), MEMBER),
        (date(2026, 5, 22), time(10, 30), "20250142"),
    ]


def test_what_a_spreadsheet_hides_is_said() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A2:A3")
        sheet.merge_cells("D2:D3")

    content = workbook(
        [
            ("日期", "时间", "会员号", "备注"),
            ("2026-05-22", "9:30", MEMBER, "同来"),
            (None, "9:45", MEMBER),
            ("=A2", "9:45", MEMBER),
            ("2026-05-22", "9:45", 202501000000100_11),
            ("2026-05-22", "#N/A", MEMBER),
        ],
        merge,
    )
    found = read_appointments(read_table(content))
    assert found.faults == (
        FileFault(3, Field.DATE, RowFault.MERGED),
        FileFault(4, Field.DATE, RowFault.NOT_COMPUTED),
        FileFault(5, Field.MEMBER, RowFault.NUMBER_CUT),
        FileFault(6, Field.TIME, RowFault.NOT_COMPUTED),
    )


def test_a_header_alone_is_an_empty_list() -> None:
    assert read(HEADER) == AppointmentsFile((), (), has_booking=True)
