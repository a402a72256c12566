"""The price list's page: every fault by row before anything is kept, and nothing kept but by the button."""

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from clinic_terminal.application.tariff import apply_tariff, plan_tariff_import
from clinic_terminal.contract.tables import read_table
from clinic_terminal.contract.tariff_file import read_tariff
from clinic_terminal.domain.tariff_plan import DraftRow, Slip, TariffDraft
from clinic_terminal.i18n import translator
from clinic_terminal.ui.pages.tariff import TariffPage
from clinic_terminal.ui.views.tariff import KINDS, SLIPS, Sheet, percent_text
from tests.build import CATALOGUE, TODAY
from tests.ui.pages.bench import Bench, nameless, on_stage, open_bench, press_enter, settled

HEADER = ("编码", "单价", "启用", "生效日期")
GOOD = (HEADER, ("BS07", "650", "", ""), ("NC01", "", "否", ""), ("PV01", "300", "", ""))
FAULTY = (HEADER, ("BS07", "12.345"), ("ZZ99", "1"), ("PV01", "-3"), ("PV07", "70"))


@pytest.fixture
def bench(app: QApplication, tmp_path: Path) -> Iterator[Bench]:
    del app
    bench = open_bench(tmp_path)
    yield bench
    bench.close()


def as_file(folder: Path, rows: Sequence[Sequence[str]], encoding: str = "utf-8") -> Path:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    file = folder / "本院价目.csv"
    file.write_bytes(text.getvalue().encode(encoding))
    return file


def opened(qtbot: QtBot, bench: Bench) -> TariffPage:
    page = TariffPage(bench.desk)
    on_stage(qtbot, bench, page)
    return page


def read(qtbot: QtBot, page: TariffPage, file: Path) -> None:
    before = page.plan
    page.take_file(file)
    settled(qtbot, lambda: page.plan is not None and page.plan is not before)


def price(bench: Bench, code: str) -> int:
    with bench.store.read() as uow:
        return bench.desk.terminal.catalogue_on(uow, TODAY).item(code).price_fen


def rows_of(page: TariffPage) -> list[list[str]]:
    model = page.preview.table.model()
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


@pytest.mark.parametrize("encoding", ["gbk", "utf-8-sig"])
def test_a_good_file_shows_old_and_new_prices_and_is_adopted_by_enter(
    qtbot: QtBot, bench: Bench, tmp_path: Path, encoding: str
) -> None:
    page = opened(qtbot, bench)
    read(qtbot, page, as_file(tmp_path, GOOD, encoding))
    assert [row[1:7] for row in rows_of(page)] == [
        ["BS07", "乳牙树脂充填", "首次定价", "700.00", "650.00", "−7.1%"],
        ["NC01", "笑气镇静", "停用", "500.00", "500.00", ""],
    ]
    assert page.primary is page.preview.adopt_button
    with qtbot.waitSignal(page.said) as told:
        press_enter(page)
    assert told.args == ["已采用 2 项，从 2026-05-21 起。"]
    assert (price(bench, "BS07"), page.plan) == (65_000, None)


def test_a_file_with_faults_names_each_row_and_cannot_be_adopted(
    qtbot: QtBot, bench: Bench, tmp_path: Path
) -> None:
    page = opened(qtbot, bench)
    read(qtbot, page, as_file(tmp_path, FAULTY))
    assert page.preview.sheet is Sheet.FAULTS
    assert [row[:3] for row in rows_of(page)] == [
        ["2", "单价", "12.345"],
        ["3", "编码", "ZZ99"],
        ["4", "单价", "-3"],
    ]
    assert not page.preview.adopt_button.isVisible()
    assert page.primary is page.preview.again_button
    page.adopt()
    assert price(bench, "PV07") == 6_000


def test_each_sheet_is_a_press_away(qtbot: QtBot, bench: Bench, tmp_path: Path) -> None:
    page = opened(qtbot, bench)
    read(qtbot, page, as_file(tmp_path, (*GOOD, ("PV07", "9000", "", ""))))
    for sheet, count in ((Sheet.SAME, 1), (Sheet.WARNINGS, 1), (Sheet.CHANGES, 3)):
        page.preview.show_sheet(sheet)
        assert len(rows_of(page)) == count
    (warned,) = [row for row in rows_of(page) if row[1] == "PV07"]
    assert warned[6] == "+14900.0%"


def test_ten_thousand_faulty_rows_are_all_shown(qtbot: QtBot, bench: Bench, tmp_path: Path) -> None:
    page = opened(qtbot, bench)
    read(qtbot, page, as_file(tmp_path, (HEADER, *((f"ZZ{number}", "x") for number in range(10_000)))))
    assert page.preview.table.model().rowCount() == 10_000


def test_another_day_is_compared_anew_and_a_past_one_is_refused_beside_its_field(
    qtbot: QtBot, bench: Bench, tmp_path: Path
) -> None:
    page = opened(qtbot, bench)
    read(qtbot, page, as_file(tmp_path, GOOD))
    field = page.preview.since_field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "2026-05-20")
    assert page.preview.problem.text() == "生效日期不能早于今天。"
    assert not page.preview.adopt_button.isEnabled()
    field.selectAll()
    QTest.keyClicks(field, "2026-06-")
    assert page.preview.problem.text() == "请填日期，如 2026-06-01。"
    QTest.keyClicks(field, "01")
    settled(qtbot, page.preview.adopt_button.isEnabled)
    with qtbot.waitSignal(page.said):
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert price(bench, "BS07") == 70_000
    with bench.store.read() as uow:
        later = bench.desk.terminal.catalogue_on(uow, TODAY + timedelta(days=11))
    assert later.item("BS07").price_fen == 65_000


