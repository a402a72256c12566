"""Five usual visits, driven through the real window by key events, with every key press counted."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.bootstrap.catalogues import load_catalogue
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.ui.pages.treatment import TreatmentPage
from clinic_terminal.ui.window import TerminalWindow, build_window
from tests.ui.pages.front import RETURNING, Front, admitted, focused, operator

ENTER, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Down
ALT = Qt.KeyboardModifier.AltModifier


class Nurse:
    """One free hand: presses keys where the focus is, and counts them, a held-down key as one more."""

    def __init__(self, window: TerminalWindow, qtbot: QtBot) -> None:
        self._window, self._qtbot = window, qtbot
        self.pressed = 0

    @property
    def page(self) -> TreatmentPage:
        return self._window.pages.treatment

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
        self.pressed += 1 if held is None else 2
        QTest.keyClick(focused(self._window), key, held or Qt.KeyboardModifier.NoModifier)

    def type(self, text: str) -> None:
        for sign in text:
            self.pressed += 1
            QTest.keyClicks(focused(self._window), sign)

    def wait_for(self, lines: int) -> None:
        """Wait until the bill has so many lines and the search is ready again."""
        self._qtbot.waitUntil(lambda: len(self.page.bill_card.lines.lines) == lines)
        assert focused(self._window) is self.page.item_card.search.field

    def hand_over(self) -> None:
        """Give the bill to the desk."""
        self.key(ENTER)
        self._qtbot.waitUntil(lambda: self._window.page is self._window.pages.settle)


@pytest.fixture
def nurse(front: Front, app: QApplication, qtbot: QtBot) -> Iterator[Nurse]:
    """Return a nurse at the real window with the real catalogue, the child at the chair."""
    front.desk.terminal = replace(front.terminal, catalogue=load_catalogue())
    window = build_window(front.desk, "练习")
    window.resize(1366, 768)
    window.show()
    window.activateWindow()
    app.processEvents()
    front.desk.sign_in(operator())
    front.desk.take_visit(admitted(front, RETURNING))
    window.shell.show_page("treatment")
    qtbot.waitUntil(lambda: window.pages.treatment.chart is not None)
    yield Nurse(window, qtbot)
    qtbot.waitUntil(lambda: not front.tasks.busy)
    window.close()
    window.deleteLater()
    app.processEvents()


def stored(front: Front) -> Visit:
    assert front.desk.visit is not None
    with front.store.read() as uow:
        return uow.visits.get(front.desk.visit.id)


def billed(front: Front) -> list[tuple[str, tuple[str, ...]]]:
    visit = stored(front)
    assert visit.stage is Stage.TO_SETTLE
    return [(line.item, line.teeth) for line in visit.lines]


def tell(what: str, nurse: Nurse) -> None:
    print(f"{nurse.pressed:3} keys: {what}")  # noqa: T201  the count is what this test is asked for


def test_check_cleaning_and_fluoride(front: Front, nurse: Nurse) -> None:
    nurse.key(Qt.Key.Key_1, ALT)
    nurse.wait_for(3)
    nurse.hand_over()
    tell("check, cleaning, fluoride, and to the desk", nurse)
    assert billed(front) == [("PV04", ()), ("PV09", ()), ("PV11", ())]
    assert nurse.pressed == 3


def test_a_film_and_one_filling(front: Front, nurse: Nurse) -> None:
    for query, place, count in (("xyp", "84", 1), ("BS07", "84od", 2)):
        nurse.type(query)
        nurse.key(ENTER)
        nurse.type(place)
        nurse.key(ENTER)
        nurse.wait_for(count)
    nurse.hand_over()
    tell("a film and one filling with two surfaces on 84, and to the desk", nurse)
    assert billed(front) == [("PV07", ("84",)), ("BS07", ("84",))]
    assert stored(front).lines[1].surfaces == (("84", "OD"),)
    assert nurse.pressed == 7 + 10 + 1


def test_sealants_on_the_four_first_molars(front: Front, nurse: Nurse) -> None:
    nurse.key(Qt.Key.Key_3, ALT)
    nurse.wait_for(1)
    nurse.hand_over()
    tell("sealants on the four first molars, and to the desk", nurse)
    assert billed(front) == [("PV13", ("16", "26", "36", "46"))]
    assert nurse.pressed == 3


def test_the_extraction_of_a_milk_tooth(front: Front, nurse: Nurse) -> None:
    nurse.type("BS01")
    nurse.key(ENTER)
    nurse.type("61")
    nurse.key(ENTER)
    nurse.wait_for(1)
    nurse.hand_over()
    tell("extraction of 61, and to the desk", nurse)
    assert billed(front) == [("BS01", ("61",))]
    assert nurse.pressed == 9


def test_a_preformed_crown_after_pulp_treatment(front: Front, nurse: Nurse) -> None:
    for query, count in (("BS17", 1), ("BS23", 2)):
        nurse.type(query)
        nurse.key(ENTER)
        nurse.type("75")
        nurse.key(ENTER)
        nurse.wait_for(count)
    nurse.hand_over()
    tell("pulp treatment and a preformed crown on 75, and to the desk", nurse)
    assert billed(front) == [("BS17", ("75",)), ("BS23", ("75",))]
    assert nurse.pressed == 17


def test_what_was_used_last_is_two_keys_away(front: Front, nurse: Nurse) -> None:
    nurse.type("PV09")
    nurse.key(ENTER)
    nurse.wait_for(1)
    before = nurse.pressed
    nurse.key(DOWN)
    nurse.key(ENTER)
    nurse.wait_for(2)
    tell("the item that was used last", nurse)
    assert nurse.pressed - before == 2
    assert [line.item for line in stored(front).lines] == ["PV09", "PV09"]
