"""One follow-up on the screen: both sides of the bill, whom to call, what was done, and how it ends."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application import follow_up as verbs
from clinic_terminal.application.act_case import follow_up_case
from clinic_terminal.application.acts import ActState, Answer, AnswerClass, QueueRow
from clinic_terminal.application.follow_up_record import Matter, open_record, statement_subject
from clinic_terminal.application.queue_view import Part
from clinic_terminal.contract.acts import ActAnswer, AnswerState, PartAnswer, TotalsAnswer
from clinic_terminal.domain.visit import Visit
from clinic_terminal.i18n import translator
from clinic_terminal.ui.pages.queue import QueuePage
from clinic_terminal.ui.terms import short_reference
from clinic_terminal.ui.views.adjusted import comparison
from clinic_terminal.ui.views.call_scripts import hotline_script
from clinic_terminal.ui.views.follow_up import FollowUpView, Step, follow_up_view
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.window import TerminalWindow
from tests.build import NOW, TODAY
from tests.ui.pages.front import (
    RETURNING,
    TWO_DENTAL,
    Front,
    answer,
    billed,
    nameless,
    operator,
    press,
    type_text,
    words_on,
)

ZH, EN = translator("zh_CN"), translator("en")
PARKED = Answer(AnswerClass.ITEM, None, "DIGEST_CONFLICT", "内容不同。")


def row_of(front: Front, act: str) -> QueueRow:
    with front.store.read() as uow:
        row = uow.queue.get(act)
    assert row is not None
    return row


def totals(insurer: int, on_site: int, online: int = 0) -> TotalsAnswer:
    """Return the insurer's sums of a bill of 700 yuan."""
    return TotalsAnswer(
        billed_fen=70_000,
        insurer_fen=insurer,
        guardian_fen=on_site + online,
        on_site_fen=on_site,
        online_fen=online,
        claim_fen=insurer + online,
    )


def receipt(
    row: QueueRow, state: ActState, sums: TotalsAnswer | None, code: str = "", said: str = "服务商的话。"
) -> Answer:
    """Return an answer with the insurer's single line; ``said``: the server's own sentence."""
    line = PartAnswer(
        line=1,
        item="BS07",
        billed_fen=70_000,
        not_covered_fen=0,
        deductible_fen=0,
        coinsurance_fen=0,
        over_limit_fen=0,
        penalty_fen=0,
        insurer_fen=sums.insurer_fen if sums else 0,
        guardian_fen=70_000 - (sums.insurer_fen if sums else 0),
        reasons=["FREQUENCY"],
    )
    told = ActAnswer(
        id=row.act.id,
        digest=row.act.digest,
        state=AnswerState(state.value),
        code=code or state.value,
        sentence_zh=said,
        sentence_en=said,
        lines=[line] if sums else [],
        totals=sums,
        snapshot_version=9,
        booked_at=NOW,
        server_time="a.b.c",
    )
    body = told.model_dump_json().encode()
    return Answer(AnswerClass.FINAL, state, code or state.value, said, None, 9, body, NOW)


def adjusted(front: Front, sums: TotalsAnswer | None = None, code: str = "") -> Visit:
    visit = billed(front, RETURNING)
    given = sums or totals(20_000, 50_000)
    answer(front, visit.act, receipt(row_of(front, visit.act), ActState.ADJUSTED, given, code))
    return visit


def refused(front: Front) -> Visit:
    visit = billed(front, TWO_DENTAL)
    answer(front, visit.act, receipt(row_of(front, visit.act), ActState.REJECTED, None, "BRAND_LOCKED"))
    return visit


def view_of(front: Front, subject: str) -> FollowUpView:
    return follow_up_view(follow_up_case(front.terminal, subject), front.clock.now(), ZH)


@pytest.fixture
def page(at_work: TerminalWindow) -> QueuePage:
    press(at_work, Qt.Key.Key_F10)
    return at_work.pages.queue


def opened(front: Front, page: QueuePage, qtbot: QtBot) -> None:
    """Wait until the first matter is chosen, and open it by Enter."""
    front.desk.refresh()
    qtbot.waitUntil(lambda: page.found is not None)
    press(page.window(), Qt.Key.Key_Return)
    qtbot.waitUntil(page.flow.panel.isVisible)


def test_an_adjusted_bill_stands_beside_what_was_signed_to_the_fen(front: Front) -> None:
    view = view_of(front, adjusted(front).act)
    found = view.comparison
    assert found is not None
    (line,) = found.lines
    assert (line.label, line.signed, line.now, line.difference) == (
        "乳牙树脂充填 84",
        35_000,
        20_000,
        -15_000,
    )
    assert line.note == "超过年度次数"
    whole = {pair.label: (pair.signed, pair.now) for pair in found.totals}
    assert whole == {
        "保险直付合计": (35_000, 20_000),
        "家长现场付给诊所": (35_000, 50_000),
        "服务商付给诊所": (35_000, 20_000),
    }
    assert "¥350.00" in view.signed
    assert "5 月 21 日 10:30" in view.signed


