"""Price lists as files: what is read is exactly what is written there, and every slip names its row."""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from clinic_terminal.contract.errors import TableFileError
from clinic_terminal.contract.tables import read_table
from clinic_terminal.contract.tariff_file import (
    HEADERS_EN,
    HEADERS_ZH,
    NAMES,
    fen_of,
    read_tariff,
    tariff_csv,
    tariff_xlsx,
)
from clinic_terminal.domain.tariff import PriceLine, Tariff, price_list
from clinic_terminal.domain.tariff_plan import Column, DraftRow, Finding, Slip, TariffDraft, plan_tariff
from tests.build import CATALOGUE, TODAY

HEADER = ("编码", "单价（元）", "名称", "启用", "生效日期")


def as_csv(*rows: Sequence[str], encoding: str = "utf-8") -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode(encoding)


def as_xlsx(*rows: Sequence[Any], merged: str = "") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    if merged:
        sheet.merge_cells(merged)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def drafted(content: bytes) -> TariffDraft:
    return read_tariff(read_table(content))


def slips(content: bytes) -> list[tuple[int, Slip, Column | None]]:
    return [(found.row, found.slip, found.column) for found in drafted(content).findings]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_a_list_is_read_in_every_usual_encoding(encoding: str) -> None:
    content = as_csv(HEADER, ("bs07", "￥1,200.00", "补牙", "是", "2026年6月1日"), encoding=encoding)
    assert drafted(content) == TariffDraft((DraftRow(2, "BS07", 120_000, True, "补牙", date(2026, 6, 1)),))


@pytest.mark.parametrize(
    ("cell", "fen"),
    [
        ("700", 70_000),
        ("700.5", 70_050),
        ("700.50", 70_050),
        ("12.500", 1_250),
        ("0", 0),
        ("1,200.00", 120_000),
        ("1,234,5", None),
        ("¥ 1,200", 120_000),
        ("￥１２００．５", 120_050),
        ("350元", 35_000),
        ("350 元", 35_000),
    ],
)
def test_a_price_is_read_as_people_write_it(cell: str, fen: int | None) -> None:
    read = [row.price_fen for row in drafted(as_csv(HEADER, ("BS07", cell))).rows]
    assert read == ([] if fen is None else [fen])


@pytest.mark.parametrize(
    ("cell", "slip"),
    [
        ("12.345", Slip.PRICE_TOO_FINE),
        ("0.30000000000000004", Slip.PRICE_TOO_FINE),
        ("-700", Slip.PRICE_NEGATIVE),
        ("−700", Slip.PRICE_NEGATIVE),
        ("(700)", Slip.PRICE_NEGATIVE),
        ("¥-700", Slip.PRICE_NEGATIVE),
        ("1e3", Slip.PRICE_UNREADABLE),
        ("7OO", Slip.PRICE_UNREADABLE),
        ("1,20", Slip.PRICE_UNREADABLE),
        ("1 200", Slip.PRICE_UNREADABLE),
        ("+700", Slip.PRICE_UNREADABLE),
        ("免费", Slip.PRICE_UNREADABLE),
        ("nan", Slip.PRICE_UNREADABLE),
        ("1000000.01", Slip.PRICE_TOO_LARGE),
        ("999999999999999", Slip.PRICE_TOO_LARGE),
    ],
)
def test_a_price_that_is_none_is_a_slip_of_its_row_and_never_rounded(cell: str, slip: Slip) -> None:
    draft = drafted(as_csv(HEADER, ("PV01", "300"), ("BS07", cell)))
    assert draft.findings == (Finding(3, slip, Column.PRICE, cell),)
    assert [row.row for row in draft.rows] == [2]


@given(st.integers(0, 100_000_000))
def test_every_amount_that_a_bill_can_hold_comes_back_as_it_was_written(fen: int) -> None:
    assert fen_of(f"{fen // 100}.{fen % 100:02d}") == fen
    assert fen_of(f"¥{fen // 100:,}.{fen % 100:02d}") == fen


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (("", "700"), (2, Slip.CODE_EMPTY, Column.CODE)),
        (("BS07", "700", "", "也许"), (2, Slip.OFFERED_UNREADABLE, Column.OFFERED)),
        (("BS07", "700", "长" * 61), (2, Slip.NAME_TOO_LONG, Column.NAME)),
        (("BS07", "700", "", "", "2026-02-30"), (2, Slip.DATE_UNREADABLE, Column.SINCE)),
        (("BS07", "700", "", "", "下个月"), (2, Slip.DATE_UNREADABLE, Column.SINCE)),
    ],
)
def test_a_cell_that_cannot_be_read_is_a_slip_of_its_row(
    row: tuple[str, ...], expected: tuple[int, Slip, Column]
) -> None:
    assert slips(as_csv(HEADER, row)) == [expected]
    assert drafted(as_csv(HEADER, row)).rows == ()


def test_all_slips_of_a_row_are_named_at_once() -> None:
    found = slips(as_csv(HEADER, ("", "-1", "", "也许", "x")))
    assert [slip for _row, slip, _column in found] == [
        Slip.CODE_EMPTY,
        Slip.PRICE_NEGATIVE,
        Slip.OFFERED_UNREADABLE,
        Slip.DATE_UNREADABLE,
    ]


YES = ("是", "启用", "在用", "1", "YES", "true", "√")
NO = ("否", "停用", "0", "off", "False", "×")


