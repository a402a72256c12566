"""Notices: what is on show is not said twice, and so does not drive another one out."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.ui.widgets.notice import NoticeArea, NoticeView
from clinic_terminal.ui.widgets.tone import Tone

BUSY = NoticeView(Tone.WARN, "数据库正忙。", reference="STORE_FAILED.BUSY")
LATE = NoticeView(Tone.STOP, "打印机没有回答。", reference="PRINTER.TIMEOUT")


def test_a_failure_that_comes_every_few_seconds_is_on_show_once(qapp: QApplication, qtbot: QtBot) -> None:
    del qapp
    area = NoticeArea(most=2)
    qtbot.addWidget(area)
    late, busy = area.add(LATE), area.add(BUSY)
    assert area.add(BUSY) is busy
    assert area.notices == (late, busy)
    area.drop(busy)
    assert area.add(BUSY) is not busy
    assert [notice.view for notice in area.notices] == [LATE, BUSY]


def test_a_notice_with_a_button_of_its_own_is_another_one_each_time(qapp: QApplication, qtbot: QtBot) -> None:
    del qapp
    area = NoticeArea(most=2)
    qtbot.addWidget(area)
    view = NoticeView(Tone.WARN, "有新版本。", action="看看")
    assert area.add(view) is not area.add(view)
