"""Quotes: what the insurer says otherwise, what nothing explains, and what changed since."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clinic_terminal.domain.adjudication import Counters, Split, SplitStatus, Standing
from clinic_terminal.domain.quote import CentralPart
from clinic_terminal.domain.quote_changes import Because, Change, ChangeKind, Present, changes_since
from clinic_terminal.domain.quote_check import (
    LINE_FIGURES,
    Difference,
    Figure,
    Gap,
    Rule,
    compared,
    differences,
)
from tests.build import CLINIC, CONSULT, FILLING, FILM, GAS, NOW, TODAY, line
from tests.quoting import LINES, PRINTED, altered, ours, present, printed, quote, theirs


def test_a_quotes_number_can_be_read_out() -> None:
    assert quote().number == "3F2A-91BC"


def test_without_an_answer_the_figures_are_ours_alone() -> None:
    assert quote().offline
    assert compared(quote()) is None
    assert not quote(answer=theirs(ours())).offline


def test_the_same_is_said_whoever_asks_and_whenever() -> None:
    later = quote(id="another", made_at=NOW + timedelta(hours=1), made_by="another", answer=theirs(ours()))
    assert quote().says_the_same(later)
    assert not quote().says_the_same(quote(discount_fen=1))


@pytest.mark.parametrize(
    "result",
    [
        ours(),
        ours(discount_fen=1_001),
        ours(self_pay=True),
        ours(booking_ref=None, standing=Standing()),
        ours(standing=Standing(Counters(pool_fen=4_960_000), CLINIC.brand)),
        ours(standing=Standing(brand_lock="ELSEWHERE")),
    ],
)
def test_an_insurer_that_splits_as_we_do_agrees_and_adds_up(result: Split) -> None:
    found = compared(quote(result=result, answer=theirs(result)))
    assert found is not None
    assert found.agrees


def test_each_amount_that_differs_is_named_with_its_line() -> None:
    answer = altered(theirs(ours()), 2, coinsurance=70_100, insurer=69_900, guardian=70_100)
    totals = replace(
        answer.totals,
        insurer=answer.totals.insurer - 100,
        guardian=answer.totals.guardian + 100,
        on_site=answer.totals.on_site + 100,
        claim=answer.totals.claim - 100,
    )
    found = differences(ours(), replace(answer, totals=totals, pool_after=answer.pool_after + 100))
    assert found.of_line(2) == (
        Difference(2, Figure.COINSURANCE, 70_000, 70_100),
        Difference(2, Figure.INSURER, 70_000, 69_900),
        Difference(2, Figure.GUARDIAN, 70_000, 70_100),
    )
    assert [one.fen for one in found.of_line(2)] == [100, -100, 100]
    assert found.of_line(1) == found.of_line(3) == ()
    assert {one.figure for one in found.of_line(0)} == {
        Figure.INSURER, Figure.GUARDIAN, Figure.ON_SITE, Figure.CLAIM, Figure.POOL_AFTER
    }  # fmt: skip
    assert found.gaps == ()


def test_sub_lines_are_added_up_before_they_are_compared() -> None:
    whole = theirs(ours())
    filling = whole.parts[1]
    halves = [
        replace(filling, **{one.name: getattr(filling, one.name) // 2 for one in fields(CentralPart)[2:-1]})
    ] * 2
    assert differences(ours(), replace(whole, parts=(whole.parts[0], *halves, whole.parts[2]))).agrees


def test_another_status_is_a_difference_where_all_amounts_agree() -> None:
    found = differences(ours(), replace(theirs(ours()), status=SplitStatus.HOLD, pool_after=5_000_000))
    assert not found.same_status
    assert not found.agrees


def test_a_line_that_is_not_answered_is_no_line_of_zero() -> None:
    whole = theirs(ours())
    found = differences(ours(), replace(whole, parts=whole.parts[:2]))
    assert found.of_line(3) == (Difference(3, Figure.BILLED, 50_000, None),)
    assert Gap(0, Rule.SUMS, 50_000, Figure.BILLED) in found.gaps


def test_an_amount_without_an_owner_is_a_gap_and_nobodys_part() -> None:
    found = differences(ours(), altered(theirs(ours()), 2, insurer=69_000))
    assert found.gaps_of(2) == (Gap(2, Rule.PAYERS, 1_000),)
    assert found.of_line(2) == (Difference(2, Figure.INSURER, 70_000, 69_000),)
    assert found.gaps_of(0) == (Gap(0, Rule.SUMS, 1_000, Figure.INSURER),)


def test_a_part_of_the_guardian_that_nothing_explains_is_a_gap() -> None:
    found = differences(ours(), altered(theirs(ours()), 2, coinsurance=0))
    assert found.gaps_of(2) == (Gap(2, Rule.PIECES, 70_000),)


def test_lines_that_nobody_asked_about_are_gaps() -> None:
    whole = theirs(ours())
    stranger = replace(whole.parts[0], line=9)
    swapped = replace(whole.parts[0], item="XX01")
    found = differences(ours(), replace(whole, parts=(swapped, *whole.parts[1:], stranger)))
    assert [gap for gap in found.gaps if gap.rule is Rule.STRANGE] == [
        Gap(1, Rule.STRANGE, 30_000), Gap(9, Rule.STRANGE, 30_000)
    ]  # fmt: skip
    assert found.of_line(1) == (Difference(1, Figure.BILLED, 30_000, None),)


@pytest.mark.parametrize(
    ("change", "rule", "fen"),
    [
        ({"on_site": 1}, Rule.PLACES, -1),
        ({"claim": 3}, Rule.CLAIM, 3),
    ],
)
def test_totals_that_contradict_each_other_are_gaps(change: dict[str, int], rule: Rule, fen: int) -> None:
    answer = theirs(ours())
    totals = replace(
        answer.totals, **{name: getattr(answer.totals, name) + by for name, by in change.items()}
    )
    assert Gap(0, rule, fen) in differences(ours(), replace(answer, totals=totals)).gaps


def test_a_shared_limit_that_moves_by_another_amount_is_a_gap() -> None:
    answer = theirs(ours())
    found = differences(ours(), replace(answer, pool_after=answer.pool_after - 5))
    assert found.gaps == (Gap(0, Rule.POOL, 5),)


@given(
    st.sampled_from(LINE_FIGURES),
    st.integers(1, 3),
    st.integers(-30_000, 30_000).filter(bool),
)
def test_no_single_altered_amount_goes_unseen(figure: Figure, number: int, by: int) -> None:
    answer = theirs(ours())
    part = answer.parts[number - 1]
    found = differences(ours(), altered(answer, number, **{figure: getattr(part, figure) + by}))
    assert [one.fen for one in found.of_line(number)] == [by]
    assert found.gaps_of(number)


def test_nothing_changed_is_no_change() -> None:
    assert changes_since(quote(), present()) == ()


def test_another_price_is_told_and_the_shares_with_it_are_not() -> None:
    dearer = (PRINTED[0], replace(PRINTED[1], unit_fen=72_000), PRINTED[2])
    now = present(lines=dearer, result=ours(line(CONSULT), line(FILLING, 2, 72_000), line(GAS)))
    assert changes_since(quote(), now) == (Change(ChangeKind.PRICE, PRINTED[1], 70_000, 72_000),)


def test_removed_and_new_lines_are_told_in_order() -> None:
    film = printed(FILM)
    now = present(lines=(film, *PRINTED[:2]), result=ours(line(FILM), *LINES[:2]))
    assert changes_since(quote(), now) == (
        Change(ChangeKind.REMOVED, PRINTED[2], 50_000, 0),
        Change(ChangeKind.ADDED, film, 0, 6_000),
    )


def test_other_teeth_are_another_line() -> None:
    moved = replace(PRINTED[1], teeth=("54", "84"))
    found = changes_since(quote(), present(lines=(PRINTED[0], moved, PRINTED[2])))
    assert [change.kind for change in found] == [ChangeKind.REMOVED, ChangeKind.ADDED]


def test_twins_are_paired_one_by_one() -> None:
    twice = quote(lines=(PRINTED[0], PRINTED[0]), result=ours(line(CONSULT), line(CONSULT)))
    now = present(lines=(PRINTED[0],), result=ours(line(CONSULT)))
    assert [change.kind for change in changes_since(twice, now)] == [ChangeKind.REMOVED]


ALMOST_EMPTY = Standing(Counters(pool_fen=4_950_000), CLINIC.brand)


@pytest.mark.parametrize(
    ("now", "because"),
    [
        (present(result=ours(standing=ALMOST_EMPTY)), Because.POOL),
        (present(result=ours(standing=Standing(brand_lock="ELSEWHERE"))), Because.STATUS),
        (present(day=TODAY + timedelta(days=1), result=ours(network=frozenset({"PREVENTIVE"}))), Because.DAY),
        (present(snapshot_version=2, result=ours(network=frozenset({"PREVENTIVE"}))), Because.FACTS),
    ],
)
def test_an_insurers_part_that_moved_names_its_cause(now: Present, because: Because) -> None:
    filling = next(one for one in changes_since(quote(), now) if one.line == PRINTED[1])
    assert (filling.kind, filling.before, filling.because) == (ChangeKind.INSURER, 70_000, because)
    assert filling.after < 70_000


def test_a_discount_spreads_over_lines_that_themselves_stay() -> None:
    found = changes_since(quote(), present(discount_fen=10_000, result=ours(discount_fen=10_000)))
    assert found[-1] == Change(ChangeKind.DISCOUNT, None, 0, 10_000)
    assert {one.because for one in found[:-1]} == {Because.LINES}


def test_a_lines_own_discount_is_told_with_its_line() -> None:
    lowered = (PRINTED[0], replace(PRINTED[1], discount_fen=10_000), PRINTED[2])
    cheaper = replace(LINES[1], discount_fen=10_000)
    now = present(lines=lowered, result=ours(LINES[0], cheaper, LINES[2]))
    assert changes_since(quote(), now) == (Change(ChangeKind.DISCOUNT, PRINTED[1], 0, 10_000),)


def test_a_family_that_pays_itself_now_is_told_of_the_whole_bill() -> None:
    found = changes_since(quote(), present(self_pay=True, result=ours(self_pay=True)))
    assert found[-1] == Change(ChangeKind.SELF_PAY, None, 100_000, 0)
