"""Every kind of paper in every size and language: what it must say, and what it must not."""

from dataclasses import replace

import pypdfium2
import pytest

from clinic_terminal.application.paper_orders import (
    SIZES,
    Copy,
    PaperKind,
    PaperOrder,
    PaperSize,
)
from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.domain.money import capitals, yuan
from clinic_terminal.domain.payment import Owing, Tender
from clinic_terminal.domain.voiding import VoidReason
from clinic_terminal.printing.drafts import page_of
from clinic_terminal.printing.paper_parts import page_html
from clinic_terminal.printing.papers import BillPapers
from clinic_terminal.printing.texts import PaperLanguage, load_texts
from tests.printing import bills, orders
from tests.printing.test_pdf import text_of

ALL = [(kind, size) for kind, sizes in SIZES.items() for size in sizes]
BILLS = [(PaperKind.BILL, PaperSize.A4), (PaperKind.BILL, PaperSize.A5), (PaperKind.SLIP, PaperSize.MM80)]
LANGUAGES: tuple[PaperLanguage, ...] = ("zh", "en", "both")
LATER = bills.Case(plan=bills.GROWTH)
MM = 72 / 25.4
WIDTHS = {PaperSize.A4: 210, PaperSize.A5: 148, PaperSize.MM80: 80}


def html_of(order: PaperOrder) -> str:
    return page_html(page_of(order, practice=False)).partition("</style>")[2]