def test_esc_puts_the_file_away_and_nothing_is_adopted(qtbot: QtBot, bench: Bench, tmp_path: Path) -> None:
    page = opened(qtbot, bench)
    read(qtbot, page, as_file(tmp_path, GOOD))
    QTest.keyClick(page.preview.table, Qt.Key.Key_Escape)
    assert (page.plan, page.primary) == (None, page.intro.choose_button)
    assert price(bench, "BS07") == 70_000


def test_a_file_that_is_put_away_while_it_is_compared_stays_away(
    qtbot: QtBot, bench: Bench, tmp_path: Path
) -> None:
    page = opened(qtbot, bench)
    read(qtbot, page, as_file(tmp_path, GOOD))
    page.preview.since_changed.emit()
    QTest.keyClick(page.preview.table, Qt.Key.Key_Escape)
    assert bench.tasks.busy
    settled(qtbot, lambda: not bench.tasks.busy)
    assert (page.plan, page.primary) == (None, page.intro.choose_button)
    assert page.intro.isVisible()


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "文件是空的"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "旧"),
        (b"\0\1\2\3", "表格"),
    ],
)
def test_what_is_no_table_is_said_calmly_and_the_page_stays(
    qtbot: QtBot, bench: Bench, tmp_path: Path, content: bytes, what: str
) -> None:
    page = opened(qtbot, bench)
    file = tmp_path / "x.xlsx"
    file.write_bytes(content)
    page.take_file(file)
    settled(qtbot, lambda: bool(page.notices.notices))
    assert what in page.notices.notices[0].accessibleName()
    assert page.intro.isVisible()
    assert bench.failures == []


def test_prices_that_moved_meanwhile_are_compared_again_before_anything_is_adopted(
    qtbot: QtBot, bench: Bench, tmp_path: Path
) -> None:
    page = opened(qtbot, bench)
    read(qtbot, page, as_file(tmp_path, GOOD))
    terminal, plan = bench.desk.terminal, page.plan
    other = plan_tariff_import(terminal, TariffDraft((DraftRow(2, "BS07", 60_000),)), TODAY)
    apply_tariff(terminal, bench.desk.operator, other)
    page.adopt()
    settled(qtbot, lambda: page.plan is not plan)
    assert "什么也没有采用" in page.notices.notices[0].accessibleName()
    assert rows_of(page)[0][4:6] == ["600.00", "650.00"]
    assert price(bench, "BS07") == 60_000


@pytest.mark.parametrize("name", ["价目.csv", "价目.xlsx", "价目.XLSX"])
def test_the_present_list_is_given_out_and_comes_back_unchanged(
    qtbot: QtBot, bench: Bench, tmp_path: Path, name: str
) -> None:
    page = opened(qtbot, bench)
    with qtbot.waitSignal(page.said) as told:
        page.export_to(tmp_path / name)
    assert told.args == [f"已导出 {name}"]
    assert len(read_tariff(read_table(tmp_path / name)).rows) == len(CATALOGUE.items)
    page.take_file(tmp_path / name)
    settled(qtbot, lambda: page.plan is not None)
    assert page.plan is not None
    assert (page.plan.rows, page.preview.adopt_button.isEnabled()) == ((), False)


def test_a_folder_that_is_gone_is_said_and_nothing_is_left_behind(
    qtbot: QtBot, bench: Bench, tmp_path: Path
) -> None:
    page = opened(qtbot, bench)
    page.export_to(tmp_path / "gone" / "x.csv")
    settled(qtbot, lambda: bool(page.notices.notices))
    assert "文件夹不存在" in page.notices.notices[0].accessibleName()


def test_a_file_can_be_dropped_on_the_page(qtbot: QtBot, bench: Bench, tmp_path: Path) -> None:
    page = opened(qtbot, bench)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(as_file(tmp_path, GOOD)))])
    spot, copy = QPointF(50, 50), Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entered = QDragEnterEvent(spot.toPoint(), copy, data, left, none)
    page.dragEnterEvent(entered)
    assert entered.isAccepted()
    page.dropEvent(QDropEvent(spot, copy, data, left, none))
    settled(qtbot, lambda: page.plan is not None)


def test_the_choosers_stand_beside_the_page(qtbot: QtBot, bench: Bench) -> None:
    page = opened(qtbot, bench)
    for act, mode in (
        (page.choose_file, QFileDialog.AcceptMode.AcceptOpen),
        (page.export, QFileDialog.AcceptMode.AcceptSave),
    ):
        act()
        (chooser,) = page.findChildren(QFileDialog)
        assert chooser.acceptMode() is mode
        chooser.reject()
        settled(qtbot, lambda: not page.findChildren(QFileDialog))


def test_every_control_has_a_name(qtbot: QtBot, bench: Bench, tmp_path: Path) -> None:
    page = opened(qtbot, bench)
    assert nameless(page) == []
    read(qtbot, page, as_file(tmp_path, FAULTY))
    assert nameless(page) == []


def test_every_slip_and_every_kind_has_its_words() -> None:
    assert SLIPS.keys() == set(Slip)
    assert len(KINDS) == 6
    assert all(sentence.endswith("。") for sentence in SLIPS.values())


@pytest.mark.parametrize(
    ("basis_points", "text"),
    [(1_250, "+12.5%"), (-714, "−7.1%"), (-3_333, "−33.3%"), (0, "±0.0%"), (4, "+0.0%"), (None, "—")],
)
def test_a_percentage_is_told_with_its_sign(basis_points: int | None, text: str) -> None:
    assert percent_text(basis_points) == text


def test_the_page_speaks_english_too(qtbot: QtBot, bench: Bench) -> None:
    bench.desk.words = translator("en")
    page = opened(qtbot, bench)
    assert page.plan is None
