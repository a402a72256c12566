"""The port's drawing of prints: where they lie, what they are called, what a bad order or disk brings."""

import errno
import logging
import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Self

import pypdfium2
import pytest

from clinic_terminal.application.failures import PaperFailedError
from clinic_terminal.application.paper_orders import (
    SIZES,
    BillMatter,
    Copy,
    Matter,
    PaperKind,
    PaperOrder,
    PaperSize,
)
from clinic_terminal.bootstrap.stand_ins import LatePapers
from clinic_terminal.domain.consent import Way
from clinic_terminal.printing.drafts import BAD_ORDER
from clinic_terminal.printing.paper_writing import DISK_FULL, IO_ERROR, READ_ONLY
from clinic_terminal.printing.papers import DIGEST_MISMATCH, PRINTS, BillPapers
from tests.printing import bills, orders, quotes
from tests.printing.test_pdf import text_of

ID = "019aa7c2-5d1e-7a40-8b31-6f0c2d9e4a11"


def text_at(path: Path) -> str:
    return text_of(pypdfium2.PdfDocument(path))


@pytest.mark.parametrize(
    ("order", "name"),
    [
        (orders.order(), f"bill-2026-11-22-{ID}-family-a4-zh.pdf"),
        (
            PaperOrder(PaperKind.SLIP, orders.matter(), PaperSize.MM80, "both", Copy.CLINIC, 2),
            f"slip-2026-11-22-{ID}-clinic-mm80-both-copy2.pdf",
        ),
        (orders.order(PaperKind.CLAIM_SUMMARY), f"claim-summary-2026-11-22-{ID}-family-a4-zh.pdf"),
        (orders.order(PaperKind.QUOTE), f"quote-2026-11-22-{ID}-family-a4-zh.pdf"),
        (
            orders.order(PaperKind.BINDING, PaperSize.A5),
            "binding-2026-11-22-019aa7c2-0000-7000-8000-00000000b1d0-family-a5-zh.pdf",
        ),
    ],
)
def test_a_print_has_a_name_of_its_own_without_a_person(
    papers: BillPapers, tmp_path: Path, order: PaperOrder, name: str
) -> None:
    path = papers.draw(order)
    assert path == tmp_path / "bills" / PRINTS / name
    assert papers.draw(order) == path
    assert [file.name for file in path.parent.iterdir()] == [name]


@pytest.mark.parametrize("bad", ["../../x/y", "a" * 400, "\udcff", "名"])
def test_an_id_can_never_lead_out_of_the_folder(papers: BillPapers, tmp_path: Path, bad: str) -> None:
    path = papers.draw(PaperOrder(PaperKind.BINDING, replace(orders.BINDING, id=bad), PaperSize.A5))
    assert path.parent == tmp_path / "bills" / PRINTS
    assert path.exists()


def wrong_orders() -> list[PaperOrder]:
    """Return every kind with the matter of another, and every kind in a size it is not made in."""
    matters: dict[PaperKind, Matter] = {kind: orders.order(kind, SIZES[kind][0]).about for kind in PaperKind}
    mixed = [
        PaperOrder(kind, matter, SIZES[kind][0])
        for kind in PaperKind
        for matter in matters.values()
        if type(matter) is not type(matters[kind])
    ]
    sizes = [
        PaperOrder(kind, matters[kind], size)
        for kind in PaperKind
        for size in PaperSize
        if size not in SIZES[kind]
    ]
    return mixed + sizes


def test_an_order_that_makes_no_sense_is_refused_and_leaves_nothing(
    papers: BillPapers, tmp_path: Path
) -> None:
    causes = set()
    for order in wrong_orders():
        with pytest.raises(PaperFailedError) as failure:
            papers.draw(order)
        causes.add(failure.value.cause)
    assert causes == {BAD_ORDER}
    assert not (tmp_path / "bills").exists()


@pytest.mark.parametrize("kind", [PaperKind.BILL, PaperKind.SIGN_SHEET])
def test_a_bill_that_is_not_what_its_digest_says_is_not_printed(papers: BillPapers, kind: PaperKind) -> None:
    about = orders.matter()
    altered = replace(about, bill=replace(about.bill, discount_fen=100))
    with pytest.raises(PaperFailedError) as failure:
        papers.draw(PaperOrder(kind, altered))
    assert failure.value.cause == DIGEST_MISMATCH
    with pytest.raises(PaperFailedError):
        papers.produce_sign_sheet(altered.bill, altered.digest, "zh")


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EROFS, errno.EIO, errno.EDQUOT])
@pytest.mark.parametrize("place", ["mkstemp", "replace", "mkdir"])
def test_a_disk_that_refuses_is_told_and_leaves_nothing_behind(
    papers: BillPapers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str, code: int
) -> None:
    def refuse(*_args: object, **_keywords: object) -> None:
        raise OSError(code, os.strerror(code))

    prints = tmp_path / "bills" / PRINTS
    prints.mkdir(parents=True)
    with monkeypatch.context() as patched:
        patched.setattr(tempfile if place == "mkstemp" else Path, place, refuse)
        with pytest.raises(PaperFailedError) as failure:
            papers.draw(orders.order())
    causes = {errno.ENOSPC: DISK_FULL, errno.EDQUOT: DISK_FULL, errno.EIO: IO_ERROR}
    assert failure.value.cause == causes.get(code, READ_ONLY)
    assert list(prints.iterdir()) == []
    assert papers.draw(orders.order()).exists()


