"""Surfaces on a bill's line: taken with the item, kept with the visit, signed with the bill."""

from dataclasses import replace

import pytest

from clinic_terminal.domain.bill import BillLine, content
from clinic_terminal.domain.errors import SurfaceError
from clinic_terminal.domain.surfaces import Surfaces
from clinic_terminal.domain.visit import Stage, Visit, with_line
from tests.build import CATALOGUE, CHILD, DENTAL, TODAY
from tests.printing import bills

VISIT = Visit("V-1", Stage.IN_TREATMENT, TODAY, CHILD, "POL-1", DENTAL.code)


def test_a_filling_keeps_its_surfaces_in_written_order() -> None:
    visit = with_line(VISIT, CATALOGUE, "BS07", ("55", "84"), None, (("84", "do"), ("55", "m")))
    line = visit.lines[0]
    assert (line.teeth, line.qty, line.surfaces) == (("55", "84"), 2, (("55", "M"), ("84", "OD")))


def test_a_filling_may_be_billed_without_surfaces() -> None:
    assert with_line(VISIT, CATALOGUE, "BS07", ("84",), None).lines[0].surfaces == ()


@pytest.mark.parametrize(
    ("item", "surfaces", "code"),
    [
        ("PV07", (("84", "O"),), "SURFACE_NOT_WANTED"),
        ("BS07", (("85", "O"),), "SURFACE_WITHOUT_TOOTH"),
        ("BS07", (("84", "P"),), "SURFACE_NOT_THERE"),
        ("BS07", (("84", "OO"),), "SURFACE_TWICE"),
    ],
)
def test_surfaces_that_do_not_fit_are_refused(item: str, surfaces: Surfaces, code: str) -> None:
    with pytest.raises(SurfaceError) as failure:
        with_line(VISIT, CATALOGUE, item, ("84",), None, surfaces)
    assert failure.value.code == code


def test_the_signature_binds_the_surfaces_and_a_bill_without_them_is_digested_as_ever() -> None:
    plain = bills.bill()
    filling = next(line for line in plain.lines if line.teeth == ("84",) and line.category == "BASIC")
    with_surfaces = replace(filling, surfaces=(("84", "OD"),))
    named = replace(plain, lines=tuple(with_surfaces if line is filling else line for line in plain.lines))
    assert all("surfaces" not in line for line in content(plain)["lines"])
    lines = [line for line in content(named)["lines"] if "surfaces" in line]
    assert [line["surfaces"] for line in lines] == [{"84": "OD"}]
    assert bills.digest_of(named) != bills.digest_of(plain)


def test_a_line_of_an_older_bill_has_no_surfaces() -> None:
    assert BillLine("BS07", "充填", "Filling", "BASIC", ("84",), 1, 70_000).surfaces == ()
