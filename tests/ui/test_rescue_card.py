"""The start screen where the database does not open: try again, restore, take the acts out, a copy."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application.backup_failures import NothingReadableError
from clinic_terminal.application.backup_ports import Backup, BackupReason, Restored, Salvaged
from clinic_terminal.application.failures import StoreUnopenableError
from clinic_terminal.i18n import translator
from clinic_terminal.ui.doorway import Doorway
from clinic_terminal.ui.rescue_card import RescueCard
from clinic_terminal.ui.tasks import Tasks
from tests.build import NOW
from tests.ui.pages.front import nameless, words_on

ZH = translator("zh_CN")
GOOD = Backup("clinic.backup", Path("/b/clinic.backup"), NOW, BackupReason.DAILY, 1, NOW, 5, 0)


@dataclass
class FakeRescue:
    """Notes what it was asked for."""

    backup: Backup | None = GOOD
    readable: bool = True
    asked: list[str] = field(default_factory=list)

    def newest_good(self) -> Backup | None:
        return self.backup

    def restore(self, file: Path) -> Restored:
        self.asked.append(f"restore {file.name}")
        return Restored(NOW, None, carried_acts=2)

    def export_unsent(self, out: Path, phrase: str) -> Salvaged:
        if not self.readable:
            raise NothingReadableError
        self.asked.append(f"export {len(phrase)}")
        return Salvaged(out, 3, 105_000, 0)

    def copy_for_support(self, out: Path) -> Path:
        self.asked.append("copy")
        return out


@pytest.fixture
def doorway(app: QApplication) -> Iterator[Doorway]:
    made = Doorway(ZH, practice=False)
    made.show()
    yield made
    made.close()
    made.deleteLater()
    app.processEvents()


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.shutdown()


def failed(doorway: Doorway, tasks: Tasks, rescue: FakeRescue | None) -> RescueCard:
    doorway.show_failure(StoreUnopenableError("DAMAGED"), tasks, rescue)
    card = doorway.findChild(RescueCard)
    assert isinstance(card, RescueCard)
    return card


def test_without_a_rescue_there_is_only_another_try(doorway: Doorway, tasks: Tasks, qtbot: QtBot) -> None:
    card = failed(doorway, tasks, None)
    qtbot.waitUntil(lambda: "损坏" in words_on(doorway))
    assert card.restore_button.isHidden()
    assert card.export_button.isHidden()
    with qtbot.waitSignal(doorway.retry):
        card.again_button.click()


def test_restoring_is_said_first_and_done_at_the_second_press(
    doorway: Doorway, tasks: Tasks, qtbot: QtBot
) -> None:
    rescue = FakeRescue()
    card = failed(doorway, tasks, rescue)
    qtbot.waitUntil(lambda: "5 月 21 日" in card.restore_button.text())
    card.restore_button.click()
    assert rescue.asked == []
    assert "原样保存在旁边" in card.said.text()
    with qtbot.waitSignal(doorway.retry):
        card.restore_button.click()
    assert rescue.asked == ["restore clinic.backup"]
    assert "2 笔账单" in card.said.text()
    assert nameless(doorway) == []


def test_unsent_acts_are_taken_out_with_a_passphrase_shown_once(
    doorway: Doorway, tasks: Tasks, qtbot: QtBot, tmp_path: Path
) -> None:
    card = failed(doorway, tasks, FakeRescue())
    card.export_to(tmp_path / "unsent.acts")
    qtbot.waitUntil(card.phrase.isVisible)
    assert "3 笔" in card.said.text()
    assert "¥1,050.00" in card.said.text()
    assert len(card.phrase.text()) == 23


def test_where_nothing_can_be_read_it_is_said_and_the_buttons_come_back(
    doorway: Doorway, tasks: Tasks, qtbot: QtBot, tmp_path: Path
) -> None:
    card = failed(doorway, tasks, FakeRescue(backup=None, readable=False))
    qtbot.waitUntil(lambda: "没有检查完好的备份" in card.said.text())
    card.export_to(tmp_path / "unsent.acts")
    qtbot.waitUntil(lambda: card.export_button.isEnabled() and "没有检查完好的备份" not in card.said.text())
    assert card.phrase.isHidden()


def test_a_copy_for_support_is_written_where_it_is_wanted(
    doorway: Doorway, tasks: Tasks, qtbot: QtBot, tmp_path: Path
) -> None:
    rescue = FakeRescue()
    card = failed(doorway, tasks, rescue)
    card.copy_to(tmp_path / "support.zip")
    qtbot.waitUntil(lambda: "support.zip" in card.said.text())
    assert rescue.asked == ["copy"]
