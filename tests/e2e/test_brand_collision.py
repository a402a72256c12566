"""Two brands lock one child while both are offline: the first act to arrive wins, and both desks know."""

from collections.abc import Callable

import pytest

from clinic_terminal.application.act_case import act_case
from clinic_terminal.application.acts import ActState
from clinic_terminal.application.standing import ELSEWHERE
from clinic_terminal.domain.adjudication import Counters, Reason
from clinic_terminal.domain.gates import CheckState, Source, Verdict
from clinic_terminal.domain.visit import Stage, Visit
from clinic_terminal.i18n import translator
from clinic_terminal.ui.views import queue as views
from clinic_terminal.ui.views.act_case import case_view
from clinic_terminal.ui.widgets.money import yuan
from clinic_terminal.ui.widgets.pill import PillView
from clinic_terminal.ui.widgets.tone import Tone
from tests.practice import PracticeServer
from tests.whole_desk import QINGKONG, XIAOLU, WholeDesk

ZH, EN = translator("zh_CN"), translator("en")
OpenDesk = Callable[[str], WholeDesk]


@pytest.fixture
def child(practice_server: PracticeServer) -> str:
    """Return the member number of a child whose first visit is booked."""
    return practice_server.world.member_of("FIRST_VISIT_BOOKED")


@pytest.fixture
def desks(practice_server: PracticeServer, open_desk: OpenDesk, child: str) -> tuple[WholeDesk, WholeDesk]:
    """Return two desks of two brands that both asked about the child, after the server went away."""
    pair = open_desk(XIAOLU), open_desk(QINGKONG)
    for desk in pair:
        assert desk.brand_check(child).facts["kind"] == "NONE_YET"
    practice_server.stop()
    return pair


def both_bill(desks: tuple[WholeDesk, WholeDesk], child: str) -> tuple[Visit, Visit]:
    """Bill the child at both desks while neither hears the server."""
    visits = []
    for desk in desks:
        assert desk.scan(child).decision.verdict is Verdict.BILLABLE_OFFLINE
        visit = desk.bill(child, online=False)
        assert visit.bill is not None
        assert visit.bill.brand_lock_set
        assert desk.brand_check(child).facts["kind"] == "OURS"
        visits.append(visit)
    return visits[0], visits[1]


@pytest.mark.parametrize("first", [0, 1])
def test_the_first_act_to_arrive_wins_and_the_other_desk_learns_by_whom_and_when(
    practice_server: PracticeServer, desks: tuple[WholeDesk, WholeDesk], child: str, first: int
) -> None:
    visits = both_bill(desks, child)
    practice_server.start()
    winner, loser = desks[first], desks[1 - first]
    winner.sync()
    loser.sync()
    won, lost = winner.row(visits[first].act), loser.row(visits[1 - first].act)
    assert (won.state, lost.state) == (ActState.ACCEPTED, ActState.REJECTED)
    assert lost.last_error == Reason.BRAND_LOCKED.value
    brand = ("小鹿口腔", "晴空儿童齿科")[first]
    assert brand in lost.last_sentence
    assert practice_server.today.isoformat() in lost.last_sentence
    assert lost.receipt


def test_the_losers_next_scan_says_locked_elsewhere_online_and_offline(
    practice_server: PracticeServer, desks: tuple[WholeDesk, WholeDesk], child: str
) -> None:
    both_bill(desks, child)
    practice_server.start()
    winner, loser = desks
    winner.sync()
    loser.sync()
    for _ in range(2):
        found = loser.scan(child)
        assert (found.decision.verdict, found.decision.cause) == (Verdict.REFUSED, Reason.BRAND_LOCKED)
        check = loser.brand_check(child)
        assert (check.facts["brand"], check.facts["since"]) == (
            "小鹿口腔",
            practice_server.today.isoformat(),
        )
        assert found.standing.used == found.snapshot.used
        practice_server.stop()


def test_between_the_answer_and_the_next_download_the_refusal_itself_is_believed(
    practice_server: PracticeServer, desks: tuple[WholeDesk, WholeDesk], child: str
) -> None:
    both_bill(desks, child)
    practice_server.start()
    winner, loser = desks
    winner.sync()
    loser.send()
    practice_server.stop()
    found = loser.scan(child)
    assert found.snapshot.lock is None
    assert found.standing.brand_lock == ELSEWHERE
    assert (found.decision.verdict, found.decision.cause) == (Verdict.REFUSED, Reason.BRAND_LOCKED)
    check = loser.brand_check(child)
    assert (check.state, check.basis.source, check.facts["brand"]) == (CheckState.FAIL, Source.QUEUE, "")


