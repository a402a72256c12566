"""The other ways to a signature on the settle page, and what a void one looks like everywhere."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot

from clinic_terminal.application.binding import Binding
from clinic_terminal.application.failures import PaperFailedError
from clinic_terminal.application.sheets import sheets_of
from clinic_terminal.application.signing import remember_language
from clinic_terminal.domain.consent import Way
from clinic_terminal.domain.declined import DeclineReason
from clinic_terminal.domain.visit import Stage
from clinic_terminal.settings import Language
from clinic_terminal.ui.guardian_display import CHOICE, display_of
from clinic_terminal.ui.guardian_screens import HERE
from clinic_terminal.ui.messages import failure_notice
from clinic_terminal.ui.pages.done_signed import DoneSigned
from clinic_terminal.ui.pages.guardian import GuardianPanel
from clinic_terminal.ui.pages.paper_signing import PaperSigning
from clinic_terminal.ui.pages.settle import SettlePage
from clinic_terminal.ui.pages.settle_parts import Remark
from clinic_terminal.ui.views.settle import Step
from tests.signed import guardian_view_of
from tests.ui.conftest import Show
from tests.ui.pages.bench import (
    LINES,
    MOTHER,
    Bench,
    nameless,
    on_stage,
    open_bench,
    press_enter,
    settled,
    signature,
)
from tests.ui.pages.front import words_on

SIGNED_STEPS = {Step.PAY, Step.FINISH}


@pytest.fixture
def bench(app: QApplication, tmp_path: Path) -> Iterator[Bench]:
    del app
    bench = open_bench(tmp_path)
    bench.visit(Stage.TO_SETTLE, LINES)
    yield bench
    bench.close()


@pytest.fixture
def page(bench: Bench, qtbot: QtBot) -> SettlePage:
    """Return the settle page with a frozen bill in front of the guardian, in the desk's own window."""
    page = SettlePage(bench.desk)
    on_stage(qtbot, bench, page)
    settled(qtbot, lambda: page.step() is Step.FREEZE and page.idle)
    press_enter(page)
    settled(qtbot, lambda: page.panel is not None)
    return page


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the files that were opened for printing."""
    found: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: found.append(url.toLocalFile()))
    return found


def _panel(page: SettlePage) -> GuardianPanel:
    assert page.panel is not None
    return page.panel


def _by_hand(qtbot: QtBot, page: SettlePage) -> PaperSigning:
    page.desk_side.sign_card.on_paper.click()
    settled(qtbot, lambda: page.guardian.paper_panel is not None)
    assert page.guardian.paper_panel is not None
    return page.guardian.paper_panel


def _sheet(folder: Path) -> Path:
    path = folder / "sheet.png"
    Image.effect_noise((120, 160), 40).save(path)
    return path


def test_the_card_offers_paper_and_refusal_while_a_bill_waits_for_its_signature(
    qtbot: QtBot, page: SettlePage
) -> None:
    card = page.desk_side.sign_card
    assert page.guardian.is_open
    page.back()
    assert card.isVisible()
    assert not card.fields.isVisible()
    assert not card.screens.isVisible()
    page.press()
    settled(qtbot, lambda: page.panel is not None)
    _panel(page).sign_with(signature(), "林悦", MOTHER)
    settled(qtbot, lambda: page.step() in SIGNED_STEPS)
    assert not card.isVisible()


def test_a_guardian_signs_by_hand_on_a_printed_sheet(
    qtbot: QtBot, bench: Bench, page: SettlePage, opened: list[str], tmp_path: Path
) -> None:
    panel = _by_hand(qtbot, page)
    assert page.panel is None
    panel.print_button.click()
    settled(qtbot, lambda: bool(opened))
    assert "sign-sheet" in opened[0]
    assert not panel.confirm_button.isEnabled()
    QTest.keyClicks(panel.fields.name_field, "Lin Yue")
    panel.fields.relationship_buttons[MOTHER].click()
    assert not panel.confirm_button.isEnabled()
    panel.tick.setChecked(True)
    panel.file_chosen.emit(_sheet(tmp_path))
    settled(qtbot, lambda: "已附上一个文件" in words_on(panel))
    panel.confirm_button.click()
    settled(qtbot, lambda: page.step() in SIGNED_STEPS and page.idle)
    consent = bench.stored().consent
    assert consent is not None
    assert (consent.way, consent.signer, consent.strokes) == (Way.PAPER, "Lin Yue", ())
    assert [one.digest for one in sheets_of(bench.desk.terminal, "V-1")] == [consent.sheet]
    assert not page.guardian.is_open


def test_a_file_that_is_no_sheet_is_refused_in_words_and_the_rest_stays(
    qtbot: QtBot, page: SettlePage, tmp_path: Path
) -> None:
    panel = _by_hand(qtbot, page)
    QTest.keyClicks(panel.fields.name_field, "Lin")
    (tmp_path / "song.mp3").write_bytes(b"ID3")
    panel.file_chosen.emit(tmp_path / "song.mp3")
    settled(qtbot, lambda: "只能附上 PNG、JPEG 图片或 PDF 文件。" in words_on(panel))
    assert panel.fields.name == "Lin"


def test_a_sheet_that_cannot_be_written_is_said_and_may_be_tried_again(
    qtbot: QtBot, bench: Bench, page: SettlePage, opened: list[str]
) -> None:
    bench.papers.cause = "DISK_FULL"
    panel = _by_hand(qtbot, page)
    panel.print_button.click()
    told = failure_notice(PaperFailedError("DISK_FULL"), bench.desk.words).what
    settled(qtbot, lambda: told in words_on(panel))
    bench.papers.cause = ""
    panel.print_button.click()
    settled(qtbot, lambda: len(opened) == 1)


def test_keys_lead_to_paper_and_back(qtbot: QtBot, page: SettlePage) -> None:
    page.back()
    QTest.keyClick(
        page.desk_side, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    settled(qtbot, lambda: page.guardian.paper_panel is not None)
    assert page.primary is not None
    assert page.primary.text() == "确认已签字"
    page.back()
    assert page.guardian.paper_panel is None
    QTest.keyClick(page.desk_side, Qt.Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    settled(qtbot, lambda: page.panel is not None)


def test_a_family_that_declines_pays_itself_and_signs_anew(
    qtbot: QtBot, bench: Bench, page: SettlePage
) -> None:
    _panel(page).decline_button.click()
    panel = page.guardian.decline_panel
    assert panel is not None
    assert "¥1,500.00" in words_on(panel)
    assert not panel.self_pay_button.isEnabled()
    QTest.keyClick(panel, Qt.Key.Key_2)
    assert panel.reason is DeclineReason.KEEP_LIMIT
    panel.self_pay_button.click()
    settled(qtbot, lambda: page.step() is Step.FREEZE and page.idle)
    back = bench.stored()
    assert back.declined is not None
    assert (back.self_pay, back.bill) == (True, None)
    page.desk_side.before.confirm.setChecked(True)
    page.press()
    settled(qtbot, lambda: page.panel is not None)
    assert not _panel(page).view.is_direct
    assert _panel(page).decline_button.text() == "不签字"


def test_a_family_that_declines_may_end_the_visit(qtbot: QtBot, bench: Bench, page: SettlePage) -> None:
    page.back()
    page.desk_side.sign_card.decline.click()
    panel = page.guardian.decline_panel
    assert panel is not None
    panel.reasons[DeclineReason.OTHER].click()
    panel.cancel_button.click()
    assert "请写一句说明是什么原因。" in words_on(panel)
    panel.note.insert("换一天再来")
    panel.cancel_button.click()
    settled(qtbot, lambda: bench.stored().stage is Stage.CANCELLED and page.idle)
    settled(qtbot, page.no_visit.isVisible)


def test_every_control_of_the_other_ways_has_a_name(qtbot: QtBot, page: SettlePage) -> None:
    assert nameless(_by_hand(qtbot, page)) == []
    page.guardian.close()
    page.guardian.decline()
    assert page.guardian.decline_panel is not None
    assert nameless(page.guardian.decline_panel) == []


def test_a_family_finds_its_name_and_language_the_next_time(
    qtbot: QtBot, bench: Bench, page: SettlePage
) -> None:
    _panel(page).language_button.click()
    assert _panel(page).language is Language.EN
    member = bench.stored().person.member

    def remembered() -> bool:
        with bench.store.read() as uow:
            record = uow.members.get(member)
        return record is not None and record.language == "en"

    settled(qtbot, remembered)
    page.back()
    page.press()
    settled(qtbot, lambda: page.panel is not None)
    assert _panel(page).language is Language.EN
    remember_language(bench.desk.terminal, member, "zh_CN")


def test_a_bill_changed_under_its_signature_is_void_on_the_settle_page(
    qtbot: QtBot, bench: Bench, page: SettlePage
) -> None:
    _panel(page).sign_with(signature(), "林悦", MOTHER)
    settled(qtbot, lambda: page.step() in SIGNED_STEPS and page.idle)
    signed = bench.stored()
    assert signed.bill is not None
    with bench.store.begin() as uow:
        changed = uow.visits.put(replace(signed, bill=replace(signed.bill, discount_fen=100)))
    bench.desk.take_visit(changed)
    page.enter()
    settled(qtbot, lambda: page.step() is Step.UNDO)
    settled(qtbot, lambda: any(one.isVisible() for one in page.findChildren(Remark)))
    said = [remark.accessibleName() for remark in page.findChildren(Remark) if remark.isVisible()]
    assert said[0].startswith("签字无效：账单内容在签字之后被改动过。")
    page.press()
    settled(qtbot, lambda: page.step() is Step.FREEZE and page.idle)
    assert bench.stored().consent is None


def test_a_closed_bill_says_on_the_done_page_whether_its_signature_holds(
    qtbot: QtBot, bench: Bench, page: SettlePage, show: Show
) -> None:
    _panel(page).sign_with(signature(), "林悦", MOTHER)
    settled(qtbot, lambda: page.step() in SIGNED_STEPS and page.idle)
    signed = bench.stored()
    assert signed.bill is not None
    shown = DoneSigned(bench.desk)
    show(shown)
    shown.show_visit(signed)
    assert (shown.binding, shown.isVisible()) == (Binding.HOLDS, False)
    shown.show_visit(replace(signed, bill=replace(signed.bill, plan_name="别的计划")))
    assert shown.isVisible()
    assert shown.binding is Binding.VOID
    assert "签字无效" in words_on(shown)


def test_a_sheet_is_attached_later_on_the_done_page(
    qtbot: QtBot, bench: Bench, page: SettlePage, show: Show, tmp_path: Path
) -> None:
    panel = _by_hand(qtbot, page)
    panel.fields.fill("林悦", MOTHER)
    panel.tick.setChecked(True)
    panel.confirm_button.click()
    settled(qtbot, lambda: page.step() in SIGNED_STEPS and page.idle)
    shown = DoneSigned(bench.desk)
    show(shown)
    shown.show_visit(bench.stored())
    settled(qtbot, lambda: shown.text == "母亲林悦 · 在纸上签字 · 还没有附签字单")
    shown.attach(_sheet(tmp_path))
    settled(qtbot, lambda: shown.text == "母亲林悦 · 在纸上签字 · 已附 1 个文件")
    assert nameless(shown) == []


def test_the_chosen_screen_is_remembered(qtbot: QtBot, bench: Bench, page: SettlePage) -> None:
    display = display_of(bench.desk)
    assert display is page.guardian.display
    display.choose("FAMILY|||")

    def stored() -> str:
        with bench.store.read() as uow:
            return uow.memory.choice(CHOICE)

    settled(qtbot, lambda: stored() == "FAMILY|||")
    page.back()
    assert page.desk_side.sign_card.screens.currentText() == "家长屏：未接上"
    display.choose(HERE)
    settled(qtbot, lambda: stored() == HERE)


def test_documents_of_the_signer_are_kept_with_their_middle_hidden(page: SettlePage) -> None:
    fields = _panel(page).fields
    fields.document_box.setCurrentIndex(1)
    fields.document_box.activated.emit(1)
    assert fields.number_field.isVisible()
    fields.number_field.setText("990000198803140024")
    assert fields.document is not None
    assert (fields.document.kind, fields.document.number) == ("RESIDENT_ID", "9900**********0024")


def test_the_panel_names_the_child_and_nothing_else_of_the_file(bench: Bench, page: SettlePage) -> None:
    visit = bench.stored()
    assert visit.bill is not None
    shown = words_on(_panel(page))
    assert visit.person.name in shown
    for secret in (visit.person.member, visit.policy, visit.digest, visit.bill.operator, visit.bill.id):
        assert secret not in shown


def test_a_familys_hand_finds_large_targets(page: SettlePage) -> None:
    panel = _panel(page)
    panel.set_apart(apart=True)
    buttons = [button for button in panel.findChildren(QAbstractButton) if button.isVisible()]
    assert len(buttons) == 8
    assert min(button.height() for button in buttons) >= 44


@pytest.mark.parametrize("name", ["䶮" * 30, "阿卜杜热依木·买买提托合提", "𬱟㛃 · " + "长" * 40])
def test_any_name_is_shown_whole(show: Show, name: str) -> None:
    panel = GuardianPanel(guardian_view_of(1, child=name))
    panel.resize(1024, 600)
    show(panel)
    (head,) = [label for label in panel.bill.findChildren(QLabel) if label.text().startswith(name)]
    assert head.heightForWidth(head.width()) <= head.height()
    assert panel.width() == 1024
