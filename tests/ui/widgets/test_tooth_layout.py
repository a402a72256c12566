"""Where the teeth lie, and what a point of the drawing means."""

from itertools import combinations, pairwise

import pytest

from clinic_terminal.domain.surfaces import Face
from clinic_terminal.domain.tooth import ROWS, regions
from clinic_terminal.ui.widgets.tooth_layout import (
    HEIGHT,
    WIDTH,
    ToothPlace,
    by_code,
    codes,
    nearest,
    nearest_region,
    places,
    region_places,
    rows,
    step,
)
from clinic_terminal.ui.widgets.tooth_picker import CORE, SIDE, enlarged
from clinic_terminal.ui.widgets.tooth_shape import edge, face_at, outline, stripes, zone, zone_middle

EVERY_TOOTH = pytest.mark.parametrize("place", places(), ids=lambda place: place.code)


def test_there_are_52_teeth_each_once() -> None:
    assert len(places()) == 52
    permanent = {f"{q}{n}" for q in "1234" for n in range(1, 9)}
    primary = {f"{q}{n}" for q in "5678" for n in range(1, 6)}
    assert codes() == permanent | primary
    assert rows() == ROWS


def test_the_patients_right_is_on_the_left_and_the_upper_jaw_above() -> None:
    known = by_code()
    assert known["18"].x < known["11"].x < known["21"].x < known["28"].x
    assert known["11"].y < known["51"].y < known["81"].y < known["41"].y
    assert known["16"].x < known["55"].x


def test_both_sides_mirror_each_other() -> None:
    known = by_code()
    for number in range(1, 9):
        assert known[f"1{number}"].x + known[f"2{number}"].x == pytest.approx(WIDTH, abs=0.5)
        assert known[f"1{number}"].y + known[f"4{number}"].y == pytest.approx(HEIGHT, abs=0.5)


def test_no_tooth_covers_another_or_leaves_the_drawing() -> None:
    outlines = {place.code: outline(place) for place in places()}
    for row in rows():
        for one, other in pairwise(row):
            assert not outlines[one].intersects(outlines[other]), (one, other)
    for place in places():
        box = outlines[place.code].boundingRect()
        assert box.left() > 4
        assert box.top() > 4
        assert box.right() < WIDTH - 4
        assert box.bottom() < HEIGHT - 4


@EVERY_TOOTH
def test_a_touch_in_the_middle_of_a_tooth_finds_it(place: ToothPlace) -> None:
    assert nearest(place.x, place.y) == place.code


def test_a_touch_beside_all_teeth_finds_none() -> None:
    assert nearest(WIDTH / 2, HEIGHT / 2) is None


def test_an_extra_tooth_may_stand_between_any_two_neighbours() -> None:
    assert tuple(place.region for place in region_places()) == regions()
    for place in region_places():
        assert nearest_region(place.x, place.y) == place.region
    assert nearest_region(WIDTH / 2, HEIGHT / 2) is None


def test_extra_teeth_do_not_lie_on_each_other() -> None:
    for one, other in combinations(region_places(), 2):
        assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 > 14**2, (one.region, other.region)


@EVERY_TOOTH
def test_the_middle_of_a_zone_belongs_to_it_and_to_no_other(place: ToothPlace) -> None:
    for face in Face:
        middle = zone_middle(place, face)
        assert face_at(place, middle.x(), middle.y()) is face
        assert [one for one in Face if zone(place, one).contains(middle)] == [face]


@EVERY_TOOTH
def test_the_mesial_side_looks_to_the_middle_and_the_outer_side_away_from_the_mouth(
    place: ToothPlace,
) -> None:
    middle = {face: zone_middle(place, face) for face in Face}

    def away(face: Face) -> float:
        return (middle[face].x() - WIDTH / 2) ** 2 + (middle[face].y() - HEIGHT / 2) ** 2

    assert abs(middle[Face.MESIAL].x() - WIDTH / 2) < abs(middle[Face.DISTAL].x() - WIDTH / 2)
    assert away(Face.OUTER) > away(Face.INNER)


@pytest.mark.parametrize("code", ["11", "16", "54", "63", "36", "84", "73", "41"])
def test_the_zones_of_the_large_tooth_are_wide_enough_for_a_gloved_finger(code: str) -> None:
    place = enlarged(code)
    for face in Face:
        box = zone(place, face, CORE).boundingRect()
        assert min(box.width(), box.height()) >= 44, face
        middle = zone_middle(place, face, CORE)
        assert face_at(place, middle.x(), middle.y(), CORE) is face
    assert outline(place).boundingRect().width() == pytest.approx(SIDE, abs=1)


def test_the_large_tooth_stands_as_the_small_ones_do() -> None:
    upper_right, lower_left = enlarged("54"), enlarged("74")
    assert zone_middle(upper_right, Face.OUTER).y() < 0 < zone_middle(upper_right, Face.INNER).y()
    assert zone_middle(lower_left, Face.INNER).y() < 0 < zone_middle(lower_left, Face.OUTER).y()
    assert zone_middle(upper_right, Face.DISTAL).x() < 0 < zone_middle(upper_right, Face.MESIAL).x()
    assert zone_middle(lower_left, Face.MESIAL).x() < 0 < zone_middle(lower_left, Face.DISTAL).x()


@EVERY_TOOTH
def test_lines_are_areas_on_the_tooth(place: ToothPlace) -> None:
    whole, dashed = edge(place, 2), edge(place, 2, dashes=12, share=0.5)
    assert not whole.contains(zone_middle(place, Face.BITING))
    room = outline(place, 1.2).boundingRect()
    for path in (whole, dashed, stripes(place, 1.0)):
        assert not path.isEmpty()
        assert room.contains(path.boundingRect())


def test_arrows_stop_at_the_edges() -> None:
    assert step("18", -1, 0) == "18"
    assert step("28", 1, 0) == "28"
    assert step("11", 0, -1) == "11"
    assert step("41", 0, 1) == "41"


def test_every_tooth_can_be_reached_by_arrows() -> None:
    seen, left = {"11"}, ["11"]
    while left:
        here = left.pop()
        for move in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            there = step(here, *move)
            if there not in seen:
                seen.add(there)
                left.append(there)
    assert seen == codes()
