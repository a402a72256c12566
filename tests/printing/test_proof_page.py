"""The printer's test page says where one practises, on the roll as on the sheet."""

from pathlib import Path

import pytest

from clinic_terminal.printing.escpos_raster import slip_picture
from clinic_terminal.printing.proof_page import draw_proof
from tests.printing.test_outage_card import text_of

MARK = "Practice · invented data"


@pytest.mark.parametrize("slip", [True, False])
def test_the_mark_of_practice_stands_on_it_where_one_practises_and_nowhere_else(
    tmp_path: Path, *, slip: bool
) -> None:
    marked = text_of(draw_proof(tmp_path / "a.pdf", slip=slip, practice=True))
    plain = text_of(draw_proof(tmp_path / "b.pdf", slip=slip))
    assert MARK in marked
    assert "练习" in marked
    assert "练习" not in plain
    assert "Practice" not in plain


def test_the_mark_makes_the_roll_longer_and_shrinks_nothing(tmp_path: Path) -> None:
    marked = slip_picture(draw_proof(tmp_path / "a.pdf", slip=True, practice=True))
    plain = slip_picture(draw_proof(tmp_path / "b.pdf", slip=True))
    assert marked.width == plain.width
    assert marked.height > plain.height
