"""The outage card: one page in each language, with the limits that the program really has."""

from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import get_args

import pypdfium2
import pytest
from PySide6.QtGui import QColor, QGuiApplication, QPalette

from clinic_terminal import cli
from clinic_terminal.application.acts import ExposureLimits
from clinic_terminal.application.failures import PaperFailedError
from clinic_terminal.printing.outage_card import draw_outage_card, outage_card_command
from clinic_terminal.printing.texts import PaperLanguage
from clinic_terminal.ui.keys import Key

LANGUAGES: tuple[PaperLanguage, ...] = get_args(PaperLanguage)


def text_of(path: Path) -> str:
    """Return the text of a PDF on one line, one page alone."""
    document = pypdfium2.PdfDocument(path)
    try:
        assert len(document) == 1
        return " ".join(document[0].get_textpage().get_text_bounded().split())
    finally:
        document.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_card_fills_one_page(tmp_path: Path, language: PaperLanguage) -> None:
    text = text_of(draw_outage_card(tmp_path / "card.pdf", language, ExposureLimits()))
    assert ("断网怎么办" in text) == (language != "en")
    assert ("When the line is down" in text) == (language != "zh")
    assert "¥5,000" in text
    assert "¥50,000" in text


def test_the_limits_are_those_of_the_terminal(tmp_path: Path) -> None:
    limits = replace(ExposureLimits(), visit_fen=(100, 123_400), unsent_count=(1, 17), snapshot_hours=(1, 9))
    text = text_of(draw_outage_card(tmp_path / "card.pdf", "zh", limits))
    assert "¥1,234" in text
    assert "17 笔" in text
    assert "9 小时" in text


def test_the_keys_on_the_card_are_those_of_the_program(tmp_path: Path) -> None:
    text = text_of(draw_outage_card(tmp_path / "card.pdf", "en", ExposureLimits()))
    assert f"Queue ({Key.QUEUE.cap})" in text
    assert f"{Key.GUIDE.cap} in the program" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_known_hotline_is_printed_and_still_fits(tmp_path: Path, language: PaperLanguage) -> None:
    assert "021-80209058" not in text_of(draw_outage_card(tmp_path / "a.pdf", language, ExposureLimits()))
    path = draw_outage_card(tmp_path / "b.pdf", language, ExposureLimits(), "021-80209058")
    assert "021-80209058" in text_of(path)


def test_the_lines_to_write_on_are_in_ink_whatever_the_windows_colours(tmp_path: Path) -> None:
    def darkness() -> int:
        page = pypdfium2.PdfDocument(draw_outage_card(tmp_path / "card.pdf", "zh", ExposureLimits()))[0]
        return sum(page.render(scale=2).to_pil().convert("L").histogram()[:96])

    before = QGuiApplication.palette()
    pale = QPalette(before)
    pale.setColor(QPalette.ColorRole.Dark, QColor("#f0f3f6"))
    try:
        QGuiApplication.setPalette(pale)
        found = darkness()
    finally:
        QGuiApplication.setPalette(before)
    assert found == darkness()


def test_the_command_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "wall.pdf"
    assert cli.main(["outage-card", "--out", str(out), "--language", "both"]) == 0
    assert capsys.readouterr().out == f"{out}\n"
    assert "断网怎么办" in text_of(out)


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(PaperFailedError):
        outage_card_command(tmp_path / "file" / "card.pdf", "zh", "", StringIO())
