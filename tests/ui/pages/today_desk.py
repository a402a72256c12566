"""What the tests of the board share: its cards, a line that is up, a family."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from clinic_terminal.application.line import Line, LineState
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.visit import Visit
from clinic_terminal.ui.pages.today import TodayPage
from clinic_terminal.ui.widgets.board import VisitView
from clinic_terminal.ui.window import TerminalWindow
from tests.ui.pages.front import Front, child


def cards(window: TerminalWindow) -> dict[str, VisitView]:
    return {card.view.name: card.view for card in window.pages.today.board.cards()}


def names(window: TerminalWindow) -> list[str]:
    return [card.view.name for card in window.pages.today.board.cards()]


def show_board(window: TerminalWindow, qtbot: QtBot, count: int) -> None:
    window.desk.refresh()
    qtbot.waitUntil(lambda: len(cards(window)) == count)


def go_online(window: TerminalWindow, qtbot: QtBot) -> None:
    window.desk.report_line(LineState(Line.ONLINE))
    qtbot.waitUntil(lambda: window.desk.is_online)


def stored(front: Front, visit: Visit) -> Visit:
    with front.store.read() as uow:
        return uow.visits.get(visit.id)


def of_family(number: int, name: str, family: str = "F-1", **more: object) -> Snapshot:
    one = child(number, name, **more)
    return replace(one, person=replace(one.person, family=family))


def page_of(window: TerminalWindow) -> TodayPage:
    return window.pages.today
