"""Surfaces on paper: behind their tooth."""

from dataclasses import replace

from clinic_terminal.printing.bill_html import bill_html
from clinic_terminal.printing.texts import load_texts
from tests.printing import bills


def test_surfaces_are_printed_behind_their_tooth() -> None:
    plain = bills.bill()
    filling = next(line for line in plain.lines if line.category == "BASIC")
    named = replace(filling, teeth=("84", "55"), surfaces=(("84", "OD"),))
    one = replace(plain, lines=tuple(named if line is filling else line for line in plain.lines))
    html = bill_html(one, bills.digest_of(one), None, "zh", load_texts())
    assert "84 OD, 55" in html
    assert "84 OD" not in bill_html(plain, bills.digest_of(plain), None, "zh", load_texts())
