"""The tooth chart on screens of every scale, in both modes, in any room."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication

from clinic_terminal.domain.dentition import Presence
from clinic_terminal.ui.theme import apply_theme, theme
from clinic_terminal.ui.tokens import Mode
from clinic_terminal.ui.widgets.tooth_chart import ToothChart, ToothChartView
from clinic_terminal.ui.widgets.tooth_view import ToothMark, ToothState, Work, ZoneUse
from tests.ui.conftest import Show

VIEW = ToothChartView(
    teeth={
        "11": ToothState(Presence.EITHER),
        "12": ToothState(Presence.NOT_YET),
        "51": ToothState(Presence.SHED),
        "52": ToothState(Presence.MISSING),
        "16": ToothState(before=(Work(ToothMark.SEALED, "封"),)),
        "75": ToothState(before=(Work(ToothMark.CROWNED, "冠"), Work(ToothMark.ROOT_TREATED, "根"))),
        "84": ToothState(today=(Work(ToothMark.FILLED, "充", "OD"),)),
    },
    selected=frozenset({"54"}),
    surfaces={"54": "OD"},
    forbidden={"46": "不可。"},
    zones=ZoneUse.DIRECT,
    active="54",
)
WIDTH, HEIGHT = 394, 532
_WHOLE, _SMOOTH = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation


@pytest.fixture
def chart(show: Show) -> ToothChart:
    found = ToothChart(VIEW, name="牙位图")
    found.resize(WIDTH, HEIGHT)
    show(found)
    return found


def picture(chart: ToothChart, ratio: float) -> QImage:
    """Return the chart as a screen of that scale shows it."""
    found = QImage(round(WIDTH * ratio), round(HEIGHT * ratio), QImage.Format.Format_RGB32)
    found.setDevicePixelRatio(ratio)
    found.fill(theme().colour("surface"))
    chart.render(found, QPoint())
    return found


def contrast(image: QImage, point: QPoint, reach: int) -> int:
    """Return the largest step of brightness from one pixel to the next around a point: how sharp it is."""
    line = [
        QColor(image.pixel(x, point.y())).lightness() for x in range(point.x() - reach, point.x() + reach)
    ]
    return max(abs(one - other) for one, other in pairwise(line))


@pytest.mark.parametrize("ratio", [1.25, 1.5, 2.0])
@pytest.mark.parametrize("code", ["55", "53", "65", "31", "41"])
def test_edges_are_drawn_for_the_screen_and_not_blown_up(chart: ToothChart, ratio: float, code: str) -> None:
    sharp = picture(chart, ratio)
    blown_up = picture(chart, 1.0).scaled(sharp.size(), _WHOLE, _SMOOTH)
    middle = (chart.centre_of(code) * ratio).toPoint()
    reach = round(22 * ratio)
    assert contrast(sharp, middle, reach) > 1.2 * contrast(blown_up, middle, reach)


@pytest.mark.parametrize("ratio", [1.25, 1.5, 2.0])
def test_every_scale_shows_the_same_drawing(chart: ToothChart, ratio: float) -> None:
    small = picture(chart, 1.0)
    large = picture(chart, ratio).scaled(small.size(), _WHOLE, _SMOOTH)
    differing = sum(
        abs(QColor(small.pixel(x, y)).lightness() - QColor(large.pixel(x, y)).lightness()) > 110
        for x in range(0, WIDTH, 2)
        for y in range(0, HEIGHT, 2)
    )
    assert differing < WIDTH * HEIGHT / 4 * 0.01


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_colours_are_the_modes_own(app: QApplication, chart: ToothChart, mode: Mode) -> None:
    apply_theme(app, mode)
    image = picture(chart, 2.0)
    seen = {QColor(image.pixel(x, y)).name().upper() for x in range(0, 788, 3) for y in range(0, 1064, 3)}
    for name in ("surface", "accent-fill", "accent-soft", "ok-soft", "sunken", "background"):
        assert theme().hex(name) in seen, name


def test_the_chart_fits_any_room(chart: ToothChart) -> None:
    for width, height in ((350, 462), (900, 500), (400, 900)):
        chart.resize(width, height)
        for code in ("18", "28", "38", "48", "11", "41"):
            middle = chart.centre_of(code)
            assert 0 < middle.x() < width
            assert 0 < middle.y() < height
            stop = chart.stops.by_code[code]
            assert stop.geometry().contains(middle.toPoint())
