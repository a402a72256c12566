"""The window on a small screen or an enlarged one: nothing scrolls sideways, and the next step is in sight.

960 × 540 is what 1920 × 1080 pixels come to at 200 %, 911 × 512 what 1366 × 768 come to at 150 %.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from clinic_terminal.application import treatment
from clinic_terminal.domain.visit import Visit
from clinic_terminal.settings import Language
from clinic_terminal.ui.widgets.leaves import Leaves
from clinic_terminal.ui.widgets.line_rest import LineRest
from tests.ui.narrow import in_sight, narrow_faults
from tests.ui.pages import tours
from tests.ui.pages.front import TWO_DENTAL, Front, admitted, operator
from tests.ui.pages.tour import Tour, resize
from tests.ui.pages.tours import SCENES, Scene

WIDE: Final = (1366, 768)
TWICE: Final = (960, 540)
SMALL: Final = (911, 512)
MAIN_WAYS: Final = (
    tours.sign_in,
    tours.morning,
    tours.verdicts,
    tours.chair,
    tours.settling,
    tours.money,
    tours.done,
    tours.queue,
)
"""English needs the most room, so it sees everything; Chinese sees what is used all day."""


class NarrowTour(Tour):
    """Looks at every stop what a small screen makes of it, and at nothing else."""

    @override
    def check(self, what: str, body: QWidget | None = None) -> None:
        for size in self.sizes:
            resize(self.window, *size)
            if found := narrow_faults(self.window):
                self.faults[f"{what} {size[0]}"] = found

    @override
    def close(self) -> None:
        super().close()
        # Windows that are only waiting to go would make each next one slower.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.mark.parametrize(
    ("scene", "language"),
    [(one, Language.EN) for one in SCENES] + [(one, Language.ZH) for one in MAIN_WAYS],
    ids=lambda one: getattr(one, "__name__", str(one)),
)
def test_nothing_scrolls_sideways_and_the_next_step_is_in_sight(
    scene: Scene, language: Language, app: QApplication, tmp_path: Path
) -> None:
    assert app is not None
    tour = NarrowTour(tmp_path, language, (TWICE, SMALL))
    scene(tour)
    faults = tour.faults
    tour.close()
    assert faults == {}


@pytest.fixture
def tour(app: QApplication, tmp_path: Path) -> Iterator[Tour]:
    assert app is not None
    made = NarrowTour(tmp_path, Language.ZH, (WIDE,))
    yield made
    made.close()


def _at_the_chair(tour: Tour) -> None:
    front = tour.front
    front.desk.sign_in(operator())
    visit = admitted(front, TWO_DENTAL)
    treatment.add_item(front.terminal, operator(), visit.id, "BS07", ("84",))
    front.desk.take_visit(_stored(front, visit.id))
    tour.show("treatment")
    tour.until(lambda: tour.window.pages.treatment.chart is not None)


def _stored(front: Front, visit: str) -> Visit:
    with front.store.read() as uow:
        return uow.visits.get(visit)


def test_what_is_typed_and_where_the_hand_is_stays_when_the_window_becomes_narrow(tour: Tour) -> None:
    _at_the_chair(tour)
    page = tour.window.pages.treatment
    field = page.item_card.search.field
    field.setFocus()
    QTest.keyClicks(field, "BS07")
    for size in (TWICE, WIDE, SMALL, WIDE):
        resize(tour.window, *size)
        assert field.text() == "BS07"
        assert field.hasFocus()
        assert in_sight(field)


def test_the_chart_and_the_search_lie_on_each_other_and_the_focus_brings_each_up(tour: Tour) -> None:
    _at_the_chair(tour)
    page = tour.window.pages.treatment
    leaves = page.findChildren(Leaves)[0]
    assert not leaves.covers(page.chart_card.chart)
    resize(tour.window, *TWICE)
    assert leaves.covers(page.chart_card.chart)
    QTest.keyClick(tour.window, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    assert leaves.covers(page.item_card.search)
    assert not leaves.covers(page.chart_card.chart)
    page.items.find()
    assert leaves.covers(page.chart_card.chart)
    resize(tour.window, *WIDE)
    assert not leaves.covers(page.chart_card.chart)


def test_a_chosen_day_stays_chosen_when_the_window_becomes_narrow(tour: Tour) -> None:
    tour.front.desk.sign_in(operator())
    tour.settle()
    tour.show("day-end")
    table = tour.window.pages.day_end.history.table
    table.selectRow(3)
    before = table.current_key()
    for size in (SMALL, WIDE):
        resize(tour.window, *size)
        assert table.current_key() == before


def test_columns_without_room_are_said_of_the_current_line(tour: Tour) -> None:
    _at_the_chair(tour)
    tour.window.pages.treatment.hand_over()
    page = tour.window.pages.settle
    tour.until(lambda: page.idle and page.primary is not None and tour.window.page is page)
    table, rest = page.desk_side.bill.table, page.findChildren(LineRest)[0]
    resize(tour.window, *WIDE)
    table.selectRow(0)
    assert not rest.isVisible()
    resize(tour.window, *SMALL)
    assert rest.isVisible()
    assert "责任内" in rest.text()
    resize(tour.window, *WIDE)
    assert not rest.isVisible()


def test_the_rail_of_a_narrow_window_says_its_pages_by_name(tour: Tour) -> None:
    tour.front.desk.sign_in(operator())
    tour.settle()
    rail = tour.window.shell.rail
    before = rail.width()
    resize(tour.window, *TWICE)
    assert rail.width() < before
    button = rail.button("today")
    assert button.accessibleName() == "今日"
    assert button.toolTip().startswith("今日")
