"""The foot of the chart: what is chosen, and why a tooth is refused, stands in sight at the base size."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from clinic_terminal.i18n import translator
from clinic_terminal.settings import Language
from clinic_terminal.ui.window import TerminalWindow
from tests.ui.pages.bench import settled
from tests.ui.pages.front import LETTER, RETURNING, Front, admitted

_WHY = {
    Language.ZH: "这颗牙在这个年龄还没有萌出，不能做这个项目；如果已经萌出，请先在牙位图上更正。",
    Language.EN: "At this age the tooth has not erupted yet; if it has, correct it on the tooth chart first.",
}


@pytest.mark.parametrize("language", list(Language))
def test_the_foot_of_the_chart_is_whole_also_below_the_open_visits(
    front: Front, at_work: TerminalWindow, qtbot: QtBot, language: Language
) -> None:
    front.desk.words = translator(Language.EN if language is Language.ZH else Language.ZH)
    at_work.switch_language()
    admitted(front, LETTER)
    front.desk.take_visit(admitted(front, RETURNING))
    at_work.shell.show_page("treatment")
    page = at_work.pages.treatment
    settled(qtbot, lambda: page.chart is not None and page.strip.isVisible())
    card = page.chart_card
    card.chart.tooth_toggled.emit("16")
    settled(qtbot, card.clear_button.isVisible)
    assert _is_whole(card)
    card.say(_WHY[language])
    qtbot.wait(1)
    assert _is_whole(card)


def _is_whole(card: QWidget) -> bool:
    """Tell whether nothing of a card lies below the edge of what scrolls it."""
    area = card.parentWidget()
    while not isinstance(area, QScrollArea):
        assert area is not None
        area = area.parentWidget()
    foot = card.mapTo(area.viewport(), QPoint(0, card.height())).y()
    return area.verticalScrollBar().maximum() == 0 and foot <= area.viewport().height()
