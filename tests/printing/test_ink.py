from itertools import pairwise
from math import hypot

from clinic_terminal.domain.consent import InkPoint
from clinic_terminal.printing.ink import outline, ribbon
from tests.printing import bills


def line(step_ms: int, pressure: int = 500) -> tuple[InkPoint, ...]:
    return tuple(InkPoint(100 * index, 0, pressure, step_ms * index) for index in range(30))


def test_a_fast_stroke_is_thinner_than_a_slow_one() -> None:
    fast, slow = ribbon(line(5)), ribbon(line(60))
    assert max(dab.width for dab in fast) < min(dab.width for dab in slow)


def test_a_pressed_stroke_is_fuller_than_a_light_one() -> None:
    assert ribbon(line(30, 1_000))[10].width > ribbon(line(30, 100))[10].width


def test_a_pad_without_pressure_draws_a_middle_line() -> None:
    assert ribbon(line(30, 100))[10].width < ribbon(line(30, 0))[10].width < ribbon(line(30, 1_000))[10].width


def test_the_curve_keeps_both_ends_and_has_no_wide_steps() -> None:
    wave = bills.scribble()[0]
    dabs = ribbon(wave)
    assert (dabs[0].x, dabs[0].y) == (wave[0].x, wave[0].y)
    assert (dabs[-1].x, dabs[-1].y) == (wave[-1].x, wave[-1].y)
    assert max(hypot(right.x - left.x, right.y - left.y) for left, right in pairwise(dabs)) < 120


def test_widths_change_gently() -> None:
    dabs = ribbon(bills.scribble()[0])
    assert max(abs(right.width - left.width) for left, right in pairwise(dabs)) < 12


def test_dots_and_resting_pens_are_drawn_too() -> None:
    rest = InkPoint(10, 10, 500, 0)
    assert ribbon(()) == ()
    assert len(ribbon((rest,))) == 1
    assert len(ribbon((rest, InkPoint(10, 10, 500, 40)))) == 1
    assert len(ribbon((rest, InkPoint(90, 10, 500, 0)))) == 2


def test_the_outline_runs_down_one_side_and_back_up_the_other() -> None:
    dabs = ribbon(line(30))
    edge = outline(dabs)
    assert len(edge) == 2 * len(dabs)
    assert all(y > 0 for _, y in edge[: len(dabs)])
    assert all(y < 0 for _, y in edge[len(dabs) :])
