"""The slip of 80 mm as a slip printer sees it: 203 dots an inch, black and white, 576 dots wide."""

import re
from dataclasses import replace

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pyhanko.pdf_utils.reader import PdfFileReader

from clinic_terminal.application.paper_orders import PaperKind, PaperOrder, PaperSize
from clinic_terminal.domain.money import capitals, yuan
from clinic_terminal.printing.page_prints import pages_of
from clinic_terminal.printing.papers import BillPapers
from clinic_terminal.printing.sheets import ROLL, ROLL_MM
from clinic_terminal.printing.texts import PaperLanguage
from tests.printing import bills, orders

DPI = 203
DOTS = 576
LANGUAGES: tuple[PaperLanguage, ...] = ("zh", "en", "both")
SLIPS = (PaperKind.SLIP, PaperKind.PAY_LATER, PaperKind.BINDING)


def slip(kind: PaperKind = PaperKind.SLIP, case: bills.Case | None = None) -> PaperOrder:
    return orders.order(kind, PaperSize.MM80, case or bills.Case(plan=bills.GROWTH))


def dots(papers: BillPapers, order: PaperOrder) -> Image.Image:
    """Return the slip as a printer without greys would put it on paper, the whole roll wide."""
    page = pypdfium2.PdfDocument(papers.draw(order))[0]
    grey = page.render(scale=DPI / 72, optimize_mode="print").to_pil().convert("L")
    picture: Image.Image = grey.point([0] * 128 + [255] * 128)
    return picture


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", SLIPS)
def test_nothing_stands_outside_of_what_the_printer_reaches(
    papers: BillPapers, kind: PaperKind, language: PaperLanguage
) -> None:
    picture = dots(papers, replace(slip(kind), language=language))
    margin = (picture.width - DOTS) // 2
    left = picture.crop((0, 0, margin - 1, picture.height))
    right = picture.crop((picture.width - margin + 1, 0, picture.width, picture.height))
    assert (left.getextrema(), right.getextrema()) == ((255, 255), (255, 255))


@pytest.mark.parametrize("kind", SLIPS)
def test_it_is_drawn_in_black_alone(papers: BillPapers, kind: PaperKind) -> None:
    order = slip(kind)
    if kind is not PaperKind.BINDING:
        about = orders.everything(bills.Case(plan=bills.GROWTH))
        order = replace(order, about=replace(about, voided=orders.VOIDED), reprint=1)
    with papers.draw(order).open("rb") as file:
        content = pages_of(PdfFileReader(file))[0]["/Contents"].data
    colours = set(re.findall(rb"([\d.]+ [\d.]+ [\d.]+) (?:scn|SCN|rg|RG)\b", content))
    assert colours <= {b"0 0 0", b"1 1 1"}


@pytest.mark.parametrize("lines", [1, 12, 40])
def test_the_code_is_read_from_black_and_white_dots(papers: BillPapers, lines: int) -> None:
    order = slip(case=bills.Case(works=bills.many(lines)))
    about = orders.matter(bills.Case(works=bills.many(lines)))
    found = [code.text for code in zxingcpp.read_barcodes(dots(papers, order))]
    assert found == [f"CB1:{about.bill.id}:{about.digest}"]


def test_the_code_for_binding_opens_the_link(papers: BillPapers) -> None:
    picture = dots(papers, slip(PaperKind.BINDING))
    assert [code.text for code in zxingcpp.read_barcodes(picture)] == [orders.BINDING.link]


def test_a_slip_is_as_long_as_what_it_says(papers: BillPapers) -> None:
    heights = [
        pypdfium2.PdfDocument(papers.draw(slip(case=bills.Case(works=bills.many(lines)))))[0].get_size()[1]
        for lines in (1, 12, 40)
    ]
    assert heights[0] < heights[1] < heights[2]
    assert heights[2] - heights[1] == pytest.approx((heights[1] - heights[0]) * 28 / 11, rel=0.25)


def test_the_amount_to_pay_is_the_largest_thing_on_it(papers: BillPapers) -> None:
    page = pypdfium2.PdfDocument(papers.draw(slip()))[0].get_textpage()
    boxes = [page.get_charbox(index) for index in range(page.count_chars())]
    signs = [page.get_text_range(index, 1) for index in range(page.count_chars())]
    tallest = max(range(len(boxes)), key=lambda index: boxes[index][3] - boxes[index][1])
    around = "".join(signs[max(tallest - 8, 0) : tallest + 8])
    assert "¥500.00" in around.replace("\r", "").replace("\n", "")


@pytest.mark.parametrize("language", LANGUAGES)
def test_amounts_in_capitals_say_that_they_are_and_stand_below_their_figure(
    papers: BillPapers, language: PaperLanguage
) -> None:
    order = replace(slip(), language=language)
    totals = orders.everything(bills.Case(plan=bills.GROWTH)).bill.result.totals
    page = pypdfium2.PdfDocument(papers.draw(order))[0].get_textpage()
    said = "".join(page.get_text_range().split())
    label = "InChinesecapitals" if language == "en" else "人民币大写"
    assert said.count(label) == 2
    for fen in (totals.on_site, totals.billed):
        before = said[: said.index(capitals(fen))]
        assert before.rindex(label) > before.rindex("¥")
        assert before[before.rindex("¥") :].startswith(f"¥{yuan(fen)}")


def test_what_the_printer_reaches_is_576_dots_in_the_middle_of_80_mm() -> None:
    assert round(ROLL_MM * DPI / 25.4) == DOTS
    assert ROLL.content == pytest.approx(ROLL_MM)
    assert ROLL.is_roll


def test_the_smallest_type_is_as_tall_as_printers_own_chinese(papers: BillPapers) -> None:
    page = pypdfium2.PdfDocument(papers.draw(replace(slip(), language="both")))[0].get_textpage()
    heights = [
        (box[3] - box[1]) * DPI / 72
        for index in range(page.count_chars())
        if "\u4e00" <= page.get_text_range(index, 1) <= "\u9fff"
        for box in [page.get_charbox(index, loose=True)]
    ]
    assert min(heights) >= 24
