"""A list of appointments on the board's page: looked at row by row, then taken as a whole or not at all."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from clinic_terminal.application import appointments
from clinic_terminal.application.appointment_list import Wanted
from clinic_terminal.application.failures import StoreFailedError
from clinic_terminal.contract.tables import Table
from clinic_terminal.domain.visit import Stage
from clinic_terminal.ui import appointment_reading
from clinic_terminal.ui.pages import today_list
from clinic_terminal.ui.pages.today_list import ListPanel
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.window import TerminalWindow
from tests.build import NOW, TODAY
from tests.contract.sheets import workbook
from tests.ui.pages.front import RETURNING, UNBOOKED, Front, operator, press, words_on

HEADER = "日期,时间,会员号,姓名,预约编号,备注"
MEMBER = RETURNING.person.member


def panel(window: TerminalWindow) -> ListPanel:
    return window.pages.today.view.list


def lines(window: TerminalWindow) -> list[tuple[str, ...]]:
    shown = panel(window).preview.table.line_model.lines
    return [
        tuple(cell.text if isinstance(cell, PillView) else str(cell) for cell in one.cells) for one in shown
    ]


def drop(window: TerminalWindow, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    none = Qt.KeyboardModifier.NoModifier
    event = QDropEvent(QPointF(9, 9), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, none)
    window.pages.today.dropEvent(event)


def give(window: TerminalWindow, qtbot: QtBot, path: Path, *rows: str, encoding: str = "gbk") -> None:
    if rows:
        path.write_bytes("\n".join((HEADER, *rows)).encode(encoding))
    drop(window, path)
    qtbot.waitUntil(lambda: panel(window).read is not None)


def expected(front: Front, days: int = 1) -> list[str]:
    with front.store.read() as uow:
        found = uow.visits.on_day(TODAY + timedelta(days=days), (Stage.EXPECTED,))
        return [visit.person.name or visit.listed_name for visit in found]


def test_every_row_at_fault_is_listed_and_nothing_is_taken(
    front: Front, at_work: TerminalWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    front.keep(RETURNING, UNBOOKED)
    give(
        at_work,
        qtbot,
        tmp_path / "预约.csv",
        f"2026-05-22,9:00,{MEMBER},沈星禾,,复查",
        f"2026-05-22,25:00,{UNBOOKED.person.member},,,",
        f"2026-05-22,10:00,{UNBOOKED.person.member},别人,,",
        ",11:00,,,,",
        f"2026-05-22,13:00,{MEMBER},沈星禾,,",
    )
    found = lines(at_work)
    assert [(row[0], row[1]) for row in found] == [
        ("3", "要改正"), ("4", "要改正"), ("5", "要改正"), ("5", "要改正"), ("6", "要改正"), ("2", "新预约"),
    ]  # fmt: skip
    assert found[0][5] == "看不懂这个时间。请写成 09:30。"
    assert "别人" in found[1][5]
    assert found[2][5] == "没有填日期。"
    assert found[4][5].startswith("和第 2 行是同一个孩子")
    assert "有 4 行要改正，什么也没有导入" in words_on(panel(at_work))
    assert panel(at_work).primary.text() == "选择改好的文件…"
    assert expected(front) == []


def test_a_list_is_taken_by_enter_and_shows_its_day(
    front: Front, at_work: TerminalWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    front.keep(RETURNING, UNBOOKED)
    give(
        at_work,
        qtbot,
        tmp_path / "预约.csv",
        f"2026-05-22,9:00,{MEMBER},沈星禾,,复查",
        f"2026-05-22,10:00,{UNBOOKED.person.member},陆予安,YY-1,首诊",
        "2026-05-22,11:00,202604C00000088888,测试新来,,",
        f"2026-05-20,9:00,{MEMBER},沈星禾,,",
    )
    assert [row[1] for row in lines(at_work)] == ["新预约", "新预约", "新预约", "不导入"]
    assert "算作服务热线给的编号" in words_on(panel(at_work))
    assert panel(at_work).primary.text() == "导入 3 个预约"
    press(at_work, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel(at_work).is_done)
    assert "已导入 3 个预约" in words_on(panel(at_work))
    assert expected(front) == ["沈星禾", "陆予安", "测试新来"]
    press(at_work, Qt.Key.Key_Return)
    feed = at_work.pages.today.view.feed
    qtbot.waitUntil(lambda: feed.day == TODAY + timedelta(days=1))
    assert not at_work.pages.today.view.is_list


def test_the_same_list_again_has_nothing_to_take(
    front: Front, at_work: TerminalWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    front.keep(RETURNING)
    appointments.add_by_hand(
        front.terminal, operator(), Wanted(0, NOW + timedelta(days=1), MEMBER, name="沈星禾")
    )
    give(at_work, qtbot, tmp_path / "a.csv", f"2026-05-22,10:30,{MEMBER},沈星禾,,", encoding="utf-8-sig")
    assert [row[1] for row in lines(at_work)] == ["没有变"]
    assert "没有要导入的预约" in words_on(panel(at_work))
    give(at_work, qtbot, tmp_path / "b.csv", f"2026-05-22,11:30,{MEMBER},沈星禾,,")
    qtbot.waitUntil(lambda: [row[1] for row in lines(at_work)] == ["有改动"])
    assert lines(at_work)[0][5] == "原来 5月22日 10:30"
    give(at_work, qtbot, tmp_path / "c.csv", f"2026-05-22,10:30,{MEMBER},沈星禾,,怕疼")
    qtbot.waitUntil(lambda: lines(at_work)[0][5] == "补充了内容")


def test_a_list_without_rows_or_columns_says_so(
    front: Front, at_work: TerminalWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "leer.csv"
    path.write_bytes(HEADER.encode())
    give(at_work, qtbot, path)
    assert "名单里一行预约也没有。" in words_on(panel(at_work))
    path.write_bytes("姓名,电话\n沈星禾,1\n".encode())
    give(at_work, qtbot, path)
    qtbot.waitUntil(lambda: len(lines(at_work)) == 3)
    assert all("没有“" in row[5] for row in lines(at_work))
    assert front.desk.operator == operator()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "文件是空的"),
        (b"\x00\x01\x02garbage", "不是表格"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Excel"),
        (b"PK\x03\x04 broken", "不是表格"),
        (b"\x81\xff\xff", "文字编码"),
        ('日期\n"未完'.encode(), "第 2 行的引号不成对"),
        (b"a,b\n" + b"1,2\n" * 10_001, "超过一万行"),
        (None, "不在原来的地方"),
    ],
)
def test_a_file_that_cannot_be_read_says_why_in_place(
    at_work: TerminalWindow, qtbot: QtBot, tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "file.xlsx"
    if content is not None:
        path.write_bytes(content)
    drop(at_work, path)
    qtbot.waitUntil(lambda: bool(panel(at_work).notices.notices))
    said = words_on(panel(at_work))
    assert words in said
    assert "file.xlsx" not in said
    assert panel(at_work).primary.isEnabled()
    press(at_work, Qt.Key.Key_Escape)
    assert not at_work.pages.today.view.is_list


def test_a_workbook_is_taken_as_well(
    front: Front, at_work: TerminalWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    front.keep(RETURNING)
    path = tmp_path / "预约.xlsx"
    path.write_bytes(workbook([("日期", "时间", "会员号"), ("2026-05-22", "9:00", MEMBER)]))
    give(at_work, qtbot, path)
    press(at_work, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel(at_work).is_done)
    assert expected(front) == ["沈星禾"]


def test_what_changed_since_the_list_was_looked_at_is_refused_and_said(
    front: Front, at_work: TerminalWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    give(at_work, qtbot, tmp_path / "a.csv", f"2026-05-22,9:00,{MEMBER},测试别名,,")
    front.keep(RETURNING)
    press(at_work, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(panel(at_work).notices.notices))
    assert "什么也没有导入" in words_on(panel(at_work))
    assert expected(front) == []
    # What the button says is what it does: the refused list is not taken once more.
    assert panel(at_work).primary.text() == "选择别的文件…"
    with qtbot.waitSignal(panel(at_work).file_wanted):
        panel(at_work).primary.click()
    for chooser in at_work.pages.today.findChildren(QFileDialog):
        chooser.reject()


def test_after_a_busy_disk_the_button_takes_the_same_list_again(
    front: Front, at_work: TerminalWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_what: object) -> None:
        raise StoreFailedError("BUSY")

    front.keep(RETURNING)
    give(at_work, qtbot, tmp_path / "a.csv", f"2026-05-22,9:00,{MEMBER},沈星禾,,")
    with monkeypatch.context() as patched:
        patched.setattr(today_list, "apply_import", busy)
        panel(at_work).primary.click()
        qtbot.waitUntil(lambda: bool(panel(at_work).notices.notices))
    assert panel(at_work).primary.text() == "导入 1 个预约"
    panel(at_work).primary.click()
    qtbot.waitUntil(lambda: panel(at_work).is_done)
    assert expected(front) == ["沈星禾"]


def test_a_slow_file_shows_that_it_is_read_and_escape_leaves_it(
    at_work: TerminalWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    gate = threading.Event()

    def slow(_path: Path) -> Table:
        gate.wait(5)
        return Table(())

    monkeypatch.setattr(appointment_reading, "read_table", slow)
    drop(at_work, tmp_path / "a.csv")
    assert "正在读文件…" in words_on(panel(at_work))
    assert not panel(at_work).primary.isEnabled()
    press(at_work, Qt.Key.Key_Escape)
    assert not at_work.pages.today.view.is_list
    gate.set()
    qtbot.waitUntil(lambda: not at_work.desk._tasks.busy)


def test_the_key_opens_the_systems_chooser_beside_the_page(at_work: TerminalWindow, qtbot: QtBot) -> None:
    press(at_work, Qt.Key.Key_O, Qt.KeyboardModifier.ControlModifier)
    chooser = at_work.pages.today.findChildren(QFileDialog)[0]
    chooser.reject()
    qtbot.waitUntil(lambda: not chooser.isVisible())
