"""The board by Tab alone, round and round: each child that is passed is shown beside it, and nothing breaks.

The facts of a child were once deleted row by row; that ended the program after some two hundred steps.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import clinic_terminal.ui
from clinic_terminal.settings import Language
from clinic_terminal.ui.pages.today_detail import DetailCard
from clinic_terminal.ui.widgets.visit_card import VisitCard
from tests.ui.pages.front import ELSEWHERE, RETURNING, UNBOOKED, words_on
from tests.ui.pages.tour import Tour
from tests.ui.pages.tours import begin

ROUNDS = 12


@pytest.fixture
def tour(app: QApplication, tmp_path: Path) -> Iterator[Tour]:
    assert app is not None
    made = Tour(tmp_path, Language.ZH)
    yield made
    made.close()


def test_each_child_passed_by_tab_is_shown_however_quickly(tour: Tour) -> None:
    begin(tour)
    tour.show("today")
    names = {one.person.name for one in (RETURNING, UNBOOKED, ELSEWHERE)}
    cards = tour.window.pages.today.findChildren(VisitCard)
    assert len(cards) == len(names)
    seen = set()
    for _ in range(ROUNDS):
        for card in cards:
            card.setFocus(Qt.FocusReason.TabFocusReason)
            QTest.keyClick(card, Qt.Key.Key_Tab)
            QTest.keyClick(tour.window, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
            detail = tour.window.findChild(DetailCard)
            assert isinstance(detail, DetailCard)
            seen |= {name for name in names if name in words_on(detail)}
    tour.settle()
    assert seen == names


def test_no_form_is_emptied_row_by_row() -> None:
    package = Path(clinic_terminal.ui.__file__).parent
    found = [file.name for file in package.rglob("*.py") if ".removeRow(" in file.read_text(encoding="utf-8")]
    assert found == []