@pytest.mark.parametrize(
    ("sums", "owed"),
    [
        (totals(20_000, 50_000), ["家长还要付给诊所 ¥150.00。"]),
        (totals(40_000, 30_000), ["诊所要退给家长 ¥50.00。"]),
        (totals(20_000, 35_000, 15_000), ["家长在手机上要多付 ¥150.00，由服务商收取，诊所不收。"]),
        (totals(35_000, 35_000), ["家长要付的没有变，不用打电话。"]),
    ],
)
def test_who_owes_whom_is_said_in_one_sentence(front: Front, sums: TotalsAnswer, owed: list[str]) -> None:
    found = view_of(front, adjusted(front, sums).act).comparison
    assert found is not None
    assert [debt.text for debt in found.debts] == owed


def test_figures_that_do_not_add_up_are_shown_and_nobody_is_told_to_pay_by_them(front: Front) -> None:
    view = view_of(front, adjusted(front, totals(20_000, 49_000), "ANSWER_SUMS").act)
    assert view.comparison is not None
    assert (view.comparison.adds_up, view.comparison.debts) == (False, ())
    assert [script.title for script in view.scripts] == ["致电服务热线"]
    assert "前后不符" in view.scripts[0].say


def test_a_refused_bill_says_that_nobody_pays_the_insurers_part(front: Front) -> None:
    view = view_of(front, refused(front).act)
    assert view.comparison is not None
    (pair,) = view.comparison.totals
    assert (pair.signed, pair.now) == (35_000, 0)
    assert view.comparison.debts[0].tone is Tone.STOP


def test_the_scripts_name_number_reference_and_words_in_both_languages_and_nobody(front: Front) -> None:
    view = view_of(front, refused(front).act)
    family, hotline = view.scripts
    assert (family.title, hotline.title) == ("致电家长", "致电服务热线")
    assert "021-80209058" in hotline.call
    assert view.reference in hotline.say
    assert "T-1" in hotline.say
    assert family.other != family.say
    for script in view.scripts:
        assert "{" not in script.say + script.other
        assert TWO_DENTAL.person.name not in script.say + script.other


@pytest.mark.parametrize("matter", list(Matter))
def test_every_matter_has_its_call_without_a_gap(matter: Matter) -> None:
    facts = dict.fromkeys(
        ("clinic", "terminal", "day", "reference", "code", "insurer", "paid", "call", "difference"), "事实"
    )
    script = hotline_script(matter, lambda _tr: facts, ZH)
    assert script.say.startswith("“您好")
    assert script.say.endswith("”")
    assert "{" not in script.say


def test_what_is_copied_for_support_names_no_person_though_the_server_does(
    front: Front, page: QueuePage, qtbot: QtBot
) -> None:
    child = RETURNING.person
    visit = billed(front, RETURNING)
    said = f"{child.name}（{child.member}）已在另一品牌就诊。"
    answer(front, visit.act, receipt(row_of(front, visit.act), ActState.REJECTED, None, "BRAND_LOCKED", said))
    front.desk.refresh()
    qtbot.waitUntil(lambda: child.name in words_on(page.panel))
    QGuiApplication.clipboard().clear()
    page.body.copy_button.click()
    qtbot.waitUntil(lambda: short_reference(visit.act) in QGuiApplication.clipboard().text())
    text = QGuiApplication.clipboard().text()
    assert child.name not in text
    assert child.member not in text
    assert "小鹿口腔徐汇诊所 T-1" in text
    assert "BRAND_LOCKED · 该会员已选择另一品牌" in text
    assert "就诊。" not in text


