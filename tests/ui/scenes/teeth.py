"""The tooth chart of three invented children: three, seven and twelve years old."""

from datetime import date
from typing import Final

from PySide6.QtWidgets import QWidget

from clinic_terminal.domain.dentition import Dentition
from clinic_terminal.domain.tooth_history import PastLine, findings, work_on
from clinic_terminal.domain.visit import VisitLine
from clinic_terminal.i18n import translator
from clinic_terminal.ui.views.teeth import Choice, Mouth, chart_words, region_work, tooth_states, zone_use
from clinic_terminal.ui.widgets.card import Card, row
from clinic_terminal.ui.widgets.text import Text
from clinic_terminal.ui.widgets.tooth_chart import ToothChart, ToothChartView
from tests.ui.scenes.frame import Scene, framed

_TODAY: Final = date(2026, 5, 21)
_PAST: Final = {
    3: (
        PastLine(date(2026, 1, 5), "BS24", ("51", "61")),
        PastLine(date(2026, 1, 5), "BS06", ("55",), (("55", "O"),)),
    ),
    7: (
        PastLine(date(2025, 6, 1), "PV13", ("16", "26")),
        PastLine(date(2025, 6, 1), "BS07", ("64",), (("64", "OD"),)),
        PastLine(date(2025, 9, 1), "BS17", ("75",)),
        PastLine(date(2025, 9, 1), "BS23", ("75",)),
        PastLine(date(2025, 3, 1), "BS01", ("82",)),
    ),
    12: (
        PastLine(date(2021, 6, 1), "PV13", ("16", "26", "36", "46")),
        PastLine(date(2025, 6, 1), "BS08", ("46",), (("46", "O"),)),
        PastLine(date(2024, 6, 1), "NC04", ("14",)),
        PastLine(date(2025, 6, 1), "BS18", ("21",)),
    ),
}
_LINES: Final = {
    3: (VisitLine("PV07", ("54",), 6_000, 1),),
    7: (
        VisitLine("BS07", ("84",), 70_000, 1, (("84", "OD"),)),
        VisitLine("BS01", ("62",), 20_000, 1),
        VisitLine("BS03", ("11-21",), 50_000, 1),
    ),
    12: (VisitLine("BS09", ("36",), 80_000, 1, (("36", "MO"),)),),
}
_CHOSEN: Final = {3: Choice(), 7: Choice(("54",), (("54", "OD"),)), 12: Choice()}


def view_at(years: int, language: str = "zh_CN") -> ToothChartView:
    """Return the chart of the child of that age."""
    words, choice = translator(language), _CHOSEN[years]
    past, lines = _PAST[years], _LINES[years]
    teeth = Dentition(date(_TODAY.year - years, 5, 20), _TODAY, findings(past))
    mouth = Mouth(teeth, work_on(past), lines)
    return ToothChartView(
        teeth=tooth_states(mouth, choice, words),
        selected=frozenset(choice.places),
        surfaces=dict(choice.surfaces),
        region_work=region_work(lines, words),
        zones=zone_use(None),
        active=choice.places[0] if choice.places else "",
        words=chart_words(mouth, words),
    )


def teeth() -> QWidget:
    """Three ages side by side."""
    across = row(spacing=16)
    for years in _PAST:
        card = Card(spacing=6)
        card.body.addWidget(Text(f"{years} 岁", "title"))
        card.body.addWidget(ToothChart(view_at(years), name="牙位图"), 1)
        across.addWidget(card)
    return framed(Scene("treatment", across))
