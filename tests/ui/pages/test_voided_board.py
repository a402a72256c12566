"""A voided visit on the board: it stays among the done ones, says so, and counts no money."""

import pytest

from clinic_terminal.application import day
from clinic_terminal.application.acts import ActState, Answer, AnswerClass
from clinic_terminal.application.voiding import void
from clinic_terminal.domain.visit import Visit
from clinic_terminal.domain.voiding import VoidReason
from clinic_terminal.i18n import translator
from clinic_terminal.ui.views.today import PAGE_OF_STAGE, follow_ups, states_by_act
from clinic_terminal.ui.views.visit_cards import status_pill
from clinic_terminal.ui.widgets.pill import PillView
from tests.build import NOW, TODAY
from tests.ui.pages.front import RETURNING, TWO_DENTAL, Front, answer, billed, operator

ZH = translator("zh_CN")


def final(state: ActState, code: str) -> Answer:
    return Answer(AnswerClass.FINAL, state, code, receipt=b"{}", snapshot_version=2, server_time=NOW)


def taken_back(front: Front, visit: Visit) -> Visit:
    return void(front.terminal, operator(), visit.id, VoidReason.ENTRY_ERROR)


def waiting(front: Front) -> int:
    return follow_ups(day.board(front.terminal, TODAY))


def test_the_card_says_voided_whatever_became_of_the_bill(front: Front) -> None:
    visit = billed(front, RETURNING)
    answer(front, visit.act, final(ActState.ACCEPTED, "OK"))
    visit = taken_back(front, visit)
    states = states_by_act(day.queue_view(front.terminal))
    assert status_pill(visit, states, ZH) == PillView("已作废")
    assert PAGE_OF_STAGE[visit.stage] == "done"


def test_a_voided_visit_stays_on_the_board_and_leaves_the_sums(front: Front) -> None:
    billed(front, TWO_DENTAL)
    voided = taken_back(front, billed(front, RETURNING))
    board = day.board(front.terminal, TODAY)
    assert voided in board.done
    assert (board.sums.visits, board.sums.insurer_fen, board.sums.on_site_fen) == (1, 35_000, 35_000)


@pytest.mark.parametrize(
    ("bill", "void_state", "count"),
    [
        (ActState.ACCEPTED, ActState.ACCEPTED, 0),
        (ActState.ACCEPTED, ActState.REJECTED, 1),
        (ActState.REJECTED, ActState.REJECTED, 0),
    ],
)
def test_a_void_asks_for_somebody_only_where_the_server_booked_the_bill(
    front: Front, bill: ActState, void_state: ActState, count: int
) -> None:
    visit = billed(front, RETURNING)
    answer(front, visit.act, final(bill, "OK"))
    assert waiting(front) == (1 if bill is ActState.REJECTED else 0)
    voided = taken_back(front, visit).voided
    assert voided is not None
    answer(front, voided.act, final(void_state, "BILL_UNKNOWN"))
    assert waiting(front) == count
