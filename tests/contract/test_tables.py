"""Tables as clinics have them, and files that are none."""

import io
import zipfile
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from clinic_terminal.contract.errors import TableFileError
from clinic_terminal.contract.tables import Limits, Mark, column_letters, columns_of, read_table
from tests.contract.sheets import part, with_part, workbook

TEXT = "日期,姓名,备注\n2026-05-22,沈星禾,复诊\n"
SHEET = "xl/worksheets/sheet1.xml"


def cells(content: bytes) -> list[tuple[str, ...]]:
    return [row.cells for row in read_table(content).rows]


def refusal(content: bytes | Path, limits: Limits | None = None) -> TableFileError:
    with pytest.raises(TableFileError) as caught:
        read_table(content, limits or Limits())
    return caught.value


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_a_text_is_read_in_every_usual_encoding(encoding: str) -> None:
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    assert cells(mark + TEXT.encode(encoding))[1] == ("2026-05-22", "沈星禾", "复诊")


def test_a_rare_name_survives_the_chinese_encoding() -> None:
    assert cells("姓名\n方𬱟\n程䶮\n".encode("gb18030")) == [("姓名",), ("方𬱟",), ("程䶮",)]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_the_separator_is_found_out(separator: str) -> None:
    text = f'a{separator}b{separator}c\n1{separator}"x, y; z"{separator}3\n'
    assert cells(text.encode()) == [("a", "b", "c"), ("1", "x, y; z", "3")]


def test_decimal_commas_do_not_hide_the_semicolon() -> None:
    assert cells(b"code;price\nA;1,5\nB;2,5\nC;3,5\n")[1] == ("A", "1,5")


def test_a_separator_that_the_file_names_is_taken_and_rows_keep_their_numbers() -> None:
    rows = read_table(b"sep=;\na;b\n1;2\n").rows
    assert [(row.number, row.cells) for row in rows] == [(2, ("a", "b")), (3, ("1", "2"))]


def test_empty_rows_are_left_out_and_numbers_stay_those_of_the_spreadsheet() -> None:
    rows = read_table(b"a,b\n\n , \n1,\n").rows
    assert [(row.number, row.cells) for row in rows] == [(1, ("a", "b")), (4, ("1", ""))]
    assert rows[1].text(7) == ""


def test_quoted_lines_belong_to_one_row() -> None:
    assert cells(b'a,b\n"x\ny",2\n') == [("a", "b"), ("x\ny", "2")]


def test_a_text_that_old_programs_end_with_a_sign_is_read() -> None:
    assert cells(b"a,b\n1,2\n\x1a")[1] == ("1", "2")


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf", b"\n\n , ,\n", b" "])
def test_a_file_without_content_is_empty(content: bytes) -> None:
    assert refusal(content).cause == "EMPTY"


def outcome(content: bytes) -> str:
    """Return what came of a file: the cause of its refusal, empty where it was read."""
    try:
        read_table(content)
    except TableFileError as error:
        return error.cause
    return ""


def test_garbage_is_no_table() -> None:
    chance = Random(7)  # noqa: S311  the same garbage in every run
    for length in (100, 5_000):
        assert {outcome(chance.randbytes(length)) for _ in range(20)} <= {"NOT_A_TABLE", "ENCODING"}
    # A few bytes can be a text by chance; nothing else may happen.
    short = {outcome(chance.randbytes(length)) for length in range(1, 9) for _ in range(20)}
    assert short <= {"", "NOT_A_TABLE", "ENCODING", "EMPTY", "BAD_CSV"}


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "NOT_A_TABLE"),
        (b"%PDF-1.7\n\x01\x02", "NOT_A_TABLE"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "OLD_EXCEL"),
        (b"PK\x03\x04 cut off", "NOT_A_TABLE"),
        ("日期\n".encode() + b"\x81\xff\xff", "ENCODING"),
        (b"\xff\xfe\x41", "ENCODING"),
    ],
)
def test_another_kind_of_file_is_named_as_what_it_is(content: bytes, cause: str) -> None:
    assert refusal(content).cause == cause


def test_a_quote_that_is_never_closed_names_its_row() -> None:
    error = refusal(b'a,b\n1,2\n"3,4\n')
    assert (error.cause, error.row) == ("BAD_CSV", 3)


