"""Every page and panel, in both languages: named, reached by Tab as it is read, and not cut when enlarged.

At 200 % a screen of 1920 × 1080 has 960 × 540 pixels for the window and the system's bars; that Qt itself
enlarges is tried in `tests.ui.test_scaled`.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from clinic_terminal.settings import Language
from tests.ui.pages.tour import SIZES, Tour
from tests.ui.pages.tours import SCENES, Scene


@pytest.fixture(params=[Language.ZH, Language.EN], ids=["zh", "en"])
def tour(request: pytest.FixtureRequest, app: QApplication, tmp_path: Path) -> Iterator[Tour]:
    assert app is not None
    tour = Tour(tmp_path, request.param)
    yield tour
    tour.close()


def test_the_window_fits_a_large_screen_at_twice_the_size(tour: Tour) -> None:
    least = tour.window.minimumSize()
    assert least.width() <= SIZES[-1][0]
    assert least.height() <= SIZES[-1][1]


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_what_is_in_sight_is_named_and_reached_and_not_cut(tour: Tour, scene: Scene) -> None:
    scene(tour)
    assert tour.faults == {}
