from dataclasses import replace

import pytest

from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.printing.kinds import Kind
from clinic_terminal.printing.paper_parts import page_html
from clinic_terminal.printing.texts import PaperLanguage, load_texts
from tests.printing import bills, snapshots
from tests.printing.pages import html_for, page_for


def html_of(case: bills.Case | None = None, language: PaperLanguage = "zh", *, signed: bool = True) -> str:
    one = bills.bill(case)
    return html_for(one, bills.consent(one) if signed else None, language)


@pytest.mark.parametrize("name", snapshots.NAMES)
def test_the_paper_reads_as_it_was_agreed(name: str) -> None:
    assert snapshots.page(name) == snapshots.kept(name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "words",
    [
        "费用清单",
        "青禾儿童口腔 · 联洋诊所",
        "林小禾",
        "2019-03-04",
        "8800********9012",
        "PV04 · 预防治疗",
        "1&nbsp;颗",
        "成长优享齿科",
        "P20260301-5566",
        "2026-11-22",
        "019aa7c2-5d1e-7a40-8b31-6f0c2d9e4a11",
        "家长现在支付",
        "¥850.00",
        "捌佰伍拾元整",
        "¥690.00",
        "¥1,540.00",
        "壹仟伍佰肆拾元整",
        "¥49,590.00 → 就诊后 ¥48,900.00",
        "自付比例 50%",
        "非保险责任项目，请现场支付",
        "我是林小禾的母亲林悦。",
        "2026-11-22 10:32",
        "王敏",
        "以上为预估，以电子保险卡及服务管理商审核为准",
    ],
)
def test_a_guardian_finds_everything_on_the_chinese_bill(words: str) -> None:
    assert words in html_of()


def test_every_name_is_escaped() -> None:
    evil = '<img src="x">&\u202e\x07'
    case = bills.Case(
        works=(replace(bills.CHECK, name_zh=evil),),
        person=replace(bills.PERSON, name=evil, member=evil),
        clinic=replace(bills.CLINIC, name=evil, brand_name=evil, city=evil),
        booking_ref=evil,
        id=evil,
    )
    one = bills.bill(case)
    page = page_for(one, replace(bills.consent(one, evil), witness=evil), "both", digest=evil)
    html = page_html(page)
    assert "<img" not in html
    assert "\u202e" not in html
    assert "\x07" not in html
    assert html.count("&lt;img src=&quot;x&quot;&gt;&amp;") >= 12


def test_english_bills_keep_the_capital_amounts_and_say_the_rest_in_english() -> None:
    html = html_of(language="en")
    assert "You pay now" in html
    assert "捌佰伍拾元整" in html
    assert "家长" not in html
    assert "Composite filling" in html
    assert "龋齿充填" not in html


def test_the_sentence_is_printed_in_the_language_that_was_read_as_well() -> None:
    one = bills.bill()
    english = bills.consent(one, language="en")
    html = html_for(one, english)
    assert "I am 林悦, the mother of 林小禾." in html
    assert "我是林小禾的母亲林悦。" in html


def test_a_bill_that_the_insurer_does_not_pay_is_signed_with_its_own_sentence() -> None:
    html = html_of(bills.CLOSED_GATES[Reason.SELF_PAY_CHOSEN])
    assert "同意全部费用由我支付" in html
    assert "向保险公司结算" not in html


@pytest.mark.parametrize("relationship", Relationship)
def test_every_signer_has_words(relationship: Relationship) -> None:
    one = bills.bill()
    given = replace(bills.consent(one), relationship=relationship)
    assert "林悦" in html_for(one, given, "both")


def test_an_unknown_wording_is_named_instead_of_guessed() -> None:
    one = bills.bill()
    given = replace(bills.consent(one), text_version="consent/99")
    assert "consent/99" in html_for(one, given)


@pytest.mark.parametrize(("gate", "case"), bills.CLOSED_GATES.items())
def test_a_closed_gate_is_told_once_above_the_figures(gate: Reason, case: bills.Case) -> None:
    html = html_of(case)
    assert html.count(load_texts().plain_reasons[gate].zh) == 1
    assert "本单不占用" in html


def test_a_held_bill_says_that_it_is_for_information_only() -> None:
    html = html_of(bills.HELD, signed=False)
    assert "暂缓结算，仅供参考" in html
    assert "首次就诊前须致电服务热线" in html


def test_offline_figures_are_marked_to_be_confirmed() -> None:
    assert "待确认" in html_of(bills.Case(offline=True))
    assert "待确认" not in html_of()


def test_an_unsigned_copy_claims_no_seal() -> None:
    html = html_of(signed=False)
    assert "尚未签字，仅供参考" in html
    assert "电子封存" not in html
    assert "扫码核对" not in html


def test_what_is_paid_later_stands_apart() -> None:
    assert "结案后在线支付" in html_of(bills.Case(plan=bills.GROWTH))
    assert "结案后在线支付" not in html_of()


def test_each_line_is_a_section_of_its_own_between_heads_and_sums() -> None:
    one = bills.bill(bills.Case(works=bills.many(12)))
    parts = page_for(one, bills.consent(one)).sections()
    kinds = [part.kind for part in parts]
    assert kinds.count(Kind.LINE) == 12
    assert kinds.index(Kind.COLUMNS) + 1 == kinds.index(Kind.LINE)
    assert kinds[-4:] == [Kind.TOTALS, Kind.POOL, Kind.SIGN, Kind.FOOT]
