"""Quotes by the verbs: no visit is changed, the insurer is asked once, a bill tells every difference."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from clinic_terminal.application import treatment
from clinic_terminal.application.failures import (
    CentralRefusedError,
    CentralSessionError,
    CentralUnreachableError,
    EmptyBillError,
    QuoteOfAnotherError,
    QuotePaperFailedError,
    QuoteUnknownError,
    VisitUnknownError,
)
from clinic_terminal.application.line import CHOSEN, LineKeeper
from clinic_terminal.application.ports import QuoteQuery
from clinic_terminal.application.quotes import (
    WITHHELD,
    ask_central,
    bill_from_quote,
    changes_now,
    make_quote,
    print_quote,
    quotes_of,
)
from clinic_terminal.application.tariff import apply_tariff, plan_tariff_import
from clinic_terminal.application.watched_central import WatchedCentral
from clinic_terminal.domain.errors import VisitStateError
from clinic_terminal.domain.line_groups import LeftOutCause
from clinic_terminal.domain.quote import CentralSplit, Quote
from clinic_terminal.domain.quote_changes import ChangeKind
from clinic_terminal.domain.quote_check import Rule, compared
from clinic_terminal.domain.tariff_plan import DraftRow, TariffDraft
from clinic_terminal.domain.visit import Stage, Visit
from tests.application.people import REFUSED, Lines, audited, let_in, signed
from tests.build import CHILD, NOW, TODAY, snapshot
from tests.quoting import altered, theirs
from tests.terminal import CLERK, Bench

USUAL: Lines = (("PV01", ()), ("BS07", ("55", "84")), ("NC01", ()))


def treated(bench: Bench, lines: Lines = USUAL) -> Visit:
    """Let the child in and put lines on its bill."""
    visit = let_in(bench, to_chair=True)
    for code, teeth in lines:
        treatment.add_item(bench.terminal, CLERK, visit.id, code, teeth)
    return stored(bench, visit.id)


def stored(bench: Bench, visit_id: str) -> Visit:
    with bench.store.read() as uow:
        return uow.visits.get(visit_id)


def quoted(bench: Bench, lines: Lines = USUAL) -> Quote:
    return make_quote(bench.terminal, CLERK, treated(bench, lines).id)


def same_as(quote: Quote) -> Callable[[QuoteQuery], CentralSplit]:
    return lambda _query: theirs(quote.result)


def repriced(bench: Bench, item: str, price_fen: int, *, offered: bool = True) -> None:
    """Have another price hold from today on, or take the item off the list."""
    draft = TariffDraft((DraftRow(2, item, price_fen, offered=offered),))
    apply_tariff(bench.terminal, CLERK, plan_tariff_import(bench.terminal, draft, TODAY))


def kinds(quote_changes: object) -> list[ChangeKind]:
    return [change.kind for change in quote_changes]  # type: ignore[attr-defined]  # changes


def test_a_quote_says_what_the_bill_would_cost_and_leaves_the_visit_alone(bench: Bench) -> None:
    visit = treated(bench)
    quote = make_quote(bench.terminal, CLERK, visit.id)
    assert stored(bench, visit.id) == visit
    assert [(line.item, line.teeth, line.unit_fen) for line in quote.lines] == [
        ("PV01", (), 30_000), ("BS07", ("55", "84"), 70_000), ("NC01", (), 50_000)
    ]  # fmt: skip
    assert quote.result == treatment.open_chart(bench.terminal, visit.id).estimate()
    assert (quote.made_at, quote.made_by, quote.offline) == (NOW, CLERK.name, True)
    assert audited(bench)[-1] == (CLERK.id, "make_quote", {"visit": visit.id, "lines": 3})


def test_a_visit_without_lines_has_no_price(bench: Bench) -> None:
    visit = let_in(bench, to_chair=True)
    with pytest.raises(EmptyBillError):
        make_quote(bench.terminal, CLERK, visit.id)
    assert quotes_of(bench.terminal, visit) == ()


def test_an_unknown_visit_has_no_quote(bench: Bench) -> None:
    with pytest.raises(VisitUnknownError):
        make_quote(bench.terminal, CLERK, "nowhere")


def test_a_second_press_shows_the_same_quote_and_a_later_one_makes_another(bench: Bench) -> None:
    visit = treated(bench)
    first = make_quote(bench.terminal, CLERK, visit.id)
    bench.clock.advance(60)
    assert make_quote(bench.terminal, CLERK, visit.id) == first
    bench.clock.advance(1)
    second = make_quote(bench.terminal, CLERK, visit.id)
    assert quotes_of(bench.terminal, visit) == (second, first)


def test_another_bill_is_another_quote_at_once(bench: Bench) -> None:
    visit = treated(bench)
    first = make_quote(bench.terminal, CLERK, visit.id)
    treatment.change_discount(bench.terminal, CLERK, visit.id, 1_000)
    second = make_quote(bench.terminal, CLERK, visit.id)
    assert (second.id != first.id, second.discount_fen) == (True, 1_000)


def test_an_insurer_that_agrees_confirms_the_quote(bench: Bench) -> None:
    quote = quoted(bench)
    bench.central.quotes = same_as(quote)
    asked = ask_central(bench.terminal, quote.id)
    found = compared(asked)
    assert found is not None
    assert found.agrees
    assert (asked.offline, asked.unanswered) == (False, "")
    assert bench.central.quoted == [
        QuoteQuery(
            CHILD.member,
            "POL-1",
            TODAY,
            (("PV01", 30_000, 1, 0), ("BS07", 70_000, 2, 0), ("NC01", 50_000, 1, 0)),
        )
    ]
    assert audited(bench)[-1] == ("", "ask_quote", {"differences": 0, "unexplained": 0, "same_status": True})
    with bench.store.read() as uow:
        assert uow.quotes.get(quote.id) == asked


def test_what_does_not_add_up_is_kept_as_it_was_said_and_never_absorbed(bench: Bench) -> None:
    quote = quoted(bench)
    bench.central.quotes = lambda _query: altered(theirs(quote.result), 2, insurer=69_999)
    asked = ask_central(bench.terminal, quote.id)
    found = compared(asked)
    assert found is not None
    assert [(gap.rule, gap.fen) for gap in found.gaps_of(2)] == [(Rule.PAYERS, 1)]
    assert asked.result == quote.result
    assert audited(bench)[-1][2] == {"differences": 1, "unexplained": 2, "same_status": True}


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (CentralUnreachableError("TIMEOUT"), "CENTRAL_UNREACHABLE.TIMEOUT"),
        (CentralSessionError("TERMINAL_REVOKED"), "CENTRAL_SESSION.TERMINAL_REVOKED"),
        (CentralRefusedError("QUOTE_REFUSED", "no such policy"), "CENTRAL_REFUSED.QUOTE_REFUSED"),
    ],
)
def test_why_no_answer_came_is_kept_and_asking_again_may_bring_one(
    bench: Bench, error: Exception, code: str
) -> None:
    def fails(_query: QuoteQuery) -> CentralSplit:
        raise error

    quote = quoted(bench)
    bench.central.quotes = fails
    asked = ask_central(bench.terminal, quote.id)
    assert (asked.answer, asked.unanswered, asked.offline) == (None, code, True)
    assert audited(bench)[-1][2] == {"unanswered": code}
    bench.central.quotes = same_as(quote)
    again = ask_central(bench.terminal, quote.id)
    assert (again.offline, again.unanswered) == (False, "")


def test_a_quote_keeps_its_first_answer(bench: Bench) -> None:
    quote = quoted(bench)
    bench.central.quotes = same_as(quote)
    first = ask_central(bench.terminal, quote.id)
    bench.central.quotes = lambda _query: altered(theirs(quote.result), 1, insurer=0)
    assert ask_central(bench.terminal, quote.id) == first
    assert len(bench.central.quoted) == 1


def test_two_that_ask_at_once_keep_the_answer_that_came_first(bench: Bench) -> None:
    quote = quoted(bench)

    def answered_meanwhile(_query: QuoteQuery) -> CentralSplit:
        with bench.store.begin() as uow:
            uow.quotes.put(replace(quote, answer=theirs(quote.result)))
        return altered(theirs(quote.result), 1, insurer=0)

    bench.central.quotes = answered_meanwhile
    assert ask_central(bench.terminal, quote.id).answer == theirs(quote.result)


def test_a_quote_of_another_day_is_asked_about_no_more(bench: Bench) -> None:
    quote = quoted(bench)
    bench.clock.advance(24 * 3600)
    assert ask_central(bench.terminal, quote.id) == quote
    assert bench.central.quoted == []


def test_while_a_person_works_offline_nothing_is_asked(bench: Bench) -> None:
    quote = quoted(bench)
    keeper = LineKeeper(bench.clock)
    keeper.close_line(NOW)
    terminal = replace(bench.terminal, central=WatchedCentral(bench.central, keeper))
    assert ask_central(terminal, quote.id).unanswered == f"CENTRAL_UNREACHABLE.{CHOSEN}"
    assert bench.central.quoted == []


def test_where_the_family_refused_nothing_of_the_child_leaves_this_computer(bench: Bench) -> None:
    quote = quoted(bench)
    bench.central.quotes = same_as(quote)
    with bench.store.begin() as uow:
        uow.visits.put(replace(uow.visits.get(quote.visit), data_consent=REFUSED))
    asked = ask_central(bench.terminal, quote.id)
    assert (asked.unanswered, asked.offline) == (WITHHELD, True)
    assert bench.central.quoted == []


def later(bench: Bench, days: int = 0, member: str = CHILD.member, policy: str = "POL-1") -> Visit:
    """Put another visit of a child at the chair, some days on."""
    bench.clock.advance(days * 24 * 3600)
    person = replace(CHILD, member=member)
    visit = Visit(
        bench.terminal.ids.new(),
        Stage.IN_TREATMENT,
        bench.terminal.clock.today(),
        person,
        policy,
        "DENTAL-2021",
    )
    with bench.store.begin() as uow:
        if (member, policy) != (CHILD.member, "POL-1"):
            uow.snapshots.put(snapshot(person=person, policy=policy), "signed")
        return uow.visits.put(visit)


def test_a_quote_becomes_a_bill_days_later_as_it_was_quoted(bench: Bench) -> None:
    quote = quoted(bench)
    visit = later(bench, 3)
    billed = bill_from_quote(bench.terminal, CLERK, visit.id, quote.id)
    assert [(line.item, line.teeth) for line in billed.visit.lines] == [
        ("PV01", ()), ("BS07", ("55", "84")), ("NC01", ())
    ]  # fmt: skip
    assert (billed.changes, billed.added.left_out, billed.added.count) == ((), (), 3)
    assert stored(bench, visit.id) == billed.visit
    facts = {"quote": quote.id, "lines": 3, "changes": 0}
    assert audited(bench)[-1] == (CLERK.id, "bill_from_quote", facts)


def test_surfaces_come_along(bench: Bench) -> None:
    visit = let_in(bench, to_chair=True)
    treatment.add_item(bench.terminal, CLERK, visit.id, "BS07", ("84",), surfaces=(("84", "OD"),))
    quote = make_quote(bench.terminal, CLERK, visit.id)
    other = later(bench)
    billed = bill_from_quote(bench.terminal, CLERK, other.id, quote.id)
    assert billed.visit.lines[0].surfaces == (("84", "OD"),)


def test_the_prices_of_the_day_count_and_the_difference_is_told(bench: Bench) -> None:
    quote = quoted(bench)
    repriced(bench, "BS07", 72_000)
    visit = later(bench)
    foretold = changes_now(bench.terminal, visit.id, quote.id)
    assert stored(bench, visit.id).lines == ()
    billed = bill_from_quote(bench.terminal, CLERK, visit.id, quote.id)
    assert billed.visit.lines[1].unit_fen == 72_000
    (change,) = billed.changes
    assert (change.kind, change.before, change.after) == (ChangeKind.PRICE, 70_000, 72_000)
    assert foretold == billed.changes


def test_neither_a_price_typed_by_hand_nor_a_discount_is_taken_over(bench: Bench) -> None:
    visit = treated(bench)
    treatment.change_price(bench.terminal, CLERK, visit.id, 0, 20_000)
    treatment.change_discount(bench.terminal, CLERK, visit.id, 1_000)
    quote = make_quote(bench.terminal, CLERK, visit.id)
    billed = bill_from_quote(bench.terminal, CLERK, later(bench).id, quote.id)
    assert (billed.visit.lines[0].unit_fen, billed.visit.discount_fen) == (30_000, 0)
    assert kinds(billed.changes)[0] is ChangeKind.PRICE
    assert kinds(billed.changes)[-1] is ChangeKind.DISCOUNT


def test_an_item_that_is_no_longer_offered_is_left_out_and_told(bench: Bench) -> None:
    quote = quoted(bench)
    repriced(bench, "NC01", 50_000, offered=False)
    billed = bill_from_quote(bench.terminal, CLERK, later(bench).id, quote.id)
    assert [line.item for line in billed.visit.lines] == ["PV01", "BS07"]
    assert [one.cause for one in billed.added.left_out] == [LeftOutCause.ITEM_OFF]
    assert kinds(billed.changes) == [ChangeKind.REMOVED]


def test_lines_that_stand_on_the_bill_are_not_put_there_twice(bench: Bench) -> None:
    quote = quoted(bench)
    visit = stored(bench, quote.visit)
    billed = bill_from_quote(bench.terminal, CLERK, visit.id, quote.id)
    assert (billed.visit, billed.changes, billed.added.count) == (visit, (), 0)
    other = later(bench)
    treatment.add_item(bench.terminal, CLERK, other.id, "PV07", ("55",))
    treatment.add_item(bench.terminal, CLERK, other.id, "BS07", ("55", "84"))
    billed = bill_from_quote(bench.terminal, CLERK, other.id, quote.id)
    assert [line.item for line in billed.visit.lines] == ["PV07", "BS07", "PV01", "NC01"]
    assert kinds(billed.changes) == [ChangeKind.ADDED]


def test_a_quote_of_another_child_or_policy_is_not_billed(bench: Bench) -> None:
    quote = quoted(bench)
    for visit in (later(bench, member="202604C00000010199"), later(bench, policy="POL-2")):
        with pytest.raises(QuoteOfAnotherError):
            bill_from_quote(bench.terminal, CLERK, visit.id, quote.id)
        assert stored(bench, visit.id).lines == ()
        assert quotes_of(bench.terminal, visit) == ()


def test_a_frozen_bill_takes_no_quote(bench: Bench) -> None:
    quote = quoted(bench)
    treatment.hand_to_desk(bench.terminal, CLERK, quote.visit)
    signed(bench, quote.visit)
    with pytest.raises(VisitStateError):
        bill_from_quote(bench.terminal, CLERK, quote.visit, quote.id)


def test_an_unknown_quote_is_neither_billed_nor_asked_about_nor_printed(bench: Bench) -> None:
    visit = treated(bench)
    for verb in (
        lambda: bill_from_quote(bench.terminal, CLERK, visit.id, "nowhere"),
        lambda: ask_central(bench.terminal, "nowhere"),
        lambda: print_quote(bench.terminal, CLERK, "nowhere", "zh"),
    ):
        with pytest.raises(QuoteUnknownError):
            verb()


def test_a_quote_is_printed_in_the_language_asked_for(bench: Bench) -> None:
    quote = quoted(bench)
    assert print_quote(bench.terminal, CLERK, quote.id, "both").name == f"quote-{quote.id}.pdf"
    assert bench.papers.printed == [f"{quote.id} both"]
    assert audited(bench)[-1] == (CLERK.id, "print_quote", {"language": "both"})


def test_a_paper_that_fails_says_that_the_quote_is_kept(bench: Bench) -> None:
    quote = quoted(bench)
    bench.papers.cause = "DISK_FULL"
    with pytest.raises(QuotePaperFailedError) as failed:
        print_quote(bench.terminal, CLERK, quote.id, "zh")
    assert failed.value.cause == "DISK_FULL"
    assert quotes_of(bench.terminal, stored(bench, quote.visit)) == (quote,)


def test_a_younger_quote_of_the_next_day_stands_first(bench: Bench) -> None:
    quote = quoted(bench)
    visit = later(bench, 1)
    billed = bill_from_quote(bench.terminal, CLERK, visit.id, quote.id)
    fresh = make_quote(bench.terminal, CLERK, billed.visit.id)
    assert fresh.day == TODAY + timedelta(days=1)
    assert quotes_of(bench.terminal, visit) == (fresh, quote)
