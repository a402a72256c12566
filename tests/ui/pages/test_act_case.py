"""What came back from the server, in words: every code says what happened, whose turn it is, what to do."""

from dataclasses import replace

import pytest

from clinic_terminal.application.act_case import ActCase, act_case
from clinic_terminal.application.acts import ActState, Answer, AnswerClass, QueueRow
from clinic_terminal.application.failures import VisitUnknownError
from clinic_terminal.application.queue_view import queue_view
from clinic_terminal.application.voiding import void
from clinic_terminal.contract.acts import ActAnswer, AnswerState, TotalsAnswer
from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.domain.eligibility import Lock
from clinic_terminal.domain.visit import Visit
from clinic_terminal.domain.voiding import VoidReason
from clinic_terminal.i18n import translator
from clinic_terminal.sandbox import outcome
from clinic_terminal.ui.views.act_case import CaseView, Figure, case_view
from clinic_terminal.ui.views.act_words import Sight, needs_person, next_text, sight_of, state_pill, why_text
from clinic_terminal.ui.views.refusals import REFUSALS
from clinic_terminal.ui.widgets.tone import Tone
from tests.build import NOW, TODAY
from tests.closing import FILLING_LINE, closed
from tests.ui.pages.front import Front, answer, child, operator

ZH, EN = translator("zh_CN"), translator("en")
FIRST = child(131, "测试首诊", lock=None, booking_ref="YY-1")
ELSEWHERE = Lock("QINGKONG", "晴空儿童齿科", TODAY, "V-9")
PARKED = Answer(AnswerClass.ITEM, None, "DIGEST_CONFLICT", "The digest differs.")


def said(row: QueueRow, state: ActState, code: str, totals: TotalsAnswer | None = None) -> Answer:
    """Return the answer that the practice server would give, with its receipt."""
    zh, en = (f"服务商的话：{code}。", f"The server on {code}.")
    receipt = ActAnswer(
        id=row.act.id,
        digest=row.act.digest,
        state=AnswerState(state.value),
        code=code,
        sentence_zh=zh,
        sentence_en=en,
        lines=[],
        totals=totals,
        snapshot_version=9,
        booked_at=NOW,
        server_time="a.b.c",
    )
    return Answer(AnswerClass.FINAL, state, code, zh, None, 9, receipt.model_dump_json().encode(), NOW)


def row_of(front: Front, act: str) -> QueueRow:
    with front.store.read() as uow:
        row = uow.queue.get(act)
    assert row is not None
    return row


def billed(front: Front) -> Visit:
    """Close a filling of 700 yuan, half of it the insurer's."""
    front.keep(FIRST)
    return closed(front.terminal, operator(), FIRST, (FILLING_LINE,))


def sight(front: Front) -> Sight:
    return sight_of(queue_view(front.terminal))


def refused(front: Front, code: str) -> ActCase:
    visit = billed(front)
    answer(front, visit.act, said(row_of(front, visit.act), ActState.REJECTED, code))
    return act_case(front.terminal, visit.act)


def shown(front: Front, case: ActCase) -> CaseView:
    return case_view(case, front.clock.now(), ZH)


def test_a_lost_brand_says_who_won_what_the_family_saw_and_whom_to_call(front: Front) -> None:
    case = refused(front, "BRAND_LOCKED")
    front.keep(replace(FIRST, lock=ELSEWHERE, version=9))
    view = shown(front, act_case(front.terminal, case.row.act.id))
    assert (view.tone, view.title) == (Tone.STOP, "保险公司不付这张账单")
    assert view.what == "服务商的话：BRAND_LOCKED。"
    assert view.figures == (
        Figure("保险直付", "¥0.00", "¥350.00"),
        Figure("家长签字时现场支付", "¥350.00"),
    )
    assert "热线" in view.who
    assert view.steps[0] == "先致电家长，照写好的话说明。"
    assert "021-80209058（今天 21:00 下班）" in view.steps[1]
    assert view.reference in view.steps[1]
    assert "作废" in view.steps[2]
    for fact in ("小鹿口腔徐汇诊所", "5 月 21 日", "“晴空儿童齿科”", "¥350.00"):
        assert fact in view.say
    assert FIRST.person.name not in "".join((view.say, *view.steps, view.what))


def test_before_the_download_the_winner_is_another_brand(front: Front) -> None:
    view = shown(front, refused(front, "BRAND_LOCKED"))
    assert "选定了另一个品牌" in view.say


@pytest.mark.parametrize("code", sorted({*REFUSALS, "A_CODE_OF_TOMORROW"}))
def test_every_refusal_says_what_to_do_without_a_gap(front: Front, code: str) -> None:
    case = refused(front, code)
    view = shown(front, case)
    assert view.steps
    assert view.who
    texts = (view.title, view.what, view.who, view.say, *view.steps)
    assert not [text for text in texts if "{" in text or "}" in text]
    assert next_text(case.row, sight(front), ZH)


def test_every_code_of_the_practice_server_has_its_advice() -> None:
    """What the server can refuse a bill or a void with; the others are answers that refuse nothing."""
    not_refusals = {"ACCEPTED", "RECORDED", "ADJUSTED", "VOIDED", "PENDING", "APPROVED", "DECLINED"}
    assert set(outcome._SENTENCES) - not_refusals <= set(REFUSALS)
    gates = {Reason.BRAND_LOCKED, Reason.CARD_GREYED, Reason.CARD_UNBOUND, Reason.FIRST_VISIT_UNBOOKED}
    assert {gate.value for gate in gates} <= set(REFUSALS)


