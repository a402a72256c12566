"""An act without its visit on the queue page, and a bill that the server decides later: no dead end."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_terminal.application.act_case import follow_up_case
from clinic_terminal.application.acts import Act, ActKind, ActState, Answer, AnswerClass
from clinic_terminal.application.failures import StoreFailedError
from clinic_terminal.application.follow_up import Stand
from clinic_terminal.application.outcomes import is_pending
from clinic_terminal.application.paper_matter import bill_matter
from clinic_terminal.application.paper_orders import PaperStanding
from clinic_terminal.application.ports import Decision
from clinic_terminal.application.queue_view import queue_view
from clinic_terminal.domain.visit import Visit
from clinic_terminal.i18n import translator
from clinic_terminal.sync.decisions import keep_decision
from clinic_terminal.ui.pages.queue import QueuePage
from clinic_terminal.ui.terms import act_kind_word, short_reference
from clinic_terminal.ui.views.act_words import sight_of, state_pill, why_text
from clinic_terminal.ui.views.done import upload
from clinic_terminal.ui.views.follow_up import FollowUpView, Step, follow_up_view
from clinic_terminal.ui.widgets.tone import Tone
from clinic_terminal.ui.window import TerminalWindow
from tests.build import NOW
from tests.ui.pages.front import RETURNING, TWO_DENTAL, Front, answer, billed, nameless, press, words_on
from tests.ui.pages.managed import MANAGER_PIN, asked, confirm, with_manager
from tests.ui.pages.test_follow_up import receipt, row_of, totals

ZH, EN = translator("zh_CN"), translator("en")
PARKED = Answer(AnswerClass.ITEM, None, "DIGEST_CONFLICT", "内容不同。")
REJECTED = Answer(AnswerClass.FINAL, ActState.REJECTED, "NOT_IN_NETWORK", "不在网络内。", receipt=b"{}")
VISIT = "0198f000-0000-7000-8000-00000000beef"


def lone(front: Front, said: Answer) -> str:
    """Put an act without its visit into the queue and have it answered."""
    act = Act(front.terminal.ids.new(), ActKind.BILL_SIGNED, "M/P", VISIT, NOW, b"{}", "d" * 64, 35_000)
    with front.store.begin() as uow:
        uow.queue.add(act)
    answer(front, act.id, said)
    return act.id


def view_of(front: Front, act: str) -> FollowUpView:
    return follow_up_view(follow_up_case(front.terminal, act), front.clock.now(), ZH)


@pytest.fixture
def page(at_work: TerminalWindow) -> QueuePage:
    press(at_work, Qt.Key.Key_F10)
    return at_work.pages.queue


def chosen(front: Front, page: QueuePage, act: str, qtbot: QtBot) -> None:
    front.desk.refresh()
    qtbot.waitUntil(lambda: page.found is not None and page.found.follow_up.subject == act)


def test_it_says_what_it_is_and_why_and_offers_no_visit(front: Front, page: QueuePage, qtbot: QtBot) -> None:
    act = lone(front, PARKED)
    chosen(front, page, act, qtbot)
    said = words_on(page.panel)
    assert f"{act_kind_word(ActKind.BILL_SIGNED, ZH)}，保险金额 ¥350.00。" in said
    assert short_reference(act) in said
    assert page.panel.open_button.isHidden()
    page.panel.more_button.click()
    qtbot.waitUntil(page.flow.panel.isVisible)
    assert "¥350.00" in words_on(page.flow.panel)
    assert page.flow.panel.visit_button.isHidden()
    assert nameless(page) == []


def test_a_manager_withdraws_it(front: Front, page: QueuePage, qtbot: QtBot) -> None:
    act = lone(front, PARKED)
    with_manager(front)
    chosen(front, page, act, qtbot)
    page.open_follow_up()
    qtbot.waitUntil(lambda: page.flow.panel.withdraw_button.isVisible() and not front.tasks.busy)
    page.flow.panel.note.setText("热线已改用纸质单")
    page.flow.panel.withdraw_button.click()
    asked(page.confirming, qtbot)
    confirm(page.confirming, MANAGER_PIN, qtbot)
    qtbot.waitUntil(lambda: page.body.isVisible() and not front.tasks.busy)
    assert row_of(front, act).state is ActState.WITHDRAWN
    assert follow_up_case(front.terminal, act).follow_up.stand is Stand.CLOSED


@pytest.mark.parametrize("words", [ZH, EN])
@pytest.mark.parametrize("said", [PARKED, REJECTED])
def test_its_sentences_are_whole_in_both_languages(front: Front, said: Answer, words: object) -> None:
    found = follow_up_case(front.terminal, lone(front, said))
    view = follow_up_view(found, NOW, words)  # type: ignore[arg-type]  # one of two translators
    assert view.comparison is None
    assert Step.OPEN_VISIT not in view.may
    assert "{" not in "".join((*view.steps, *(script.say + script.other for script in view.scripts)))


def test_what_else_goes_wrong_on_the_way_to_a_matter_is_said(
    front: Front, page: QueuePage, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(front.desk.failed):
        page.listing._lose_case(StoreFailedError("IO_ERROR"))


def pending(front: Front) -> Visit:
    """Return a visit whose bill the server has, and will decide on later."""
    visit = billed(front, RETURNING)
    row = row_of(front, visit.act)
    said = receipt(row, ActState.ACCEPTED, None, "PENDING")
    open_yet = said.receipt.replace(b'"state":"ACCEPTED"', b'"state":"PENDING"')
    answer(front, visit.act, replace(said, receipt=open_yet))
    assert is_pending(row_of(front, visit.act))
    return visit


def decided(front: Front, visit: Visit, said: Answer) -> None:
    row = row_of(front, visit.act)
    with front.store.begin() as uow:
        keep_decision(uow, Decision(row.act.id, row.act.digest, said), front.clock.now())


def test_a_bill_that_is_not_decided_yet_is_nowhere_green(front: Front) -> None:
    visit = pending(front)
    row, sight = row_of(front, visit.act), sight_of(queue_view(front.terminal))
    assert (state_pill(row, sight, ZH).text, state_pill(row, sight, ZH).tone) == ("待决定", Tone.ACCENT)
    assert "还没有决定" in why_text(row, ZH)
    pill, sentence = upload(row, ZH)
    assert (pill.text, pill.tone) == ("待决定", Tone.ACCENT)
    assert "还没有决定" in sentence


def test_the_paper_of_a_bill_made_offline_is_a_receipt_only_once_it_is_decided(front: Front) -> None:
    visit = pending(front)
    assert visit.bill is not None
    offline = replace(visit, bill=replace(visit.bill, offline=True))

    def standing() -> PaperStanding:
        with front.store.read() as uow:
            return bill_matter(uow, offline).standing

    assert standing() is PaperStanding.UNCONFIRMED
    row = row_of(front, visit.act)
    fen = row.act.amount_fen
    decided(front, visit, receipt(row, ActState.ACCEPTED, totals(fen, 70_000 - fen)))
    assert standing() is PaperStanding.RECEIPT


@pytest.mark.parametrize(
    ("state", "fen", "code"), [(ActState.REJECTED, 0, "BRAND_LOCKED"), (ActState.ADJUSTED, 20_000, "")]
)
def test_a_later_decision_reads_as_one_that_came_at_once(
    front: Front, state: ActState, fen: int, code: str
) -> None:
    sums = totals(fen, 70_000 - fen) if fen else None
    late, prompt = pending(front), billed(front, TWO_DENTAL)
    answer(front, prompt.act, receipt(row_of(front, prompt.act), state, sums, code))
    decided(front, late, receipt(row_of(front, late.act), state, sums, code))
    here, there = view_of(front, late.act), view_of(front, prompt.act)
    assert (here.tone, here.title, here.what, here.who) == (there.tone, there.title, there.what, there.who)
    assert here.comparison is not None
    assert there.comparison is not None
    assert here.comparison.totals == there.comparison.totals
    assert [one.title for one in here.scripts] == [one.title for one in there.scripts]
    assert here.may == there.may
    assert upload(row_of(front, late.act), ZH) == upload(row_of(front, prompt.act), ZH)


def test_an_acceptance_that_came_later_is_seen_and_asks_nothing(front: Front) -> None:
    visit = pending(front)
    insurer = row_of(front, visit.act).act.amount_fen
    decided(
        front, visit, receipt(row_of(front, visit.act), ActState.ACCEPTED, totals(insurer, 70_000 - insurer))
    )
    row, view = row_of(front, visit.act), queue_view(front.terminal)
    assert (why_text(row, ZH), view.open_count) == ("服务商后来决定：已接受。", 0)
    assert state_pill(row, sight_of(view), ZH).tone is Tone.OK


def test_the_queue_lists_it_first_and_its_panel_opens(front: Front, page: QueuePage, qtbot: QtBot) -> None:
    visit = pending(front)
    decided(front, visit, receipt(row_of(front, visit.act), ActState.REJECTED, None, "BRAND_LOCKED"))
    chosen(front, page, visit.act, qtbot)
    assert "保险公司不付这张账单" in words_on(page.panel)
    assert page.listing.view is not None
    assert page.listing.view.open_count == 1
