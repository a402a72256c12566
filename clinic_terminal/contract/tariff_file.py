"""A clinic's price list as a file: what each row says or lacks, and the list written again as CSV or XLSX."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from clinic_terminal.contract.appointments_file import day_in
from clinic_terminal.contract.tables import Columns, Mark, Row, Table, columns_of
from clinic_terminal.domain.money import LARGEST_FEN
from clinic_terminal.domain.tariff import PriceLine
from clinic_terminal.domain.tariff_plan import Column, DraftRow, Finding, Slip, TariffDraft

_CATEGORY, _ENGLISH, _LOW, _HIGH, _OWN_SINCE = "CATEGORY", "ENGLISH", "LOW", "HIGH", "OWN_SINCE"
NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    Column.CODE: ("编码", "项目编码", "代码", "项目代码", "编号", "项目编号", "code", "item", "item code"),
    Column.NAME: ("名称", "项目名称", "项目", "本院名称", "name", "item name"),
    Column.PRICE: ("单价", "价格", "收费标准", "售价", "本院价", "price", "price yuan", "unit price"),
    Column.OFFERED: ("启用", "是否启用", "在用", "状态", "offered", "active", "enabled"),
    Column.SINCE: (
        "生效日期",
        "生效日",
        "执行日期",
        "effective",
        "effective date",
        "effective from",
        "since",
    ),
    _CATEGORY: ("类别", "category"),
    _ENGLISH: ("英文名称", "english name", "name en"),
    _LOW: ("参考低价", "reference low", "low yuan"),
    _HIGH: ("参考高价", "reference high", "high yuan"),
    _OWN_SINCE: ("本院定价自", "own price since"),
}
"""What a column may be called; case, blanks, signs and remarks in brackets do not count.

