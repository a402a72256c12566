"""The quote on paper: the great mark, every amount, what the insurer says otherwise, and no signature."""

import errno
import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from clinic_terminal.application.failures import PaperFailedError
from clinic_terminal.domain.adjudication import Split
from clinic_terminal.domain.money import yuan
from clinic_terminal.domain.quote import CentralSplit, Quote
from clinic_terminal.printing.kinds import Kind
from clinic_terminal.printing.page import Look
from clinic_terminal.printing.paper_writing import DISK_FULL
from clinic_terminal.printing.papers import BillPapers
from clinic_terminal.printing.quote_html import QuotePage
from clinic_terminal.printing.texts import PaperLanguage, load_quote_texts
from tests.printing import bills, quotes
from tests.printing.test_pdf import darkness, text_of

Answer = Callable[[Split], CentralSplit]
LANGUAGES: tuple[PaperLanguage, ...] = ("zh", "en", "both")


def page_of(
    case: bills.Case | None = None, language: PaperLanguage = "zh", answer: Answer | None = None
) -> QuotePage:
    one = quotes.quote(case)
    told = replace(one, answer=answer(one.result) if answer else None)
    return QuotePage(Look(language), load_quote_texts(), told)


def html_of(
    case: bills.Case | None = None, language: PaperLanguage = "zh", answer: Answer | None = None
) -> str:
    return "\n".join(section.html for section in page_of(case, language, answer).sections())


def printed(papers: BillPapers, one: Quote, language: PaperLanguage = "zh") -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(papers.produce_quote(one, language))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("zh", ("报价单", "仅当时有效", "2026-11-22 10:32", quotes.NUMBER, "转为账单时按当天价目重算")),
        (
            "en",
            ("Quote", "Valid only at the time of printing", "2026-11-22 10:32", "at the prices of its day"),
        ),
        ("both", ("报价单", "Quote", "仅当时有效", "Valid only at the time of printing")),
    ],
)
def test_the_paper_says_for_how_long_it_is_good(language: PaperLanguage, words: tuple[str, ...]) -> None:
    html = html_of(language=language)
    assert [word for word in words if word not in html] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_amount_can_be_read_and_copied(papers: BillPapers, language: PaperLanguage) -> None:
    one = quotes.quote(bills.EVERY_REASON)
    text = text_of(printed(papers, one, language))
    totals = one.result.totals
    for fen in (totals.billed, totals.insurer, totals.on_site, totals.online, one.result.pool_before):
        assert yuan(fen) in text
    for line in one.lines:
        assert yuan(line.unit_fen) in text
    assert one.number in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_an_estimate_without_signature_code_or_seal(
    papers: BillPapers, language: PaperLanguage
) -> None:
    page = page_of(language=language)
    assert Kind.SIGN not in {section.kind for section in page.sections()}
    assert (page.ink, page.code) == (None, "")
    text = text_of(printed(papers, page.quote, language))
    estimate = {"zh": "以上为预估", "en": "Estimate", "both": "以上为预估"}[language]
    assert estimate in text
    assert "签字" not in text
    assert "Signature" not in text


def test_the_mark_is_the_largest_word_on_a_ground_of_its_own(papers: BillPapers) -> None:
    document = printed(papers, quotes.quote())
    assert darkness(document, 0, (0.08, 0.11, 0.65, 0.21)) > 0
    pixel = document[0].render(scale=1).to_pil().getpixel((70, 150))
    assert isinstance(pixel, tuple)
    assert pixel[2] < pixel[0], "the ground of the mark is no plain white"


def test_without_the_insurers_answer_it_is_to_be_confirmed() -> None:
    assert "待确认" in html_of()
    assert "服务管理商尚未核算；依据 2026-11-22 10:32 的资料由本机预估。" in html_of()
    assert "To be confirmed" in html_of(language="en")


def test_an_insurer_that_agrees_is_named_with_its_time() -> None:
    html = html_of(answer=quotes.same)
    assert "服务管理商核算一致" in html
    assert "待确认" not in html
    assert "相差" not in html


def test_only_a_good_answer_stands_on_the_ground_of_what_is_well() -> None:
    kinds = [
        {section.kind for section in page_of(answer=answer).sections()} & {Kind.AGREED, Kind.NOTICE}
        for answer in (quotes.same, quotes.other, None)
    ]
    assert kinds == [{Kind.AGREED}, {Kind.NOTICE}, {Kind.NOTICE}]