class FullDisk:
    """A file that takes some bytes and then has no room."""

    def __init__(self, real: object, room: int) -> None:
        self._real = real
        self._room = room

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_args: object) -> None:
        self._real.close()  # type: ignore[attr-defined]  # a file

    def write(self, data: bytes) -> int:
        self._real.write(data[: self._room])  # type: ignore[attr-defined]  # a file
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


@pytest.mark.parametrize("made", ["sealed", "sheet", "print", "quote"])
def test_a_disk_that_is_full_in_the_middle_of_a_paper_leaves_no_half_of_it(
    papers: BillPapers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: str
) -> None:
    about = orders.matter()
    assert about.consent is not None
    given = about.consent
    makers: dict[str, Callable[[], Path]] = {
        "sealed": lambda: papers.produce(about.bill, about.digest, given),
        "sheet": lambda: papers.produce_sign_sheet(about.bill, about.digest, "zh"),
        "print": lambda: papers.draw(orders.order()),
        "quote": lambda: papers.produce_quote(quotes.quote(), "zh"),
    }
    really_open = os.fdopen
    with monkeypatch.context() as patched:
        patched.setattr(os, "fdopen", lambda handle, mode: FullDisk(really_open(handle, mode), 4_000))
        with pytest.raises(PaperFailedError) as failure:
            makers[made]()
    assert failure.value.cause == DISK_FULL
    assert [path for path in (tmp_path / "bills").rglob("*") if path.is_file()] == []
    assert makers[made]().read_bytes().startswith(b"%PDF")


def test_prints_carry_no_seal_no_files_and_no_claim_to_be_an_archive(papers: BillPapers) -> None:
    data = papers.draw(orders.order()).read_bytes()
    for mark in (b"/ByteRange", b"/EmbeddedFile", b"pdfaid", b"/AF"):
        assert mark not in data


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_sign_sheet_asks_for_both_signatures_and_shows_what_binds_it(
    papers: BillPapers, language: str
) -> None:
    about = orders.matter()
    path = papers.produce_sign_sheet(about.bill, about.digest, "zh" if language == "zh" else "en")
    assert path.name == f"sign-sheet-2026-11-22-{ID}.pdf"
    text = text_at(path)
    code = about.digest[:16].upper()
    assert "-".join(code[start : start + 4] for start in range(0, 16, 4)) in text
    zh = ("监护人签字", "见证人签字", "姓名（正楷）", "□父亲", "□受托人", "签字只对本核对码所指的清单有效")
    en = ("Guardian'ssignature", "Witness'ssignature", "□mother", "onlyforthebillofthischeckcode")
    for words in zh if language == "zh" else en:
        assert words in text
    assert "家长联" not in text
    assert "电子封存" not in text


def test_the_sign_sheet_of_a_self_paid_bill_has_the_familys_own_sentence(papers: BillPapers) -> None:
    one = bills.bill(bills.Case(self_pay=True))
    text = text_at(papers.produce_sign_sheet(one, bills.digest_of(one), "zh"))
    assert "同意全部费用由本人支付" in text
    assert "直接向保险公司结算" not in text


def test_a_bill_that_was_signed_on_paper_says_so_instead_of_showing_ink(papers: BillPapers) -> None:
    about = orders.matter()
    assert about.consent is not None
    given = replace(about.consent, way=Way.PAPER, strokes=(), sheet="5a" * 32)
    by_hand = BillMatter(about.bill, about.digest, given)
    text = text_at(papers.draw(PaperOrder(PaperKind.BILL, by_hand)))
    assert "已在纸质清单上签字" in text
    assert "SHA-2565a5a5a5a5a5a5a5a" in text
    plain = text_at(papers.draw(PaperOrder(PaperKind.BILL, about)))
    assert "纸质" not in plain


def test_what_no_font_has_is_logged_by_number_without_the_name(
    papers: BillPapers, caplog: pytest.LogCaptureFixture
) -> None:
    about = replace(orders.matter(), note="林小禾很勇敢🙂\U0002a6a5")
    with caplog.at_level(logging.WARNING):
        text = text_at(papers.draw(PaperOrder(PaperKind.BILL, about)))
    assert "很勇敢〔表情〕〔U+2A6A5〕" in text
    assert "U+1F642" in caplog.text
    assert "林小禾" not in caplog.text


def test_a_late_printing_room_passes_everything_on(papers: BillPapers) -> None:
    about = orders.matter()
    late = LatePapers(lambda: papers)
    assert late.draw(orders.order()) == papers.draw(orders.order())
    assert late.produce_sign_sheet(about.bill, about.digest, "zh").exists()