def test_a_file_is_read_from_its_path(tmp_path: Path) -> None:
    path = tmp_path / "list.any"
    path.write_bytes(TEXT.encode("gbk"))
    assert read_table(path).rows[1].text(1) == "沈星禾"


def test_paths_that_cannot_be_read_say_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(tmp_path / "nothing.csv").cause == "MISSING"
    assert refusal(tmp_path).cause == "UNREADABLE"
    locked = tmp_path / "locked.csv"
    locked.write_bytes(TEXT.encode())

    def forbidden(*_what: object, **_how: object) -> None:
        raise PermissionError

    monkeypatch.setattr(Path, "open", forbidden)
    assert refusal(locked).cause == "NO_PERMISSION"

    def broken(*_what: object, **_how: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "open", broken)
    assert refusal(locked).cause == "UNREADABLE"


def test_an_error_never_names_the_file_or_its_content(tmp_path: Path) -> None:
    path = tmp_path / "沈星禾.csv"
    path.write_bytes('会员号\n"沈星禾'.encode())
    assert "沈星禾" not in str(refusal(path))


def test_every_limit_is_kept(tmp_path: Path) -> None:
    few = Limits(file_bytes=40, unpacked_bytes=1_000, rows=2, columns=3, cell_letters=5)
    assert cells(b"a,b\n1,2\n3,4\n")
    assert refusal(b"a,b\n1,2\n3,4\n5,6\n", few).cause == "TOO_MANY_ROWS"
    wide = refusal(b"a,b,c\n1,2,3,4\n", few)
    assert (wide.cause, wide.row) == ("TOO_MANY_COLUMNS", 2)
    long = refusal(b"a,b\n1,123456\n", few)
    assert (long.cause, long.row, long.column) == ("CELL_TOO_LONG", 2, "B")
    assert refusal(b"x" * 41, few).cause == "TOO_LARGE"
    path = tmp_path / "large.csv"
    path.write_bytes(b"x" * 100_000)
    assert refusal(path, few).cause == "TOO_LARGE"


def test_ten_thousand_rows_are_read_and_one_more_is_not() -> None:
    rows = b"a,b\n" + b"1,2\n" * 10_000
    assert len(read_table(rows).rows) == 10_001
    assert refusal(rows + b"1,2\n").cause == "TOO_MANY_ROWS"


def test_a_workbook_is_read_as_the_hand_would_have_typed_it() -> None:
    moment = datetime(2026, 5, 22, 9, 30)  # noqa: DTZ001  a spreadsheet's times have no zone
    values = (
        date(2026, 5, 22),
        moment,
        time(9, 30),
        time(9, 30, 15),
        timedelta(hours=9),
        12,
        350.5,
        7.0,
        True,
        " x ",
    )
    assert cells(workbook([("标题",), values]))[1] == (
        "2026-05-22", "2026-05-22 09:30", "09:30", "09:30:15", "09:00", "12", "350.5", "7", "TRUE", "x",
    )  # fmt: skip


def test_merged_cells_are_marked_and_not_filled() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A1:C1")
        sheet.merge_cells("A3:A4")

    table = read_table(workbook([("五月",), ("日期", "时间"), ("2026-05-22", "9:00"), (None, "9:30")], merge))
    assert table.rows[0].marks == {1: Mark.MERGED, 2: Mark.MERGED}
    assert table.rows[2].marks == {}
    assert table.rows[3].cells == ("", "9:30")
    assert table.rows[3].marks == {0: Mark.MERGED}


def test_a_formula_gives_its_computed_value_or_a_mark() -> None:
    content = workbook([("a", "b"), (1, "=A2+1"), (2, "=1/0")])
    never = read_table(content)
    assert never.rows[1].cells == ("1",)
    assert never.rows[1].marks == {1: Mark.FORMULA}
    computed = part(content, SHEET)
    computed = computed.replace(b"<f>A2+1</f><v></v>", b"<f>A2+1</f><v>2</v>").replace(
        b"<f>A2+1</f><v />", b"<f>A2+1</f><v>2</v>"
    )
    known = read_table(with_part(content, SHEET, computed))
    assert known.rows[1].cells == ("1", "2")
    assert known.rows[1].marks == {}


def test_a_failed_formula_is_marked() -> None:
    content = workbook([("a",), ("#N/A",)])
    assert read_table(content).rows[1].marks == {0: Mark.ERROR}


