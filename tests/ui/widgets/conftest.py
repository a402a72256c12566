"""A tooth chart in a window, with the focus."""

import pytest

from clinic_terminal.ui.widgets.tooth_chart import ToothChart, ToothChartView
from tests.ui.conftest import Show
from tests.ui.widgets.chart_hands import NO_PERMANENT


@pytest.fixture
def chart(show: Show) -> ToothChart:
    found = ToothChart(ToothChartView(forbidden=NO_PERMANENT), name="牙位图")
    found.resize(440, 580)
    show(found)
    found.setFocus()
    return found
