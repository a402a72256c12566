"""A pad with a hundred thousand events: bounded points, the shape kept, and an act that fits the wire."""

import json
from itertools import pairwise
from math import cos, dist, pi, sin

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest

from clinic_terminal.contract.acts import LARGEST_ACT_BYTES
from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.domain import consent as consents
from clinic_terminal.domain.consent import MOST_POINTS, MOST_STROKES, PAD_UNITS, Consent, Relationship
from clinic_terminal.ui.pages.guardian import pad_strokes
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.widgets.ink import Brush, InkPoint, Stroke, paint_strokes
from clinic_terminal.ui.widgets.signature import SignaturePad
from clinic_terminal.ui.widgets.stroke_recorder import Phase, StrokeRecorder
from clinic_terminal.ui.widgets.stroke_thinning import thinned
from tests.build import NOW
from tests.ui.conftest import Show

pytestmark = pytest.mark.usefixtures("app")

FLOOD = 100_000
WANDER = 0.004
"""How far a thinned line may lie beside the drawn one, in shares of the pad: 2 pixels of 460."""


def _loops(number: int) -> tuple[float, float]:
    turn = 2 * pi * number / 2_500
    return 0.1 + 0.8 * number / FLOOD + 0.05 * cos(turn), 0.5 + 0.3 * sin(turn)


def _flooded() -> StrokeRecorder:
    recorder = StrokeRecorder()
    recorder.feed(Phase.BEGIN, _loops(0), 0.5, 0)
    for number in range(1, FLOOD):
        recorder.feed(Phase.GO_ON, _loops(number), 0.5, number)
    recorder.feed(Phase.END, _loops(FLOOD), 0.5, FLOOD)
    return recorder


def _aside(point: tuple[float, float], one: InkPoint, other: InkPoint) -> float:
    """Return how far a point lies from the straight line between two others."""
    way = (other.x - one.x, other.y - one.y)
    length = way[0] ** 2 + way[1] ** 2
    at = ((point[0] - one.x) * way[0] + (point[1] - one.y) * way[1]) / length if length else 0.0
    share = min(1.0, max(0.0, at))
    return dist(point, (one.x + share * way[0], one.y + share * way[1]))