def test_a_number_of_more_digits_than_a_spreadsheet_keeps_is_marked() -> None:
    rows = read_table(workbook([("会员号",), (202501000000100_11,), (123_456_789_012_345,)])).rows
    assert rows[1].marks == {0: Mark.CUT}
    assert rows[2].marks == {}


def test_the_first_visible_sheet_with_rows_counts() -> None:
    book = Workbook()
    book.worksheets[0].append(["hidden"])
    book.worksheets[0].sheet_state = "hidden"
    book.create_sheet("empty")
    book.create_sheet("list").append(["日期"])
    file = io.BytesIO()
    book.save(file)
    assert cells(file.getvalue()) == [("日期",)]
    assert refusal(workbook([])).cause == "EMPTY"


def test_what_a_sheet_says_of_its_size_is_not_believed() -> None:
    content = workbook([("a", "b"), (1, 2)])
    lying = part(content, SHEET).replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    assert cells(with_part(content, SHEET, lying)) == [("a", "b"), ("1", "2")]


def test_a_row_far_below_is_too_many_rows() -> None:
    content = workbook([("a",), (1,)])
    far = part(content, SHEET).replace(b'<row r="2"', b'<row r="1048576"').replace(b'r="A2"', b'r="A1048576"')
    assert refusal(with_part(content, SHEET, far)).cause == "TOO_MANY_ROWS"


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = with_part(workbook([("a",)]), SHEET, b"\0" * (70 * 1024 * 1024))
    assert len(bomb) < 1024 * 1024
    assert refusal(bomb).cause == "TOO_LARGE"


def test_a_zip_of_many_parts_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        for number in range(2_001):
            packed.writestr(f"{number}", b"")
    assert refusal(file.getvalue()).cause == "TOO_LARGE"


def test_markup_that_could_multiply_itself_is_refused() -> None:
    content = workbook([("a",)])
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>' + part(content, SHEET)[38:]
    assert refusal(with_part(content, SHEET, bomb)).cause == "NOT_A_TABLE"


def test_merges_without_measure_are_refused() -> None:
    content = workbook([("a",), (1,)])
    merges = b'<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    spoiled = part(content, SHEET).replace(b"</worksheet>", merges)
    assert refusal(with_part(content, SHEET, spoiled)).cause == "TOO_LARGE"


def test_another_zip_is_no_table() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("hello.txt", "hello")
    assert refusal(file.getvalue()).cause == "NOT_A_TABLE"


def test_a_damaged_workbook_is_refused_wherever_it_is_cut() -> None:
    content = workbook([("a", "b"), (1, 2)])
    for length in range(4, len(content), 97):
        assert refusal(content[:length]).cause == "NOT_A_TABLE"


def test_a_workbook_with_any_byte_turned_is_read_or_refused() -> None:
    content = bytearray(workbook([("a", "b"), (1, 2)]))
    chance = Random(11)  # noqa: S311  the same bytes in every run
    found = set()
    for _ in range(150):
        place = chance.randrange(4, len(content))
        before, content[place] = content[place], chance.randrange(256)
        found.add(outcome(bytes(content)))
        content[place] = before
    assert found <= {"", "NOT_A_TABLE", "TOO_LARGE", "EMPTY"}


NAMES = {"day": ("日期", "date"), "who": ("姓名", "name"), "note": ("备注",)}


def test_columns_are_found_by_any_of_their_names_below_a_title() -> None:
    table = read_table("五月预约表\n Name ,ＤＡＴＥ（必填）,其他\nx,y,z\n".encode())
    found = columns_of(table, NAMES, ["note"])
    assert found.header == 2
    assert found.places == {"who": 0, "day": 1}
    assert (found.missing, found.twice) == ((), ())
    assert [row.cells for row in found.rows] == [("x", "y", "z")]


def test_columns_that_are_missing_or_there_twice_are_named() -> None:
    found = columns_of(read_table("日期,date\n1,2\n".encode()), NAMES, ["note"])
    assert found.missing == ("who",)
    assert found.twice == ("day",)


def test_a_table_without_any_known_column_has_no_header() -> None:
    found = columns_of(read_table(b"a,b\n1,2\n"), NAMES)
    assert found.header == 0
    assert found.missing == ("day", "who", "note")
    assert len(found.rows) == 2


@pytest.mark.parametrize(("place", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_the_letters_of_a_spreadsheet(place: int, letters: str) -> None:
    assert column_letters(place) == letters
