import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from pyhanko.pdf_utils.reader import PdfFileReader

from clinic_terminal.domain.money import yuan
from clinic_terminal.printing.bill_html import BillPage
from clinic_terminal.printing.paper_files import fill
from clinic_terminal.printing.pdf import draw_paper
from clinic_terminal.printing.texts import PaperLanguage
from tests.printing import bills
from tests.printing.pages import page_for


def page_of(
    case: bills.Case | None = None,
    language: PaperLanguage = "zh",
    *,
    practice: bool = False,
    signed: bool = True,
) -> BillPage:
    one = bills.bill(case)
    given = bills.consent(one) if signed else None
    return page_for(one, given, language, practice=practice)


def pdf_of(page: BillPage) -> pypdfium2.PdfDocument:
    drawn = draw_paper(page)
    about = page.about
    assert about.consent is not None
    filled = fill(drawn.pdf, drawn.texts, about.bill, about.digest, about.consent, {}, bills.canonical)
    return pypdfium2.PdfDocument(filled)


def signed_otherwise(page: BillPage, **changes: Any) -> BillPage:  # noqa: ANN401  any field of a consent
    given = page.about.consent
    assert given is not None
    return replace(page, about=replace(page.about, consent=replace(given, **changes)))


def text_of(document: pypdfium2.PdfDocument) -> str:
    pages = (document[index].get_textpage().get_text_range() for index in range(len(document)))
    return "".join("".join(pages).split())


def darkness(document: pypdfium2.PdfDocument, page: int, box: tuple[float, float, float, float]) -> float:
    """Return the share of dark points in a part of a page; the box is given in shares of the page."""
    image = document[page].render(scale=2).to_pil().convert("L")
    width, height = image.size
    part = image.crop((int(box[0] * width), int(box[1] * height), int(box[2] * width), int(box[3] * height)))
    counts = part.histogram()
    return sum(int(count) for count in counts[:128]) / int(part.width * part.height)


@pytest.mark.parametrize(("lines", "pages"), [(1, 1), (5, 1), (12, 2), (40, 3)])
def test_bills_take_the_pages_they_need(lines: int, pages: int) -> None:
    document = pdf_of(page_of(bills.Case(works=bills.many(lines))))
    assert len(document) == pages
    assert f"第{pages}页，共{pages}页" in text_of(document)


@pytest.mark.parametrize("language", ["zh", "en", "both"])
@pytest.mark.parametrize("case", [bills.Case(), bills.EVERY_REASON, bills.Case(works=bills.many(40))])
def test_every_amount_can_be_read_and_copied(case: bills.Case, language: PaperLanguage) -> None:
    page = page_of(case, language)
    text = text_of(pdf_of(page))
    totals = page.about.bill.result.totals
    for fen in (totals.billed, totals.insurer, totals.guardian, totals.on_site):
        assert yuan(fen) in text
    for number in range(1, len(page.about.bill.lines) + 1):
        parts = [part for part in page.about.bill.result.parts if part.line == number]
        assert yuan(sum(part.insurer for part in parts)) in text
        assert yuan(sum(part.guardian for part in parts)) in text
    assert page.about.digest in text
    assert not re.search("[\ue000-\uf8ff\u2e80-\u2fdf]", text)


def test_rare_and_long_names_are_drawn_with_real_glyphs() -> None:
    page = page_of(bills.RARE)
    named = signed_otherwise(page, signer="扎西次仁·多吉卓玛·𬱟㛃")
    document = pdf_of(named)
    text = text_of(document)
    assert "阿卜杜热依木·阿布都克力木·买买提江·䶮𬱟㛃" in text
    assert "扎西次仁·多吉卓玛·𬱟㛃" in text
    fonts = fonts_of(draw_paper(named).pdf)
    assert any("NotoSansSCWide" in font for font in fonts)
    assert all(re.search("Inter|NotoSansSC", font) for font in fonts)


def fonts_of(pdf: bytes) -> set[str]:
    pages = PdfFileReader(BytesIO(pdf)).root["/Pages"]["/Kids"]
    return {
        str(fonts.raw_get(name).get_object()["/BaseFont"])
        for page in pages
        for fonts in (page.get_object()["/Resources"]["/Font"],)
        for name in fonts
    }


def test_no_glyph_is_the_empty_box() -> None:
    content = PdfFileReader(BytesIO(draw_paper(page_of(bills.RARE)).pdf)).root["/Pages"]["/Kids"][0]
    assert b"<0000> Tj" not in content["/Contents"].data


def test_the_printed_code_names_bill_and_digest() -> None:
    page = page_of()
    grey = pdf_of(page)[0].render(scale=3).to_pil().convert("L")
    assert [found.text for found in zxingcpp.read_barcodes(grey)] == [
        f"CB1:{page.about.bill.id}:{bills.digest_of(page.about.bill)}"
    ]


INK = (0.49, 0.68, 0.72, 0.755)


def test_the_signature_is_on_the_paper() -> None:
    signed, bare = page_of(), page_of()
    bare = signed_otherwise(bare, strokes=())
    assert darkness(pdf_of(signed), 0, INK) > darkness(pdf_of(bare), 0, INK) + 0.002


def test_an_unsigned_copy_has_neither_ink_nor_code() -> None:
    document = pypdfium2.PdfDocument(draw_paper(page_of(signed=False)).pdf)
    image = document[0].render(scale=3).to_pil().convert("L")
    assert zxingcpp.read_barcodes(image) == []


def test_practice_bills_are_marked_on_every_page() -> None:
    case = bills.Case(works=bills.many(40))
    marked = draw_paper(page_of(case, practice=True)).texts
    plain = draw_paper(page_of(case)).texts
    assert all(any("虚构数据" in text for text in page) for page in marked)
    assert not any("虚构数据" in text for page in plain for text in page)


def test_a_text_taller_than_a_page_is_drawn_smaller_and_whole() -> None:
    endless = replace(bills.CHECK, name_zh="很长的项目名称" * 700)
    page = page_of(bills.Case(works=(bills.FILM, endless, bills.FILLING)))
    document = pdf_of(page)
    assert text_of(document).count("很长的项目名称") == 700
    assert "¥350.00" in text_of(document)


def test_the_paper_is_a4() -> None:
    assert tuple(round(side) for side in pdf_of(page_of())[0].get_size()) == (595, 842)
