"""Unsent acts in a file: whole, locked, readable by whoever has the passphrase; errors lose nothing."""

import errno
import tempfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application.acts import ActState, Answer, AnswerClass
from clinic_terminal.application.failures import ExportFailedError
from clinic_terminal.contract.act_export import read_export
from clinic_terminal.contract.act_lock import is_locked, unlock
from clinic_terminal.i18n import translator
from clinic_terminal.ui.act_file import ExportedFile, NothingToExportError, export_unsent
from clinic_terminal.ui.pages.exported_card import ExportedCard
from clinic_terminal.ui.saved_file import write_whole
from clinic_terminal.ui.window import TerminalWindow
from tests.ui.conftest import Show
from tests.ui.pages.front import RETURNING, TWO_DENTAL, Front, answer, billed, operator, press, words_on


def test_what_is_written_are_the_very_bytes_that_would_be_sent(front: Front, tmp_path: Path) -> None:
    first, second, sent = billed(front, RETURNING), billed(front, TWO_DENTAL), None
    written = export_unsent(front.terminal, operator(), tmp_path / "unsent.acts")
    locked = written.path.read_bytes()
    assert is_locked(locked)
    assert RETURNING.person.name.encode() not in locked
    found = read_export(unlock(locked, written.phrase))
    assert [one.id for one in found.acts] == [first.act, second.act]
    assert found.unsound == ()
    with front.store.read() as uow:
        sent = uow.queue.get(first.act)
    assert sent is not None
    assert found.acts[0].body == sent.act.body
    assert (written.acts, written.amount_fen) == (2, 70_000)
    assert sent.state is ActState.READY


def test_without_anything_unsent_no_file_is_made(front: Front, tmp_path: Path) -> None:
    visit = billed(front, RETURNING)
    answer(front, visit.act, Answer(AnswerClass.FINAL, ActState.ACCEPTED, "OK", receipt=b"{}"))
    with pytest.raises(NothingToExportError):
        export_unsent(front.terminal, operator(), tmp_path / "unsent.acts")
    assert list(tmp_path.glob("*.acts")) == []


@pytest.mark.parametrize(
    ("number", "cause"),
    [(errno.ENOSPC, "DISK_FULL"), (errno.EROFS, "READ_ONLY"), (errno.EIO, "CANNOT_WRITE")],
)
def test_a_medium_that_refuses_is_told_by_its_cause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, cause: str
) -> None:
    def refuse(**_how: object) -> tuple[int, str]:
        raise OSError(number, "refused")

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    with pytest.raises(ExportFailedError) as caught:
        write_whole(tmp_path / "unsent.acts", b"content")
    assert caught.value.cause == cause
    assert list(tmp_path.iterdir()) == []


def test_on_the_page_the_passphrase_is_shown_once_and_forgotten(
    front: Front, at_work: TerminalWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    billed(front, RETURNING)
    press(at_work, Qt.Key.Key_F10)
    page = at_work.pages.queue
    page.target_given.emit(tmp_path / "unsent.acts")
    qtbot.waitUntil(page.exported.isVisible)
    phrase = page.exported.phrase.text()
    assert len(phrase) == 23
    assert "已导出 1 笔" in words_on(page.exported)
    page.exported.copy_button.click()
    assert QApplication.clipboard().text() == phrase
    press(at_work, Qt.Key.Key_Return)
    qtbot.waitUntil(page.body.isVisible)
    assert page.exported.phrase.text() == ""


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_widest_passphrase_is_shown_whole(app: QApplication, show: Show, language: str) -> None:
    del app
    card = ExportedCard(translator(language))
    card.show_file(ExportedFile(Path("unsent.acts"), 2, 82_000, "-".join(["WMWMW"] * 4)))
    card.resize(1_278, 680)
    show(card)
    drawn = card.phrase.fontMetrics().horizontalAdvance(card.phrase.text())
    assert drawn <= card.phrase.contentsRect().width()


@pytest.mark.parametrize("key", [Qt.Key.Key_F2, Qt.Key.Key_Escape])
def test_the_passphrase_goes_with_the_page(
    front: Front, at_work: TerminalWindow, qtbot: QtBot, tmp_path: Path, key: Qt.Key
) -> None:
    billed(front, RETURNING)
    press(at_work, Qt.Key.Key_F10)
    page = at_work.pages.queue
    page.target_given.emit(tmp_path / "unsent.acts")
    qtbot.waitUntil(page.exported.isVisible)
    press(at_work, key)
    assert page.exported.phrase.text() == ""
    press(at_work, Qt.Key.Key_F10)
    assert page.body.isVisible()


def test_a_passphrase_that_comes_after_the_desk_was_locked_is_shown_to_nobody(
    front: Front, at_work: TerminalWindow, tmp_path: Path
) -> None:
    billed(front, RETURNING)
    page = at_work.pages.queue
    front.desk.sign_out()
    page.acts.written.emit(ExportedFile(tmp_path / "unsent.acts", 1, 70_000, "abcd-efgh"))
    front.desk.sign_in(operator())
    press(at_work, Qt.Key.Key_F10)
    assert page.body.isVisible()
    assert page.exported.phrase.text() == ""


def test_a_folder_that_is_gone_is_said_and_nothing_is_lost(
    front: Front, at_work: TerminalWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    billed(front, RETURNING)
    press(at_work, Qt.Key.Key_F10)
    page = at_work.pages.queue
    with qtbot.waitSignal(front.desk.failed) as caught:
        page.target_given.emit(tmp_path / "gone" / "unsent.acts")
    assert caught.args is not None
    assert isinstance(caught.args[0], ExportFailedError)
    assert page.body.isVisible()
