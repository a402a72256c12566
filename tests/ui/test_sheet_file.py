"""The picture of a signed sheet is looked at before it is kept."""

from pathlib import Path

import pytest
from PIL import Image

from clinic_terminal.application.sheet_failures import SheetRefusedError
from clinic_terminal.domain.attachment import LARGEST_ATTACHMENT, Media
from clinic_terminal.ui import sheet_file
from clinic_terminal.ui.sheet_file import read_sheet


def _picture(path: Path, kind: str) -> Path:
    Image.effect_noise((200, 280), 40).save(path, kind)
    return path


@pytest.mark.parametrize(("kind", "media"), [("PNG", Media.PNG), ("JPEG", Media.JPEG)])
def test_a_picture_is_taken_as_what_it_is_whatever_its_name(tmp_path: Path, kind: str, media: Media) -> None:
    path = _picture(tmp_path / "sheet.dat", kind)
    sheet = read_sheet(path)
    assert (sheet.media, sheet.body) == (media, path.read_bytes())


def test_a_scan_as_pdf_is_taken(tmp_path: Path) -> None:
    path = _picture(tmp_path / "sheet.pdf", "PDF")
    assert read_sheet(path).media is Media.PDF


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "PDF"])
def test_a_file_that_ends_too_early_is_damaged(tmp_path: Path, kind: str) -> None:
    path = _picture(tmp_path / "sheet", kind)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SheetRefusedError) as refused:
        read_sheet(path)
    assert refused.value.cause == "DAMAGED"


@pytest.mark.parametrize(
    ("body", "cause"),
    [(b"", "EMPTY"), (b"MZ a program", "NOT_A_SHEET"), (b"x" * (LARGEST_ATTACHMENT + 1), "TOO_LARGE")],
    ids=["empty", "program", "large"],
)
def test_what_cannot_be_a_sheet_is_refused(tmp_path: Path, body: bytes, cause: str) -> None:
    path = tmp_path / "sheet.png"
    path.write_bytes(body)
    with pytest.raises(SheetRefusedError) as refused:
        read_sheet(path)
    assert refused.value.cause == cause


def test_a_picture_of_another_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SheetRefusedError) as refused:
        read_sheet(_picture(tmp_path / "sheet.gif", "GIF"))
    assert refused.value.cause == "NOT_A_SHEET"


def test_a_small_file_that_unpacks_to_a_huge_picture_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_file, "MOST_PIXELS", 1_000)
    with pytest.raises(SheetRefusedError) as refused:
        read_sheet(_picture(tmp_path / "sheet.png", "PNG"))
    assert refused.value.cause == "TOO_LARGE"


def test_a_file_that_is_gone_is_unreadable(tmp_path: Path) -> None:
    with pytest.raises(SheetRefusedError) as refused:
        read_sheet(tmp_path / "none.png")
    assert refused.value.cause == "UNREADABLE"