Those without a `Column` are written for the reader's sake and passed over when the file comes back.
"""

_WANTED: Final = (Column.CODE, Column.PRICE)
HEADERS_ZH: Final = (
    "编码", "名称", "单价（元）", "启用", "生效日期", "类别", "英文名称", "参考低价", "参考高价",
    "本院定价自",
)  # fmt: skip
HEADERS_EN: Final = (
    "Code", "Name", "Price (yuan)", "Offered", "Effective", "Category", "English name", "Reference low",
    "Reference high", "Own price since",
)  # fmt: skip
_WIDTHS: Final = (10, 34, 12, 8, 14, 14, 44, 12, 12, 14)
_LONGEST_NAME: Final = 60
_LONGEST_SHOWN: Final = 40
_YES: Final = frozenset({"是", "启用", "在用", "开", "1", "y", "yes", "true", "on", "√", "✓"})
_NO: Final = frozenset({"否", "停用", "不用", "关", "0", "n", "no", "false", "off", "×", "x"})
_AMOUNT: Final = re.compile(r"¥?\s*([0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.([0-9]*))?\s*元?")
_BELOW_ZERO: Final = re.compile(r"(?:¥\s*)?[-\u2212\u2013]\s*(.+)|\((.+)\)")
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "\t")


class _BadCellError(Exception):
    """A cell cannot be read; `slip` says how."""

    def __init__(self, slip: Slip) -> None:
        super().__init__(slip.value)
        self.slip = slip


def read_tariff(table: Table) -> TariffDraft:
    """Read a table as a price list. Nothing is guessed: what cannot be read is a slip of its row."""
    columns = columns_of(table, NAMES, [one for one in NAMES if one not in _WANTED])
    findings = [Finding(columns.header, Slip.COLUMN_MISSING, Column(one)) for one in columns.missing]
    twice = [one for one in Column if one in columns.twice]
    findings += [Finding(columns.header, Slip.COLUMN_TWICE, one) for one in twice]
    if findings:
        return TariffDraft((), tuple(findings))
    findings += _unknown_columns(table, columns)
    if not columns.rows:
        findings.append(Finding(columns.header, Slip.NO_ROWS))
    rows: list[DraftRow] = []
    for row in columns.rows:
        reading = _Reading(row, columns)
        made = reading.draft()
        findings += reading.findings
        rows += [made] if made is not None else []
    return TariffDraft(tuple(rows), tuple(findings))


def _unknown_columns(table: Table, columns: Columns) -> list[Finding]:
    header = next(row for row in table.rows if row.number == columns.header)
    known = set(columns.places.values())
    return [
        Finding(header.number, Slip.COLUMN_UNKNOWN, None, _shown(text))
        for place, text in enumerate(header.cells)
        if text and place not in known
    ]


class _Reading:
    """One row; collects what is wrong with it."""

    def __init__(self, row: Row, columns: Columns) -> None:
        self._row = row
        self._columns = columns
        self.findings: list[Finding] = []

    def draft(self) -> DraftRow | None:
        """Return the row, None where any of its cells cannot be read."""
        code = _half_width(self._cell(Column.CODE)).replace(" ", "").upper()
        if not code:
            self._say(Column.CODE, Slip.CODE_EMPTY)
        price = self._price()
        offered = self._offered()
        name = " ".join(self._cell(Column.NAME).lstrip("'").split())
        if len(name) > _LONGEST_NAME:
            self._say(Column.NAME, Slip.NAME_TOO_LONG, name)
        day = _half_width(self._cell(Column.SINCE))
        since = day_in(day) if day else None
        if day and since is None:
            self._say(Column.SINCE, Slip.DATE_UNREADABLE, day)
        if any(finding.is_fault for finding in self.findings):
            return None
        return DraftRow(self._row.number, code, price, offered, name, since)

    def _price(self) -> int | None:
        text = self._cell(Column.PRICE)
        try:
            return fen_of(text) if text else None
        except _BadCellError as error:
            self._say(Column.PRICE, error.slip, text)
            return None

    def _offered(self) -> bool | None:
        text = _half_width(self._cell(Column.OFFERED)).casefold()
        if text and text not in _YES | _NO:
            self._say(Column.OFFERED, Slip.OFFERED_UNREADABLE, text)
        return text in _YES if text in _YES | _NO else None

    def _cell(self, column: Column) -> str:
        """Return the text of a cell; empty where there is none, or nothing that could be believed."""
        place = self._columns.places.get(column, -1)
        mark = self._row.marks.get(place)
        if mark in {Mark.FORMULA, Mark.ERROR}:
            self._say(column, Slip.CELL_NOT_COMPUTED)
        elif mark is Mark.MERGED:
            self._say(column, Slip.CELL_MERGED)
        return "" if mark is not None and mark is not Mark.CUT else self._row.text(place)

    def _say(self, column: Column, slip: Slip, text: str = "") -> None:
        if all(finding.column is not column for finding in self.findings):
            self.findings.append(Finding(self._row.number, slip, column, _shown(text)))


def fen_of(text: str) -> int:
    """Return the fen of a price such as ``1200``, ``¥1,200.50`` or ``350 元``; raises _BadCellError.

    A comma stands only where thousands do, and what is finer than a fen is refused, not rounded.
    """
    plain = _half_width(text)
    below = _BELOW_ZERO.fullmatch(plain)
    found = _AMOUNT.fullmatch(next(filter(None, below.groups())).strip() if below else plain)
    if found is None:
        raise _BadCellError(Slip.PRICE_UNREADABLE)
    whole, part = int(found[1].replace(",", "")), (found[2] or "").rstrip("0")
    if len(part) > 2:  # noqa: PLR2004  fen are the second decimal
        raise _BadCellError(Slip.PRICE_TOO_FINE)
    fen = whole * 100 + int(part.ljust(2, "0"))
    if below and fen:
        raise _BadCellError(Slip.PRICE_NEGATIVE)
    if fen > LARGEST_FEN:
        raise _BadCellError(Slip.PRICE_TOO_LARGE)
    return fen


def _half_width(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().lstrip("'")


def _shown(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else f"{text[: _LONGEST_SHOWN - 1]}…"


def tariff_csv(lines: Iterable[PriceLine], *, english: bool = False) -> bytes:
    """Return the price list as CSV in UTF-8 with the mark that spreadsheets look for."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADERS_EN if english else HEADERS_ZH)
    writer.writerows([_no_formula(cell) for cell in _cells(line, english=english)] for line in lines)
    return text.getvalue().encode("utf-8-sig")


def tariff_xlsx(lines: Iterable[PriceLine], *, english: bool = False) -> bytes:
    """Return the price list as a spreadsheet; prices are numbers with two decimals."""
    # Loaded here, because it takes its time and most starts never need it.
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Prices" if english else "价目表")
    sheet.freeze_panes = "A2"
    for number, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.append(HEADERS_EN if english else HEADERS_ZH)
    for line in lines:
        cells = [WriteOnlyCell(sheet, text) for text in _cells(line, english=english)]
        for cell in cells:
            cell.data_type = "s"  # whatever the text begins with: no cell of ours is a formula
        for place in _AMOUNTS:
            yuan = Decimal(str(cells[place].value))
            cells[place] = WriteOnlyCell(sheet, yuan)  # type: ignore[arg-type]  # a number all the same
            cells[place].number_format = "0.00"
        sheet.append(cells)
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


_AMOUNTS: Final = (2, 7, 8)
"""Which of the written columns hold amounts."""


def _cells(line: PriceLine, *, english: bool) -> Sequence[str]:
    item = line.item
    yes, no = ("yes", "no") if english else ("是", "否")
    return (
        item.code,
        item.name_zh,
        _yuan(item.price_fen),
        yes if item.offered else no,
        "",
        item.category.value,
        item.name_en,
        _yuan(item.low_fen),
        _yuan(item.high_fen),
        line.own_since.isoformat() if line.own_since else "",
    )


def _yuan(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"


def _no_formula(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text