def test_a_hundred_thousand_events_stay_within_the_limit_and_keep_their_shape() -> None:
    (stroke,) = _flooded().strokes
    assert 1_000 < len(stroke) <= MOST_POINTS
    assert (stroke[0].x, stroke[0].y) == _loops(0)
    assert (stroke[-1].x, stroke[-1].y) == pytest.approx(_loops(FLOOD))
    times = [point.t_ms for point in stroke]
    assert times == sorted(times)
    worst = 0.0
    for before, after in pairwise(stroke):
        drawn = range(before.t_ms, after.t_ms + 1, max(1, (after.t_ms - before.t_ms) // 4))
        worst = max(worst, *(_aside(_loops(number), before, after) for number in drawn))
    assert worst < WANDER


def test_a_flood_of_dots_begins_no_stroke_beyond_the_limit() -> None:
    recorder = StrokeRecorder()
    for number in range(MOST_STROKES + 500):
        recorder.feed(Phase.BEGIN, (number / 2_000, 0.5), 0.5, number)
        recorder.feed(Phase.END, (number / 2_000, 0.6), 0.5, number)
    assert len(recorder.strokes) == MOST_STROKES


def test_the_largest_signature_leaves_an_act_most_of_its_room() -> None:
    wide = InkPoint(1.0, 1.0, 1.0, 99_999_999)
    each = MOST_POINTS // MOST_STROKES
    strokes = pad_strokes(((wide,) * each,) * MOST_STROKES, 400, 900)
    assert sum(len(stroke) for stroke in strokes) == MOST_POINTS
    consent = Consent("名" * 60, Relationship.OTHER_GUARDIAN, strokes, 1, "d" * 64, "zh_CN", "c", NOW, "王敏")
    size = len(canonical_bytes(consents.content(consent)))
    assert size < LARGEST_ACT_BYTES // 8
    assert json.loads(canonical_bytes(consents.content(consent)))["strokes"][0][0][0] == PAD_UNITS


def test_thinning_takes_what_lies_on_a_line_and_leaves_corners_and_ends() -> None:
    corner = [(0.1, 0.1), (0.2, 0.1), (0.3, 0.1), (0.4, 0.1), (0.4, 0.2), (0.4, 0.3), (0.4, 0.4)]
    stroke = tuple(InkPoint(x, y, 0.5, n) for n, (x, y) in enumerate(corner))
    dot = (InkPoint(0.9, 0.9, 0.5, 9),)
    angle, kept = thinned([stroke, dot], 4)
    assert [(point.x, point.y) for point in angle] == [(0.1, 0.1), (0.4, 0.1), (0.4, 0.4)]
    assert kept == dot


def test_nothing_is_thinned_that_fits() -> None:
    strokes = (tuple(InkPoint(n / 50, 0.5, 0.5, n) for n in range(40)),)
    assert thinned(strokes, 40) == strokes


def test_ends_stay_where_even_they_are_too_many() -> None:
    strokes = tuple((InkPoint(n / 9, 0.1, 0.5, 0), InkPoint(n / 9, 0.9, 0.5, 1)) for n in range(9))
    assert thinned(strokes, 4) == strokes


def test_ink_drawn_point_by_point_is_the_ink_of_the_kept_points(show: Show) -> None:
    pad = SignaturePad()
    pad.resize(400, 200)
    show(pad)
    left = Qt.MouseButton.LeftButton
    places = [QPoint(20 + 12 * n, 100 + round(60 * sin(n / 2))) for n in range(30)]
    QTest.mousePress(pad, left, pos=places[0])
    for place in places[1:]:
        QTest.mouseMove(pad, place)
    QTest.mouseRelease(pad, left, pos=places[-1])
    drawn = pad.grab().toImage()
    pad.set_strokes(pad.strokes())
    assert _difference(drawn, pad.grab().toImage()) == 0


def test_a_stroke_under_way_survives_another_size(show: Show) -> None:
    pad = SignaturePad()
    pad.resize(400, 200)
    show(pad)
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=QPoint(40, 100))
    for step in range(1, 9):
        QTest.mouseMove(pad, QPoint(40 + 20 * step, 100 + 10 * (step % 2)))
    pad.resize(800, 400)
    pad.grab()
    QTest.mouseMove(pad, QPoint(600, 200))
    pad.hide()
    (stroke,) = pad.strokes()
    assert len(stroke) == 10
    assert not pad.is_writing


def test_the_second_finger_draws_nothing_when_the_first_is_lifted(show: Show) -> None:
    pad = SignaturePad()
    pad.resize(400, 200)
    show(pad)
    finger = QTest.createTouchDevice()
    QTest.touchEvent(pad, finger).press(0, QPoint(40, 100), pad).commit()
    QTest.touchEvent(pad, finger).stationary(0).press(1, QPoint(300, 180), pad).commit()
    QTest.touchEvent(pad, finger).release(0, QPoint(80, 100), pad).move(1, QPoint(300, 181), pad).commit()
    QTest.touchEvent(pad, finger).move(1, QPoint(390, 180), pad).commit()
    QTest.touchEvent(pad, finger).release(1, QPoint(390, 180), pad).commit()
    (stroke,) = pad.strokes()
    assert [point.x for point in stroke] == pytest.approx([0.1, 0.2])


def test_a_quick_hand_leaves_a_thin_line_and_a_slow_or_heavy_one_a_full_line() -> None:
    quick, slow = (_width(step_ms, 0.5) for step_ms in (1, 40))
    heavy = _width(40, 1.0)
    assert quick < slow < heavy


def _width(step_ms: int, pressure: float) -> float:
    brush = Brush(QRectF(0, 0, 400, 200))
    for number in range(20):
        brush.add(InkPoint(number / 40, 0.5, pressure, number * step_ms))
    return brush.tail().after


def _difference(one: QImage, other: QImage) -> int:
    return sum(
        one.pixelColor(x, y) != other.pixelColor(x, y)
        for x in range(one.width())
        for y in range(one.height())
    )


def test_a_stroke_of_no_points_paints_nothing() -> None:
    picture = QImage(40, 40, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    empty: Stroke = ()
    painter = QPainter(picture)
    paint_strokes(painter, [empty], QRectF(0, 0, 40, 40), theme().colour("pad-ink"))
    painter.end()
    assert picture.pixelColor(20, 20) == Qt.GlobalColor.white
