"""F1: the guide opens at the place about what is on show, is searched, and gives the page back."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from clinic_terminal.application import settlement, signing, treatment
from clinic_terminal.application.doctor_ports import CameraLook
from clinic_terminal.application.signing import Signing
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.printing.outage_card import outage_card_pdf
from clinic_terminal.settings import Language
from clinic_terminal.ui import doctor_looks, entries
from clinic_terminal.ui.entries import Entry
from clinic_terminal.ui.guide_text import OUTAGE_CARD, chapter
from clinic_terminal.ui.theme import theme
from clinic_terminal.ui.window import TerminalWindow
from tests.build import ink
from tests.ui.pages.front import RETURNING, Front, admitted, billed, operator, press, words_on

SIGNED_IN = [
    one.name for one in vars(entries).values() if isinstance(one, Entry) and one is not entries.SIGN_IN
]
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def idle(front: Front, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not front.tasks.busy)


def title(name: str, language: Language = Language.ZH) -> str:
    return chapter(name, language).title


def test_f1_opens_the_place_about_each_page(
    front: Front, at_work: TerminalWindow, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    # The video library takes a second to load.
    monkeypatch.setattr(doctor_looks, "camera_look", lambda: CameraLook((), usable=False))
    panel = at_work.shell.guide
    for name in SIGNED_IN:
        at_work.shell.show_page(name)
        idle(front, qtbot)
        press(at_work, Qt.Key.Key_F1)
        assert panel.isVisible(), name
        assert panel.topic == name
        assert panel.heading == title(name)
        press(at_work, Qt.Key.Key_Escape)
        assert not panel.isVisible(), name
    idle(front, qtbot)


def test_f1_helps_before_anybody_is_signed_in(front: Front, window: TerminalWindow, qtbot: QtBot) -> None:
    idle(front, qtbot)
    press(window, Qt.Key.Key_F1)
    assert window.shell.guide.heading == title("sign-in")


def test_the_guide_speaks_the_windows_language(front: Front, at_work: TerminalWindow, qtbot: QtBot) -> None:
    idle(front, qtbot)
    at_work.switch_language()
    idle(front, qtbot)
    press(at_work, Qt.Key.Key_F1)
    assert at_work.shell.guide.heading == title("today", Language.EN)


def test_f1_again_or_esc_gives_the_page_back_with_its_focus(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    at_work.shell.show_page("network")
    idle(front, qtbot)
    before = at_work.focusWidget()
    for key in (Qt.Key.Key_F1, Qt.Key.Key_Escape):
        press(at_work, Qt.Key.Key_F1)
        assert at_work.shell.guide.isVisible()
        assert at_work.focusWidget() is at_work.shell.guide.search
        press(at_work, key)
        assert not at_work.shell.guide.isVisible()
        assert at_work.focusWidget() is before
    assert at_work.page is at_work.pages.network


def test_the_open_guide_goes_along_to_another_page(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    press(at_work, Qt.Key.Key_F1)
    press(at_work, Qt.Key.Key_F10)
    idle(front, qtbot)
    assert at_work.page is at_work.pages.queue
    assert at_work.shell.guide.heading == title("queue")


def test_enter_in_the_search_goes_on_and_presses_nothing_else(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    idle(front, qtbot)
    press(at_work, Qt.Key.Key_F1)
    panel = at_work.shell.guide
    panel.search.setText("恢复密钥")
    first = panel.text.textCursor().selectionStart()
    assert panel.text.textCursor().selectedText() == "恢复密钥"
    assert len(panel.text.extraSelections()) > 1
    assert "处" in panel.found.text()
    press(at_work, Qt.Key.Key_Return)
    second = panel.text.textCursor().selectionStart()
    assert second != first
    press(at_work, Qt.Key.Key_Return, SHIFT)
    assert panel.text.textCursor().selectionStart() == first
    assert at_work.page is at_work.pages.today


def test_the_search_begins_again_at_the_end(front: Front, at_work: TerminalWindow, qtbot: QtBot) -> None:
    idle(front, qtbot)
    press(at_work, Qt.Key.Key_F1)
    panel = at_work.shell.guide
    panel.search.setText("恢复密钥")
    seen = [panel.text.textCursor().selectionStart()]
    for _ in panel.text.extraSelections():
        press(at_work, Qt.Key.Key_Return)
        seen.append(panel.text.textCursor().selectionStart())
    assert seen[0] == seen[-1]
    assert len(set(seen)) == len(panel.text.extraSelections())


def test_words_that_are_not_there_are_said_to_be_missing(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    idle(front, qtbot)
    press(at_work, Qt.Key.Key_F1)
    panel = at_work.shell.guide
    panel.search.setText("没有这种话")
    assert panel.found.text() == "没有找到。请换一个词。"
    assert panel.text.extraSelections() == []
    panel.search.clear()
    assert not panel.found.isVisible()
    press(at_work, Qt.Key.Key_Return)
    assert at_work.page is at_work.pages.today


def test_arrows_scroll_while_the_hand_is_in_the_search(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    idle(front, qtbot)
    press(at_work, Qt.Key.Key_F1)
    before = at_work.shell.guide.text.verticalScrollBar().value()
    press(at_work, Qt.Key.Key_PageDown)
    assert at_work.shell.guide.text.verticalScrollBar().value() > before


def test_contents_and_links_lead_on(front: Front, at_work: TerminalWindow, qtbot: QtBot) -> None:
    idle(front, qtbot)
    press(at_work, Qt.Key.Key_F1)
    panel = at_work.shell.guide
    panel.contents_button.click()
    assert panel.heading == "目录"
    panel.text.anchorClicked.emit("#backups")
    assert panel.heading == title("backups")
    panel.close_button.click()
    assert not panel.isVisible()


def test_the_guide_takes_the_night_with_it(front: Front, at_work: TerminalWindow, qtbot: QtBot) -> None:
    idle(front, qtbot)
    press(at_work, Qt.Key.Key_F1)
    press(at_work, Qt.Key.Key_Escape)
    at_work.switch_mode()
    press(at_work, Qt.Key.Key_F1)
    assert theme().hex("ink-2").lower() in at_work.shell.guide.text.toHtml().lower()
    at_work.switch_mode()


def test_shift_f1_hides_the_keys_and_the_guide_takes_their_room(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    idle(front, qtbot)
    press(at_work, Qt.Key.Key_F1, SHIFT)
    assert not at_work.shell.hint_bar.isVisible()
    assert not at_work.shell.guide.isVisible()
    press(at_work, Qt.Key.Key_F1)
    assert at_work.shell.guide.geometry().bottom() >= at_work.shell.height() - 2


def test_the_guide_keeps_its_place_when_the_window_changes(
    front: Front, at_work: TerminalWindow, app: QApplication, qtbot: QtBot
) -> None:
    idle(front, qtbot)
    press(at_work, Qt.Key.Key_F1)
    at_work.resize(1600, 900)
    app.processEvents()
    panel, centre = at_work.shell.guide, at_work.shell.centralWidget()
    assert centre is not None
    assert panel.geometry().right() == centre.width() - 1
    assert panel.geometry().bottom() < at_work.shell.hint_bar.geometry().top() + 1


def test_a_panel_of_a_page_has_its_own_place(front: Front, at_work: TerminalWindow, qtbot: QtBot) -> None:
    at_work.desk.take_visit(billed(front, RETURNING))
    at_work.shell.show_page("done")
    idle(front, qtbot)
    opened = {
        "payment": at_work.pages.done.sides.open_money,
        "invoices": at_work.pages.done.sides.open_invoices,
        "voiding": at_work.pages.done.ask_to_void,
    }
    for topic, act in opened.items():
        act()
        idle(front, qtbot)
        press(at_work, Qt.Key.Key_F1)
        assert at_work.shell.guide.heading == title(topic)
        press(at_work, Qt.Key.Key_Escape)
        at_work.shell.go_back()
    queue = at_work.pages.queue
    at_work.shell.show_page("queue")
    queue._go_to(queue.flow.panel)
    assert queue.topic == "follow-ups"
    queue.open_backups()
    idle(front, qtbot)
    press(at_work, Qt.Key.Key_F1)
    assert at_work.shell.guide.heading == title("backups")
    press(at_work, Qt.Key.Key_Escape)
    idle(front, qtbot)


def test_a_quote_has_its_own_place(front: Front, at_work: TerminalWindow, qtbot: QtBot) -> None:
    visit = admitted(front, RETURNING)
    chart = treatment.add_item(front.terminal, operator(), visit.id, "BS07", ("84",))
    at_work.desk.take_visit(chart.visit)
    at_work.shell.show_page("treatment")
    idle(front, qtbot)
    press(at_work, Qt.Key.Key_Q, CTRL)
    idle(front, qtbot)
    press(at_work, Qt.Key.Key_F1)
    assert at_work.shell.guide.heading == title("quotes")
    press(at_work, Qt.Key.Key_Escape)
    idle(front, qtbot)


def test_the_outage_card_is_written_from_the_guide(
    front: Front, at_work: TerminalWindow, app: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    at_work.desk.outage_card = lambda language: outage_card_pdf(
        "en" if language is Language.EN else "zh", at_work.desk.terminal.limits
    )
    idle(front, qtbot)
    press(at_work, Qt.Key.Key_F1)
    at_work.shell.guide.text.anchorClicked.emit(OUTAGE_CARD)
    chooser = next(one for one in app.topLevelWidgets() if isinstance(one, QFileDialog) and one.isVisible())
    chooser.fileSelected.emit(str(tmp_path / "card.pdf"))
    chooser.reject()
    qtbot.waitUntil((tmp_path / "card.pdf").exists)
    idle(front, qtbot)
    assert (tmp_path / "card.pdf").read_bytes().startswith(b"%PDF-")
    assert "card.pdf" in words_on(at_work.shell)


def test_an_outage_card_that_cannot_be_written_is_told(
    front: Front, at_work: TerminalWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    at_work.desk.outage_card = lambda _language: b"%PDF-"
    idle(front, qtbot)
    at_work.outage_card.write(tmp_path / "no such folder" / "card.pdf")
    qtbot.waitUntil(lambda: "这个文件夹不存在了。" in words_on(at_work.shell.notices))
    idle(front, qtbot)


def test_signing_and_paying_have_their_own_places(
    front: Front, at_work: TerminalWindow, qtbot: QtBot
) -> None:
    visit, by = admitted(front, RETURNING), operator()
    treatment.add_item(front.terminal, by, visit.id, "BS07", ("84",))
    treatment.hand_to_desk(front.terminal, by, visit.id)
    frozen = settlement.freeze(front.terminal, by, visit.id, online=True)
    at_work.desk.take_visit(frozen)
    settle = at_work.pages.settle
    at_work.shell.show_page("settle")
    idle(front, qtbot)
    settle.guardian.ask()
    idle(front, qtbot)
    assert settle.topic == "guardian"
    settle.guardian.close()
    given = Signing("测试家长", Relationship.MOTHER, ink(), 3_000, "zh")
    at_work.desk.take_visit(signing.sign(front.terminal, by, visit.id, frozen.digest, given))
    settle.enter()
    idle(front, qtbot)
    settle.money.open()
    idle(front, qtbot)
    assert settle.topic == "payment"
