from hypothesis import given
from hypothesis import strategies as st

from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.domain.money import WHOLE_BP, half_up
from clinic_terminal.printing.bill_lines import parts_of
from clinic_terminal.printing.bill_reasons import reasons_of, share_rate
from clinic_terminal.printing.shown import Shown
from clinic_terminal.printing.texts import load_texts
from tests.printing import bills


def told(case: bills.Case) -> list[list[tuple[str, int]]]:
    one = bills.bill(case)
    return [
        [
            (why.words.zh, why.fen)
            for why in reasons_of(parts_of(one.result, number), load_texts(), Shown(one.result))
        ]
        for number in range(1, len(one.lines) + 1)
    ]


def test_each_reason_stands_with_the_amount_it_causes() -> None:
    assert told(bills.EVERY_REASON) == [
        [("免赔额", 9_958)],
        [("免赔额", 10_042), ("自付比例 20%", 3_966), ("超过保单年度次数限制，超出部分自费", 29_873)],
        [("自付比例 33.5%", 66_717), ("未获事先授权，按理赔金×60%支付，少付", 52_975)],
        [("自付比例 33.5%", 66_717), ("超出授权金额部分，按理赔金×60%支付，少付", 13_075)],
        [("自付比例 70%", 1_115_265), ("该类额度已用完", 377_971)],
        [("自付比例 33.5%", 266_867), ("共享额度已用完，超出部分自费", 244_440)],
        [("非保险责任项目，请现场支付", 49_789)],
    ]


def test_the_amounts_of_a_line_sum_to_what_the_guardian_pays() -> None:
    for case in (bills.EVERY_REASON, bills.ELSEWHERE, *bills.CLOSED_GATES.values()):
        one = bills.bill(case)
        sums = [sum(fen for _, fen in line) for line in told(case)]
        paid = [
            sum(part.guardian for part in one.result.parts if part.line == number)
            for number in range(1, len(one.lines) + 1)
        ]
        assert sums == paid


def test_full_cover_is_said_only_where_there_is_nothing_else_to_say() -> None:
    assert told(bills.Case(works=(bills.CHECK,))) == [[("保险责任范围内，直付", 0)]]


def test_a_category_outside_of_the_network_is_told_on_its_line() -> None:
    assert told(bills.ELSEWHERE)[2] == [("本机构不在该计划网络内，无法直付", 70_000)]


def test_a_closed_gate_is_short_on_the_lines() -> None:
    assert told(bills.CLOSED_GATES[Reason.CARD_GREYED])[0] == [("本单不直付", 10_000)]


@given(
    cost=st.integers(min_value=5_000, max_value=10_000_000),
    rate=st.integers(min_value=1, max_value=20).map(lambda step: step * 500),
)
def test_the_rate_is_found_again_from_the_amounts(cost: int, rate: int) -> None:
    share = cost - half_up(cost * (WHOLE_BP - rate), WHOLE_BP)
    assert share_rate(cost, share) == rate


@given(cost=st.integers(min_value=1, max_value=200), rate=st.integers(min_value=0, max_value=WHOLE_BP))
def test_the_rate_found_always_gives_the_printed_amount(cost: int, rate: int) -> None:
    share = cost - half_up(cost * (WHOLE_BP - rate), WHOLE_BP)
    found = share_rate(cost, share)
    assert cost - half_up(cost * (WHOLE_BP - found), WHOLE_BP) == share


def test_amounts_that_no_rate_gives_are_told_with_the_nearest() -> None:
    assert share_rate(1_000_000, 333_333) == 3_333


def test_nothing_to_share_counts_as_all_of_it() -> None:
    assert share_rate(0, 0) == WHOLE_BP
