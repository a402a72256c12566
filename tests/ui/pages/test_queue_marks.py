"""On the queue page the line's marks and the room under all five limits are read whole, panel or no panel.

Asked is what the labels paint in the width that they have, not what they were told to say.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from clinic_terminal.application.acts import Answer, AnswerClass, Freshness
from clinic_terminal.application.queue_view import queue_view
from clinic_terminal.settings import Language
from clinic_terminal.ui.views.queue_tiles import marks, tiles
from clinic_terminal.ui.widgets.one_line import line_width
from clinic_terminal.ui.widgets.pairs_line import PairsLine
from tests.build import NOW
from tests.ui.conftest import Show
from tests.ui.pages.front import LETTER, RETURNING, answer, billed, operator
from tests.ui.pages.tour import Size, Tour, resize

PARKED = Answer(AnswerClass.ITEM, None, "DIGEST_CONFLICT", "The digest differs.")
DAY = timedelta(days=1)
LONG_AGO = Freshness(NOW - DAY, NOW - 2 * DAY, NOW - 3 * DAY, NOW - 4 * DAY)
"""Marks with their day before the time: the longest that there are."""
SIZES: tuple[Size, ...] = ((1366, 768), (1280, 720), (960, 540))
Open = Callable[[Language], Tour]


@pytest.fixture
def opened(app: QApplication, tmp_path: Path) -> Iterator[Open]:
    """Return what opens the queue page with a bill that waits, in a language."""
    assert app is not None
    made: list[Tour] = []

    def act(language: Language) -> Tour:
        tour = Tour(tmp_path, language, SIZES)
        made.append(tour)
        tour.front.desk.sign_in(operator())
        billed(tour.front, RETURNING)
        _date_back(tour)
        tour.show("queue")
        return tour

    yield act
    for one in made:
        one.close()


def painted(widget: QWidget) -> list[str]:
    """Return the lines of text that are painted below a widget, as they end up on the screen."""
    return [_painted(one) for one in widget.findChildren(QLabel) if one.isVisible() and one.text()]


def _painted(label: QLabel) -> str:
    """Return a label's text as far as there is room for it; nothing of one that is covered or cut off."""
    needed = label.heightForWidth(label.width()) if label.wordWrap() else 0
    if label.visibleRegion().boundingRect() != label.rect() or needed > label.height():
        return ""
    if label.wordWrap():
        return label.text()
    # Half a pixel is what rounding may take from a word that was measured to fit.
    room = label.width() + 0.5
    return QFontMetricsF(label.font()).elidedText(label.text(), Qt.TextElideMode.ElideRight, room)


def _park_one(tour: Tour) -> None:
    visit = billed(tour.front, LETTER)
    answer(tour.front, visit.act, PARKED)
    _date_back(tour)
    page = tour.window.pages.queue
    tour.until(lambda: len(page.table.line_model.lines) > 1)
    page.table.set_current(visit.act)
    tour.until(page.panel.isVisible)


def _date_back(tour: Tour) -> None:
    with tour.front.store.begin() as uow:
        uow.memory.set_freshness(LONG_AGO)
    tour.front.desk.refresh()


@pytest.mark.parametrize("with_panel", [False, True], ids=["alone", "panel"])
@pytest.mark.parametrize("language", list(Language))
def test_every_mark_of_the_line_is_read_whole(opened: Open, language: Language, *, with_panel: bool) -> None:
    tour = opened(language)
    if with_panel:
        _park_one(tour)
    wanted = marks(queue_view(tour.front.terminal), tour.front.desk.words)
    assert [value for _word, value in wanted] == ["05-20 10:30", "05-19 10:30", "05-18 10:30", "05-17 10:30"]
    for size in SIZES:
        resize(tour.window, *size)
        shown = painted(tour.window.pages.queue.body)
        for word, value in wanted:
            assert shown[shown.index(word) + 1] == value, size


@pytest.mark.parametrize("language", list(Language))
def test_all_five_limits_stay_in_sight_beside_the_panel(opened: Open, language: Language) -> None:
    tour = opened(language)
    _park_one(tour)
    wanted = tiles(queue_view(tour.front.terminal), tour.front.desk.words)
    assert len(wanted) == 5
    for size in SIZES[:2]:
        resize(tour.window, *size)
        shown = painted(tour.window.pages.queue.body)
        for tile in wanted:
            at = shown.index(tile.caption)
            assert shown[at + 1] == tile.figure, size
            assert shown[at + 2].replace("\n", " · ") == tile.note, size


def test_the_tiles_say_their_notes_in_one_line_again_once_the_panel_is_gone(opened: Open) -> None:
    tour = opened(Language.ZH)
    body = tour.window.pages.queue.body
    _park_one(tour)
    assert "上限 300\n最早 0 分钟前" in painted(body)
    body.show_case(None)
    tour.settle()
    assert "上限 300 · 最早 0 分钟前" in painted(body)


def test_the_times_of_the_marks_are_equally_wide(opened: Open) -> None:
    line = opened(Language.ZH).window.pages.queue.body.marks
    values = [one for one in line.findChildren(QLabel) if ":" in one.text()]
    assert len(values) == 4
    wide = [round(line_width(one.font(), text)) for one in values for text in ("11-11 11:11", "08-28 20:48")]
    assert len(set(wide)) == 1


def test_pairs_without_room_side_by_side_take_more_lines_and_lose_no_word(show: Show) -> None:
    pairs = tuple((f"第 {number} 个标记", "05-20 10:30") for number in range(4))
    line = PairsLine()
    line.set_pairs(pairs)
    show(line)
    heights = []
    for width in (1_000, 420, 200):
        line.resize(width, line.minimumSizeHint().height())
        QApplication.processEvents()
        line.resize(width, line.minimumSizeHint().height())
        QApplication.processEvents()
        assert painted(line) == [word for pair in pairs for word in pair]
        heights.append(line.height())
    assert heights == sorted(set(heights))