def test_by_keys_a_follow_up_is_taken_over_noted_and_closed(
    front: Front, page: QueuePage, qtbot: QtBot
) -> None:
    act = adjusted(front).act
    opened(front, page, qtbot)
    panel = page.flow.panel
    assert panel.primary.text() == "我来处理"
    keys = [(hint.key, hint.word) for hint in page.hints()]
    assert keys == [("Enter", "记一笔"), ("Ctrl Enter", "我来处理"), ("Esc", "回到队列")]
    press(page.window(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.primary.text() == "写明结果并结束")
    panel.note.setFocus()
    type_text(page.window(), "no answer yet")
    press(page.window(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "no answer yet" in words_on(panel))
    assert panel.note.text() == ""
    panel.note.setText("家长已补付。")
    press(page.window(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.body.isVisible)
    with front.store.read() as uow:
        record = uow.follow_ups.get(act)
    assert record is not None
    assert record.closing is not None
    assert (record.closing.text, record.closing.operator) == ("家长已补付。", operator().name)


def test_nothing_is_closed_without_its_result(front: Front, page: QueuePage, qtbot: QtBot) -> None:
    act = adjusted(front).act
    opened(front, page, qtbot)
    page.flow.panel.close_button.click()
    assert "没有写明结果，不能结束" in words_on(page.flow.panel)
    with front.store.read() as uow:
        assert uow.follow_ups.get(act) is None


def test_a_parked_act_offers_a_retry_and_no_closing(front: Front, page: QueuePage, qtbot: QtBot) -> None:
    visit = billed(front, RETURNING)
    answer(front, visit.act, PARKED)
    view = view_of(front, visit.act)
    assert Step.CLOSE not in view.may
    assert {Step.RETRY, Step.TAKE, Step.NOTE} <= view.may
    front.desk.refresh()
    qtbot.waitUntil(lambda: page.found is not None)
    page.panel.more_button.click()
    page.flow.panel.wanted.emit(Step.RETRY, "")
    qtbot.waitUntil(lambda: front.woken == [1])
    assert row_of(front, visit.act).state is ActState.READY


def test_what_was_closed_is_listed_as_done_and_can_be_opened_again(
    front: Front, page: QueuePage, qtbot: QtBot
) -> None:
    act = refused(front).act
    verbs.close(front.terminal, operator(), act, "家长同意自付。")
    front.desk.refresh()
    qtbot.waitUntil(lambda: bool(page.table.line_model.lines))
    page.body.choice.choose(Part.DONE)
    page.listing.list(Part.DONE)
    qtbot.waitUntil(lambda: [line.key for line in page.table.line_model.lines] == [act])
    page.table.set_current(act)
    qtbot.waitUntil(lambda: page.found is not None)
    page.open_follow_up()
    assert page.flow.panel.primary.text() == "重新打开"
    page.flow.panel.note.setText("家长改变决定。")
    page.flow.panel.primary.click()
    qtbot.waitUntil(lambda: bool(front.store) and verbs.follow_up(front.terminal, act).is_open)


def test_a_day_that_differs_has_its_own_panel_without_a_visit(
    front: Front, page: QueuePage, qtbot: QtBot
) -> None:
    facts = {
        "day": TODAY.isoformat(),
        "act": "0" * 32,
        "kind": "MISSING_HERE",
        "ours_fen": "",
        "theirs_fen": "28000",
    }
    with front.store.begin() as uow:
        open_record(uow, statement_subject(TODAY, "0" * 32), Matter.STATEMENT, NOW, facts)
    opened(front, page, qtbot)
    said = words_on(page.flow.panel)
    assert "服务商有这一笔，本机没有" in said
    assert "对账 · 5 月 21 日" in said
    assert page.flow.panel.visit_button.isHidden()


def doubted(front: Front) -> Visit:
    """Have a day's statement tell the adjusted bill as it was signed."""
    visit = adjusted(front)
    facts = {"act": visit.act, "kind": "STATE", "ours_fen": "20000", "theirs_fen": "35000"}
    with front.store.begin() as uow:
        open_record(uow, statement_subject(TODAY, visit.act), Matter.STATEMENT, NOW, facts)
    return visit


def test_while_the_statement_says_otherwise_the_hotline_is_called_and_no_money_is_taken(
    front: Front, page: QueuePage, qtbot: QtBot
) -> None:
    visit = doubted(front)
    front.desk.refresh()
    qtbot.waitUntil(lambda: len(page.table.line_model.lines) == 2)
    page.table.set_current(visit.act)
    qtbot.waitUntil(lambda: "对账时发现保险金额不同" in words_on(page.panel))
    assert "这部分要请您承担" not in words_on(page.panel)
    page.open_follow_up()
    said = words_on(page.flow.panel)
    assert "对账时发现保险金额不同：本机 ¥200.00，服务商 ¥350.00。先致电热线" in said
    assert "家长还要付给诊所" not in said
    assert "把新的金额告诉家长" not in said
    assert "致电家长" not in said


def test_when_the_difference_is_settled_the_family_is_told_the_new_amount(
    front: Front, page: QueuePage, qtbot: QtBot
) -> None:
    visit = doubted(front)
    verbs.close(front.terminal, operator(), statement_subject(TODAY, visit.act), "热线确认 ¥200.00。")
    opened(front, page, qtbot)
    said = words_on(page.flow.panel)
    assert "家长还要付给诊所 ¥150.00。" in said
    assert "致电家长" in said


def test_everything_on_the_panel_has_a_name(front: Front, page: QueuePage, qtbot: QtBot) -> None:
    adjusted(front)
    opened(front, page, qtbot)
    assert nameless(page) == []


def test_the_reference_for_the_hotline_goes_to_the_clipboard(
    front: Front, page: QueuePage, qtbot: QtBot
) -> None:
    adjusted(front)
    front.desk.refresh()
    qtbot.waitUntil(lambda: page.found is not None)
    QGuiApplication.clipboard().clear()
    page.body.copy_button.click()
    qtbot.waitUntil(lambda: "保险公司调整了这张账单" in QGuiApplication.clipboard().text())


def test_without_figures_there_is_no_comparison(front: Front) -> None:
    visit = billed(front, RETURNING)
    assert visit.bill is not None
    work = partial(comparison, visit.bill)
    assert work(None, EN) is None