def drawn(papers: BillPapers, order: PaperOrder) -> str:
    return text_of(pypdfium2.PdfDocument(papers.draw(order)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("kind", "size"), ALL)
def test_every_kind_is_drawn_in_its_sizes_and_languages(
    papers: BillPapers, kind: PaperKind, size: PaperSize, language: PaperLanguage
) -> None:
    path = papers.draw(replace(orders.order(kind, size, LATER), language=language))
    document = pypdfium2.PdfDocument(path)
    width, height = document[0].get_size()
    assert round(width / MM) == WIDTHS[size]
    assert height > 0
    text = text_of(document)
    assert "青禾儿童口腔·联洋诊所" in text
    assert "练习" in text or "Practice" in text
    assert all(sign.isprintable() or sign == "\ufffe" for sign in text)


def test_what_a_family_carries_home_does_not_look_the_child_up() -> None:
    policy = bills.bill().policy
    order = orders.order(PaperKind.BILL)
    family, clinic = (html_of(replace(order, copy=one)) for one in (Copy.FAMILY, Copy.CLINIC))
    quote = html_of(orders.order(PaperKind.QUOTE))
    for html in (family, quote):
        assert f"{policy[:-4]}****" in html
        assert policy not in html
    assert policy in clinic
    assert policy in html_of(orders.order(PaperKind.CLAIM_SUMMARY))


@pytest.mark.parametrize(("kind", "size"), BILLS)
def test_an_itemised_bill_names_what_the_law_and_the_family_ask_for(
    papers: BillPapers, kind: PaperKind, size: PaperSize
) -> None:
    about = orders.everything()
    text = drawn(papers, PaperOrder(kind, about, size))
    totals = about.bill.result.totals
    for words in (
        "林小禾", "8800********9012", "2026-11-22", "陈医生", "PV04", "BS06", "龋齿充填（树脂）", "84",
        "1颗", "1张", yuan(70_000), "自付比例50%", yuan(totals.billed), yuan(totals.insurer),
        yuan(totals.on_site), capitals(totals.on_site), capitals(totals.billed), about.bill.id,
        "现金", "实收100.00，找零50.00", "微信支付", "4200001234202611221234567890", "261122-007-0001",
        "退款", "−¥120.00", "26312000000012345678", "下次复诊2027-02-22", "家长联", about.digest,
    ):  # fmt: skip
        assert words in text, words
    assert "8800123456789012" not in text


@pytest.mark.parametrize(("kind", "size"), BILLS)
@pytest.mark.parametrize("reason", [*Reason])
def test_every_reason_is_told_on_every_form(kind: PaperKind, reason: Reason, size: PaperSize) -> None:
    cases = [bills.EVERY_REASON, bills.ELSEWHERE, bills.HELD, *bills.CLOSED_GATES.values(), bills.Case()]
    case = next(
        case
        for case in cases
        if any(reason in part.reasons for part in bills.bill(case).result.parts)
        or bills.bill(case).result.gate is reason
    )
    html = html_of(orders.order(kind, size, case))
    words = "自付比例" if reason is Reason.COINSURANCE else load_texts().plain_reasons[reason].zh
    assert words in html


@pytest.mark.parametrize(("kind", "size"), BILLS)
def test_the_clinics_copy_and_a_reprint_say_what_they_are_on_every_page(
    papers: BillPapers, kind: PaperKind, size: PaperSize
) -> None:
    many = orders.matter(bills.Case(works=bills.many(40)))
    document = pypdfium2.PdfDocument(papers.draw(PaperOrder(kind, many, size, copy=Copy.CLINIC, reprint=3)))
    for number in range(len(document)):
        said = "".join(document[number].get_textpage().get_text_range().split())
        assert "诊所联" in said
        assert "补打COPY（第3次）" in said
        assert "家长联" not in said
    assert "COPY" not in drawn(papers, PaperOrder(kind, many, size))


@pytest.mark.parametrize("reason", VoidReason)
@pytest.mark.parametrize(("kind", "size"), BILLS)
def test_a_void_bill_says_so_and_why(kind: PaperKind, size: PaperSize, reason: VoidReason) -> None:
    about = replace(orders.matter(), voided=replace(orders.VOIDED, reason=reason))
    html = html_of(PaperOrder(kind, about, size, "both"))
    assert "作废 VOID" in html
    assert "不能作为付款或理赔依据" in html
    assert "This bill was voided on 2026-11-22 10:41 by 王敏" in html


def test_the_stamp_of_a_void_bill_lies_across_every_page(papers: BillPapers) -> None:
    many = orders.matter(bills.Case(works=bills.many(40)))
    plain = pypdfium2.PdfDocument(papers.draw(PaperOrder(PaperKind.BILL, many)))
    void = pypdfium2.PdfDocument(
        papers.draw(PaperOrder(PaperKind.BILL, replace(many, voided=orders.VOIDED), copy=Copy.CLINIC))
    )
    assert all(redness(void, number) > redness(plain, 0) + 300 for number in range(len(void)))


def redness(document: pypdfium2.PdfDocument, page: int) -> int:
    """Return how many points of the page's lower half are red."""
    image = document[page].render(scale=1).to_pil().convert("RGB")
    image = image.crop((0, image.height // 2, image.width, image.height))
    pixels = zip(*[iter(image.tobytes())] * 3, strict=True)
    return sum(red > 150 and green < 130 for red, green, _blue in pixels)


@pytest.mark.parametrize("tender", Tender)
@pytest.mark.parametrize(("kind", "size"), BILLS)
def test_every_tender_has_a_name_in_both_languages(kind: PaperKind, size: PaperSize, tender: Tender) -> None:
    paid = replace(orders.tenders(85_000)[1], tender=tender)
    html = html_of(PaperOrder(kind, replace(orders.matter(), payments=(paid,)), size, "both"))
    names = {"CASH": "Cash", "CARD": "Bank card", "WECHAT": "WeChat Pay", "ALIPAY": "Alipay"}
    assert names[tender.value] in html


@pytest.mark.parametrize(("kind", "size"), BILLS)
def test_what_is_still_owed_and_a_reversed_invoice_are_named(kind: PaperKind, size: PaperSize) -> None:
    red = replace(orders.INVOICE, red_number="26312000000087654321")
    owing = Owing("家长忘带手机", 35_000, "王敏", bills.NOW)
    html = html_of(PaperOrder(kind, replace(orders.matter(), invoices=(red,), owing=owing), size))
    assert "尚欠 ¥350.00（家长忘带手机）" in html
    assert "26312000000012345678" in html
    assert ("26312000000087654321" in html) is (kind is PaperKind.BILL)


@pytest.mark.parametrize(("kind", "size"), BILLS)
def test_nothing_is_said_of_payments_where_there_were_none(kind: PaperKind, size: PaperSize) -> None:
    html = html_of(PaperOrder(kind, orders.matter(paid=False), size))
    assert "现场收款" not in html
    assert "电子发票" not in html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", SIZES[PaperKind.PAY_LATER])
def test_the_slip_on_paying_later_tells_when_how_and_what_happens_otherwise(
    size: PaperSize, language: PaperLanguage
) -> None:
    html = html_of(replace(orders.order(PaperKind.PAY_LATER, size, LATER), language=language))
    zh = (
        "350.00",
        "500.00",
        "结案后",
        "就诊记录",
        "2026-11-22",
        "置灰失效",
        "021-80209058",
        "不要付给任何个人",
    )
    en = ("350.00", "500.00", "closed", "visit records", "2026-11-22", "greys the e-card", "021-80209058")
    wanted = zh if language == "zh" else en if language == "en" else (*zh, *en)
    assert [words for words in wanted if words not in html] == []


def test_a_bill_that_leaves_nothing_for_later_says_so() -> None:
    html = html_of(orders.order(PaperKind.PAY_LATER, PaperSize.A5))
    assert "本单没有结案后支付的金额" in html
    assert "0.00" not in html


def test_without_a_hotline_the_slip_invents_none() -> None:
    about = replace(orders.matter(LATER), hotline="")
    assert "热线 " not in html_of(PaperOrder(PaperKind.PAY_LATER, about, PaperSize.A5))


@pytest.mark.parametrize("size", SIZES[PaperKind.BINDING])
def test_the_help_for_binding_says_when_how_and_whom_to_call(size: PaperSize) -> None:
    html = html_of(replace(orders.order(PaperKind.BINDING, size), language="both"))
    for words in ("支付成功24小时后", "会员绑卡", "手机号", "021-80209058", "周六日 9:00–18:00", "Sat–Sun"):
        assert words in html
    assert "8800" not in html


def test_without_a_link_no_code_is_promised(papers: BillPapers) -> None:
    bare = PaperOrder(PaperKind.BINDING, replace(orders.BINDING, link="", hours_zh="", hours_en=""))
    text = drawn(papers, bare)
    assert "微信扫码" not in text
    assert "扫描二维码" not in text
    assert "请致电服务热线021-80209058。" in text


def test_the_claims_cover_names_the_whole_number_the_files_and_their_fingerprints() -> None:
    html = html_of(orders.order(PaperKind.CLAIM_SUMMARY, case=LATER))
    for words in (
        "8800123456789012",
        "诊所申请结算",
        "¥1,040.00",
        "GL-2026-118",
        "ab" * 32,
        "213 kB",
        "XRAY",
    ):
        assert words in html
    bare = replace(orders.claim(), files=(), letters=(), about=orders.matter())
    html = html_of(PaperOrder(PaperKind.CLAIM_SUMMARY, bare))
    assert "没有附件" in html
    assert "电子发票尚未登记" in html


@pytest.mark.parametrize("lines", [1, 12, 40, 200])
@pytest.mark.parametrize(("kind", "size"), BILLS)
def test_any_number_of_lines_is_numbered_and_whole(
    papers: BillPapers, kind: PaperKind, size: PaperSize, lines: int
) -> None:
    about = orders.matter(bills.Case(works=bills.many(lines)))
    document = pypdfium2.PdfDocument(papers.draw(PaperOrder(kind, about, size)))
    text = text_of(document)
    pages = len(document)
    assert text.count("ITEM-") == lines
    if size is PaperSize.MM80:
        assert pages == 1
    else:
        assert [f"第{number}页，共{pages}页" in text for number in range(1, pages + 1)] == [True] * pages


@pytest.mark.parametrize(("kind", "size"), BILLS)
def test_very_long_words_and_markup_in_names_stay_words(
    papers: BillPapers, kind: PaperKind, size: PaperSize
) -> None:
    evil = "<b>林&amp;小禾</b>\"'`{}%s"
    about = orders.everything()
    one = replace(about.bill, person=replace(about.bill.person, name=evil), operator=evil)
    one = replace(one, lines=(replace(one.lines[0], name_zh="长" * 900), *one.lines[1:]))
    about = replace(about, bill=one, digest=bills.digest_of(one), note="备" * 3_000, doctor=evil)
    text = drawn(papers, PaperOrder(kind, about, size))
    assert "".join(evil.split()) in text
    assert text.count("长") >= 900
    assert text.count("备") >= 3_000