@pytest.mark.parametrize(
    ("cell", "offered"), [*((word, True) for word in YES), *((word, False) for word in NO), ("", None)]
)
def test_whether_an_item_is_offered_is_read_as_people_say_it(cell: str, offered: bool | None) -> None:
    (row,) = drafted(as_csv(HEADER, ("BS07", "700", "", cell))).rows
    assert row.offered is offered


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (("编码", "名称"), [(1, Slip.COLUMN_MISSING, Column.PRICE)]),
        (("单价", "名称"), [(1, Slip.COLUMN_MISSING, Column.CODE)]),
        (("a", "b"), [(0, Slip.COLUMN_MISSING, Column.CODE), (0, Slip.COLUMN_MISSING, Column.PRICE)]),
        (("编码", "单价", "价格"), [(1, Slip.COLUMN_TWICE, Column.PRICE)]),
        (("编码", "单价"), [(1, Slip.NO_ROWS, None)]),
    ],
)
def test_wrong_columns_are_said_once_and_no_row_is_read(
    header: tuple[str, ...], expected: list[tuple[int, Slip, Column | None]]
) -> None:
    rows = [] if expected[0][1] is Slip.NO_ROWS else [("BS07", "700", "3")]
    assert slips(as_csv(header, *rows)) == expected
    assert drafted(as_csv(header, *rows)).rows == ()


def test_a_column_that_nobody_knows_is_a_warning_and_the_rest_is_read() -> None:
    draft = drafted(as_csv(("编码", "单价", "供应商"), ("BS07", "700", "某公司")))
    assert draft.findings == (Finding(1, Slip.COLUMN_UNKNOWN, None, "供应商"),)
    assert not draft.findings[0].is_fault
    assert [row.price_fen for row in draft.rows] == [70_000]


def test_titles_above_the_header_and_empty_rows_do_not_move_the_row_numbers() -> None:
    draft = drafted(as_csv(("某某口腔价目表",), (), HEADER, (), ("BS07", "700")))
    assert [row.row for row in draft.rows] == [5]


def test_a_spreadsheet_gives_numbers_dates_and_flags_as_they_were_meant() -> None:
    rows = [("BS07", 700, "补牙", "是", datetime(2026, 6, 1)), ("PV01", 300.5, None, True, None)]  # noqa: DTZ001  a cell
    assert drafted(as_xlsx(HEADER, *rows)).rows == (
        DraftRow(2, "BS07", 70_000, True, "补牙", date(2026, 6, 1)),
        DraftRow(3, "PV01", 30_050, True),
    )


def test_what_a_spreadsheet_hides_is_a_slip() -> None:
    content = as_xlsx(HEADER, ("BS07", "=B3*2"), ("PV01", 300), ("PV07", None), merged="B3:B4")
    assert slips(content) == [
        (2, Slip.CELL_NOT_COMPUTED, Column.PRICE),
        (4, Slip.CELL_MERGED, Column.PRICE),
    ]


def test_ten_thousand_rows_are_read_and_one_more_is_refused() -> None:
    rows = [(f"A{number}", "1.00") for number in range(10_000)]
    assert len(drafted(as_csv(HEADER, *rows)).rows) == 10_000
    with pytest.raises(TableFileError, match="TOO_MANY_ROWS"):
        drafted(as_csv(HEADER, *rows, ("A", "1")))


@pytest.mark.parametrize("english", [False, True])
@pytest.mark.parametrize("written", [tariff_csv, tariff_xlsx])
def test_a_list_that_was_given_out_comes_back_without_a_difference(written: Any, english: bool) -> None:  # noqa: ANN401  two functions
    lines = price_list(CATALOGUE, Tariff(), TODAY)
    draft = drafted(written(lines, english=english))
    assert draft.findings == ()
    made = plan_tariff(draft, (CATALOGUE,), Tariff(), TODAY, TODAY)
    assert (len(made.changes), made.rows, made.findings, made.untouched) == (len(lines), (), (), 0)


@pytest.mark.parametrize("headers", [HEADERS_ZH, HEADERS_EN])
def test_every_column_that_is_written_is_known_when_it_comes_back(headers: tuple[str, ...]) -> None:
    assert len(headers) == len(NAMES)
    assert slips(as_csv(headers, ("BS07", "x", "700"))) == []


def hostile(name: str) -> PriceLine:
    return PriceLine(replace(CATALOGUE.items["BS07"], name_zh=name))


@pytest.mark.parametrize("name", ["=1+1", "+86", "-x", "@SUM(A1)"])
def test_no_name_becomes_a_formula_in_the_clinics_spreadsheet(name: str) -> None:
    text = tariff_csv([hostile(name)]).decode("utf-8-sig")
    assert next(csv.reader(io.StringIO(text.splitlines()[1])))[1] == f"'{name}"
    sheet = load_workbook(io.BytesIO(tariff_xlsx([hostile(name)]))).active
    assert sheet is not None
    assert (sheet["B2"].value, sheet["B2"].data_type) == (name, "s")
    for written in (tariff_csv, tariff_xlsx):
        assert [row.name for row in drafted(written([hostile(name)])).rows] == [name]


def test_prices_of_a_spreadsheet_are_numbers_with_two_decimals() -> None:
    sheet = load_workbook(io.BytesIO(tariff_xlsx(price_list(CATALOGUE, Tariff(), TODAY)))).active
    assert sheet is not None
    assert (sheet["C2"].value, sheet["C2"].number_format) == (60, "0.00")
