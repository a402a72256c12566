"""The question where an item was done: quadrants and arches as buttons, problems beside the field."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_terminal.domain.catalogue import Item, ToothScope
from clinic_terminal.domain.plan import Category
from clinic_terminal.domain.surfaces import Placed
from clinic_terminal.i18n import translator
from clinic_terminal.ui.pages.tooth_entry import ToothEntry
from clinic_terminal.ui.widgets.buttons import GhostButton
from tests.build import FILLING, GAS
from tests.ui.conftest import Show

BITEWING = replace(FILLING, code="PV08", scope=ToothScope.QUADRANT, teeth=frozenset({"Q1", "Q2", "Q3", "Q4"}))
PLATE = replace(
    FILLING,
    code="NC03",
    scope=ToothScope.ARCH,
    teeth=frozenset({"UPPER", "LOWER"}),
    category=Category.NOT_COVERED,
)


class Said:
    def __init__(self, entry: ToothEntry) -> None:
        self.taken: list[tuple[Placed, ...]] = []
        self.typed: list[tuple[Placed, ...]] = []
        entry.taken.connect(self.taken.append)
        entry.typed.connect(self.typed.append)


@pytest.fixture
def entry(app: QApplication, show: Show) -> ToothEntry:
    del app
    found = ToothEntry(translator("zh_CN"))
    show(found)
    return found


def quick(entry: ToothEntry) -> dict[str, GhostButton]:
    buttons = (button for button in entry.findChildren(GhostButton) if button.property("place"))
    return {str(button.property("place")): button for button in buttons}


def test_quadrants_are_pressed_typed_or_both(entry: ToothEntry) -> None:
    entry.ask(BITEWING, ())
    said = Said(entry)
    quick(entry)["Q2"].click()
    assert entry.field.text() == "Q2"
    QTest.keyClicks(entry.field, " q4")
    assert entry.places == ("Q2", "Q4")
    assert quick(entry)["Q4"].isChecked()
    entry.submit()
    assert said.typed[0] == (Placed("Q2"),)
    assert said.taken == [(Placed("Q2"), Placed("Q4"))]


@pytest.mark.parametrize(("item", "places"), [(BITEWING, 4), (PLATE, 2), (FILLING, 0)])
def test_only_items_for_quadrants_and_arches_offer_them(entry: ToothEntry, item: Item, places: int) -> None:
    entry.ask(item, ())
    assert len(quick(entry)) == places


def test_what_was_chosen_before_stands_in_the_field_with_its_surfaces(entry: ToothEntry) -> None:
    entry.ask(FILLING, (Placed("84", "OD"), Placed("55")))
    assert entry.field.text() == "84 OD 55"
    assert entry.reading.surfaces == (("84", "OD"),)


def test_a_fault_stays_in_the_field_until_something_is_typed(entry: ToothEntry) -> None:
    entry.ask(FILLING, ())
    said = Said(entry)
    QTest.keyClicks(entry.field, "84 x")
    QTest.keyClick(entry.field, Qt.Key.Key_Return)
    assert said.taken == []
    assert entry.problem.isVisible()
    QTest.keyClick(entry.field, Qt.Key.Key_Backspace)
    assert not entry.problem.isVisible()
    QTest.keyClick(entry.field, Qt.Key.Key_Return)
    assert said.taken == [(Placed("84"),)]


def test_an_item_without_a_place_asks_for_none(entry: ToothEntry) -> None:
    entry.ask(GAS, ())
    assert not entry.field.isVisible()
    entry.ask(FILLING, ())
    assert entry.field.isVisible()