def test_nothing_is_lost_nothing_is_doubled_and_other_children_go_on(
    practice_server: PracticeServer, desks: tuple[WholeDesk, WholeDesk], child: str
) -> None:
    winner, loser = desks
    other = practice_server.world.member_of("RETURNING")
    practice_server.start()
    loser.scan(other)
    winner.scan(other)
    practice_server.stop()
    first, second = both_bill(desks, child)
    next_child = winner.bill(other, online=False)
    practice_server.start()
    winner.sync()
    loser.sync()
    loser.sync()
    assert loser.queue().exposure.unsent_count == winner.queue().exposure.unsent_count == 0
    assert winner.row(next_child.act).state is ActState.ACCEPTED
    with loser.store.read() as uow:
        kept = uow.visits.get(second.id)
        assert uow.audit.verify() > 0
    assert (kept.stage, kept.bill, kept.consent) == (Stage.DONE, second.bill, second.consent)
    assert first.bill is not None
    assert winner.scan(child).snapshot.used == first.bill.result.posted
    assert len(winner.scan(child).snapshot.history) == 2


def test_a_second_act_of_the_losing_desk_falls_with_the_first_and_takes_nothing(
    practice_server: PracticeServer, desks: tuple[WholeDesk, WholeDesk], child: str
) -> None:
    winner, loser = desks
    both_bill(desks, child)
    again = loser.bill(child, online=False)
    assert again.bill is not None
    assert not again.bill.brand_lock_set
    practice_server.start()
    winner.sync()
    loser.sync()
    assert loser.row(again.act).last_error == Reason.BRAND_LOCKED.value
    assert loser.scan(child).standing.used != Counters()
    assert loser.scan(child).standing.used == winner.scan(child).standing.used


def test_the_losing_desk_reads_what_happened_and_whom_to_call(
    practice_server: PracticeServer, desks: tuple[WholeDesk, WholeDesk], child: str
) -> None:
    _first, second = both_bill(desks, child)
    practice_server.start()
    winner, loser = desks
    winner.sync()
    loser.sync()
    view = loser.queue()
    assert views.first_for_a_person(view) == second.act
    cells = views.lines(view, ZH)[0].cells
    assert cells[3] == PillView("被拒绝", Tone.STOP)
    assert cells[6] == "联系家长，保险不付"
    today = practice_server.today
    told = case_view(act_case(loser.terminal, second.act), loser.terminal.clock.now(), ZH)
    assert told.what == f"该会员已于 {today} 选择品牌“小鹿口腔”，不得转至其他品牌。"
    assert second.bill is not None
    signed = second.bill.result.totals
    assert [figure.amount for figure in told.figures] == ["¥0.00", yuan(signed.on_site)]
    assert told.figures[0].before == yuan(signed.insurer)
    assert "“小鹿口腔”" in told.say
    assert "021-80209058" in " ".join(told.steps)
    english = case_view(act_case(loser.terminal, second.act), loser.terminal.clock.now(), EN)
    assert english.what == f'The member chose the brand "小鹿口腔" on {today} and cannot change.'


def test_the_losing_desk_voids_what_was_refused_and_nothing_is_open_any_more(
    practice_server: PracticeServer, desks: tuple[WholeDesk, WholeDesk], child: str
) -> None:
    _first, second = both_bill(desks, child)
    practice_server.start()
    winner, loser = desks
    winner.sync()
    loser.sync()
    voided = loser.void(second).voided
    loser.sync()
    assert voided is not None
    row = loser.row(voided.act)
    assert (row.state, row.last_error) == (ActState.REJECTED, "NOT_VOIDABLE")
    assert views.first_for_a_person(loser.queue()) == ""
    assert loser.scan(child).standing == winner.scan(child).standing
    assert loser.queue().exposure.unsent_count == 0


def test_a_bill_voided_before_the_sync_never_takes_the_brand_from_the_other(
    practice_server: PracticeServer, desks: tuple[WholeDesk, WholeDesk], child: str
) -> None:
    """The desk that comes first made an entry error: both facts arrive, and the second desk wins."""
    first, second = both_bill(desks, child)
    quick, slow = desks
    quick.void(first)
    practice_server.start()
    quick.sync()
    slow.sync()
    assert slow.row(second.act).state is ActState.ACCEPTED
    quick.fetch()
    assert quick.brand_check(child).facts["brand"] == "晴空儿童齿科"
