"""Surfaces on paper: behind their tooth."""

from dataclasses import replace

from tests.printing import bills
from tests.printing.pages import html_for


def test_surfaces_are_printed_behind_their_tooth() -> None:
    plain = bills.bill()
    filling = next(line for line in plain.lines if line.category == "BASIC")
    named = replace(filling, teeth=("84", "55"), surfaces=(("84", "OD"),))
    one = replace(plain, lines=tuple(named if line is filling else line for line in plain.lines))
    html = html_for(one, None)
    assert "84 OD, 55" in html
    assert "84 OD" not in html_for(plain, None)