def test_the_servers_sentence_is_read_in_either_language(front: Front) -> None:
    row = refused(front, "BRAND_LOCKED").row
    assert why_text(row, ZH) == "服务商的话：BRAND_LOCKED。"
    assert why_text(row, EN) == "The server on BRAND_LOCKED."


def test_without_a_receipt_the_code_itself_is_explained(front: Front) -> None:
    row = replace(refused(front, "BILL_EXISTS").row, receipt=b"{}", last_sentence="")
    assert why_text(row, ZH) == "这张账单以前已经送达过。"
    unknown = replace(row, last_error="A_CODE_OF_TOMORROW")
    assert why_text(unknown, ZH) == "保险公司没有接受这笔账单。"


def test_an_adjusted_bill_names_the_difference_and_what_to_say(front: Front) -> None:
    visit = billed(front)
    totals = TotalsAnswer(
        billed_fen=70_000,
        insurer_fen=20_000,
        guardian_fen=50_000,
        on_site_fen=50_000,
        online_fen=0,
        claim_fen=20_000,
    )
    row = row_of(front, visit.act)
    answer(front, visit.act, said(row, ActState.ADJUSTED, "ADJUSTED", totals))
    view = shown(front, act_case(front.terminal, visit.act))
    assert (view.tone, view.figures[0]) == (Tone.WARN, Figure("保险直付", "¥200.00", "¥350.00"))
    assert "少 ¥150.00" in view.steps[0]
    assert "¥150.00" in view.say


def test_an_adjustment_without_figures_asks_to_call(front: Front) -> None:
    visit = billed(front)
    answer(front, visit.act, said(row_of(front, visit.act), ActState.ADJUSTED, "ADJUSTED"))
    view = shown(front, act_case(front.terminal, visit.act))
    assert (len(view.steps), view.say) == (1, "")
    assert view.figures[0] == Figure("保险直付", "¥350.00")


def test_what_was_set_aside_asks_for_the_manager_and_a_retry(front: Front) -> None:
    visit = billed(front)
    answer(front, visit.act, PARKED)
    view = shown(front, act_case(front.terminal, visit.act))
    assert view.title == "这一笔要人处理"
    assert "立即重试" in view.steps[-2]
    assert "永远不送" in view.steps[-1]
    assert view.who


def test_a_refused_bill_that_was_voided_asks_nobody_any_more(front: Front) -> None:
    case = refused(front, "BRAND_LOCKED")
    assert needs_person(case.row, sight(front))
    void(front.terminal, operator(), case.row.act.visit, VoidReason.OTHER, "家长 {已} 同意自付")
    after = act_case(front.terminal, case.row.act.id)
    view = shown(front, after)
    assert (view.tone, view.title, view.say) == (Tone.NEUTRAL, "被拒绝的账单已作废", "")
    assert view.steps == ("王敏 5 月 21 日 10:30 作废了这张账单（其他原因）。请确认与家长的款项已经结清。",)
    assert not needs_person(after.row, sight(front))
    assert next_text(after.row, sight(front), ZH) == "—"
    assert state_pill(after.row, sight(front), ZH).text == "已作废"


def test_a_void_of_what_was_never_booked_is_no_alarm(front: Front) -> None:
    case = refused(front, "BRAND_LOCKED")
    voided = void(front.terminal, operator(), case.row.act.visit, VoidReason.ENTRY_ERROR).voided
    assert voided is not None
    answer(front, voided.act, said(row_of(front, voided.act), ActState.REJECTED, "NOT_VOIDABLE"))
    row = row_of(front, voided.act)
    pill = state_pill(row, sight(front), ZH)
    assert (pill.text, pill.tone) == ("无需退回", Tone.NEUTRAL)
    assert not needs_person(row, sight(front))
    view = shown(front, act_case(front.terminal, voided.act))
    assert (view.tone, view.title, view.figures) == (Tone.NEUTRAL, "作废没有要退回的", ())


def test_a_void_that_the_server_does_not_know_is_one(front: Front) -> None:
    visit = billed(front)
    answer(front, visit.act, said(row_of(front, visit.act), ActState.ACCEPTED, "ACCEPTED"))
    voided = void(front.terminal, operator(), visit.id, VoidReason.ENTRY_ERROR).voided
    assert voided is not None
    answer(front, voided.act, said(row_of(front, voided.act), ActState.REJECTED, "BILL_UNKNOWN"))
    row = row_of(front, voided.act)
    assert needs_person(row, sight(front))
    assert shown(front, act_case(front.terminal, voided.act)).title == "作废没有被接受"


def test_an_act_that_is_not_here_has_no_case(front: Front) -> None:
    with pytest.raises(VisitUnknownError):
        act_case(front.terminal, "nothing")


def test_a_plan_that_is_not_here_leaves_the_general_hotline(front: Front) -> None:
    case = replace(refused(front, "CARD_GREYED"), edition=None)
    assert "021-80209058，" in shown(front, case).steps[1]