def test_each_difference_stands_in_a_line_of_its_own_with_both_figures() -> None:
    html = html_of(answer=quotes.other)
    rows = [s.html for s in page_of(answer=quotes.other).sections() if s.kind is Kind.COMPARE]
    filling = [row for row in rows if "3 龋齿充填（树脂） · 保险支付" in row]
    assert len(filling) == 1
    assert all(figure in filling[0] for figure in ("350.00", "338.00", "−12.00"))
    assert "按服务管理商核算，家长现场支付" in html
    assert "¥862.00" in html
    assert "未说明的差额" not in html


def test_what_nothing_explains_stands_apart_and_changes_nobodys_part() -> None:
    html = html_of(answer=quotes.unowned)
    rows = [s.html for s in page_of(answer=quotes.unowned).sections() if s.kind is Kind.COMPARE]
    gaps = [row for row in rows if "未说明的差额（保险与家长相加，不等于金额）" in row]
    assert len(gaps) == 1
    assert "+10.00" in gaps[0]
    assert "没有计入家长支付" in html
    assert "¥850.00" in html
    assert "按服务管理商核算，家长现场支付" not in html


def test_a_sum_that_does_not_add_up_is_not_offered_as_what_the_family_pays() -> None:
    def unsound(result: Split) -> CentralSplit:
        answer = quotes.other(result)
        return quotes.with_part(answer, 1, insurer=9_000)

    assert "按服务管理商核算，家长现场支付" in html_of(answer=quotes.other)
    assert "按服务管理商核算，家长现场支付" not in html_of(answer=unsound)


def test_an_answer_with_a_line_too_few_or_too_many_says_so() -> None:
    def lost(result: Split) -> CentralSplit:
        answer = quotes.same(result)
        return replace(answer, parts=(*answer.parts[1:], replace(answer.parts[0], line=9)))

    html = html_of(answer=lost)
    assert "没有回答这一行" in html
    assert "没有问到的项目" in html


def test_another_status_is_told_in_words() -> None:
    html = html_of(answer=quotes.unpaid)
    assert "能否直付" in html
    assert "须先电话预约" in html


def test_a_held_bill_uses_nothing_yet_and_says_what_to_do_first() -> None:
    html = html_of(bills.HELD)
    assert "须先电话预约" in html
    assert "电话预约以后才能使用" in html


def test_the_english_paper_speaks_english_only() -> None:
    html = html_of(language="en", answer=quotes.unowned)
    assert "保险" not in html
    assert "Where the service manager's figures differ" in html.replace("&#x27;", "'")


def test_every_name_is_escaped() -> None:
    evil = '<img src="x">&\u202e'
    case = bills.Case(
        works=(replace(bills.CHECK, name_zh=evil),),
        person=replace(bills.PERSON, name=evil, member=evil),
        clinic=replace(bills.CLINIC, name=evil, brand_name=evil, city=evil),
        booking_ref=evil,
    )
    html = html_of(case, "both", lambda result: quotes.with_part(quotes.same(result), 1, insurer=1))
    assert "<img" not in html
    assert "\u202e" not in html


@pytest.mark.parametrize(("lines", "pages"), [(1, 1), (5, 1), (40, 3)])
def test_quotes_take_the_pages_they_need_and_carry_their_number(
    papers: BillPapers, lines: int, pages: int
) -> None:
    document = printed(papers, quotes.quote(bills.Case(works=bills.many(lines))))
    assert len(document) == pages
    text = text_of(document)
    assert f"第{pages}页，共{pages}页" in text
    assert text.count(quotes.NUMBER) == pages


def test_practice_is_marked(papers: BillPapers) -> None:
    assert "练习·虚构数据" in text_of(printed(papers, quotes.quote()))


def test_the_name_holds_date_and_id_and_no_person_and_printing_again_takes_its_place(
    papers: BillPapers,
) -> None:
    one = quotes.quote()
    path = papers.produce_quote(one, "zh")
    assert path.name == "quote-2026-11-22-019aa7c2-5d1e-7a40-8b31-6f0c2d9e4a11.pdf"
    again = papers.produce_quote(replace(one, answer=quotes.same(one.result)), "en")
    assert again == path
    assert [file.name for file in path.parent.iterdir()] == [path.name]
    assert "Theservicemanagercomestothesame" in text_of(pypdfium2.PdfDocument(path))


def test_an_id_can_never_lead_out_of_the_folder(papers: BillPapers, tmp_path: Path) -> None:
    path = papers.produce_quote(replace(quotes.quote(), id="../../x/y12345678"), "zh")
    assert path.parent == tmp_path / "bills"


def test_a_full_disk_is_told_and_leaves_nothing(
    papers: BillPapers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_keywords: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(tempfile, "mkstemp", full)
    with pytest.raises(PaperFailedError) as failed:
        papers.produce_quote(quotes.quote(), "zh")
    assert failed.value.cause == DISK_FULL
    assert list((tmp_path / "bills").iterdir()) == []
