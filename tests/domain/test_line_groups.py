from dataclasses import replace

import pytest

from clinic_terminal.domain.catalogue import Catalogue, Package
from clinic_terminal.domain.errors import VisitStateError
from clinic_terminal.domain.line_groups import (
    LeftOutCause,
    Wanted,
    of_package,
    of_visit,
    with_lines,
)
from clinic_terminal.domain.visit import Stage, Visit, with_line
from tests.build import CATALOGUE, CHILD, CONSULT, FILLING, TODAY

VISIT = Visit("V-1", Stage.IN_TREATMENT, TODAY, CHILD, "POL-1", "DENTAL-2021")


def changed(**fields: object) -> Catalogue:
    item = replace(FILLING, **fields)  # type: ignore[arg-type]  # fields by name
    return replace(CATALOGUE, items={**CATALOGUE.items, item.code: item})


def test_a_package_brings_its_items_and_their_teeth() -> None:
    package = Package("P", "包", "P", ("PV01", "BS07"), {"BS07": ("54", "55")})
    group = with_lines(VISIT, CATALOGUE, of_package(package))
    assert [(line.item, line.teeth, line.qty) for line in group.added] == [
        ("PV01", (), 1),
        ("BS07", ("54", "55"), 2),
    ]
    assert group.left_out == ()
    assert group.visit.lines == group.added


def test_an_earlier_visit_is_copied_at_the_prices_of_now() -> None:
    old = with_line(VISIT, CATALOGUE, "BS07", ("84",), 12_300)
    group = with_lines(VISIT, changed(price_fen=71_000), of_visit(old))
    assert [(line.teeth, line.unit_fen) for line in group.added] == [(("84",), 71_000)]


@pytest.mark.parametrize(
    ("catalogue", "wanted", "cause"),
    [
        (CATALOGUE, Wanted("OLD1"), LeftOutCause.ITEM_UNKNOWN),
        (changed(offered=False), Wanted("BS07", ("84",)), LeftOutCause.ITEM_OFF),
        (CATALOGUE, Wanted("BS07"), LeftOutCause.TOOTH_NEEDED),
        (CATALOGUE, Wanted("BS07", ("16",)), LeftOutCause.TOOTH_WRONG),
        (CATALOGUE, Wanted("BS07", ("51",)), LeftOutCause.TOOTH_GONE),
    ],
)
def test_what_does_not_fit_is_left_out_with_its_cause_and_the_rest_is_added(
    catalogue: Catalogue, wanted: Wanted, cause: LeftOutCause
) -> None:
    group = with_lines(VISIT, catalogue, (wanted, Wanted("PV01")), gone={"51"})
    assert [one.cause for one in group.left_out] == [cause]
    assert [line.item for line in group.added] == ["PV01"]


def test_teeth_that_are_gone_are_left_out_and_the_others_stay() -> None:
    group = with_lines(VISIT, CATALOGUE, (Wanted("BS07", ("51", "84")),), gone={"51"})
    assert [line.teeth for line in group.added] == [("84",)]
    (left,) = group.left_out
    assert (left.cause, left.teeth, left.name_zh) == (LeftOutCause.TOOTH_GONE, ("51",), FILLING.name_zh)


def test_a_film_of_a_tooth_that_is_gone_is_not_taken_of_nothing() -> None:
    group = with_lines(VISIT, CATALOGUE, (Wanted("PV07", ("51",)),), gone={"51"})
    assert group.added == ()


def test_a_line_that_stands_on_the_bill_is_not_added_twice() -> None:
    visit = with_line(VISIT, CATALOGUE, "PV01", (), None)
    group = with_lines(visit, CATALOGUE, (Wanted("PV01"), Wanted("BS07", ("84",))))
    assert [one.cause for one in group.left_out] == [LeftOutCause.ALREADY_THERE]
    assert [line.item for line in group.visit.lines] == [CONSULT.code, FILLING.code]


def test_nothing_is_added_to_a_closed_visit() -> None:
    with pytest.raises(VisitStateError):
        with_lines(replace(VISIT, stage=Stage.DONE), CATALOGUE, (Wanted("PV01"),))
