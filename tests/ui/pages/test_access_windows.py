"""The windows beside the desk's own, in both languages: the doorway and its rescue, the family's screen."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from clinic_terminal.application.failures import StoreUnopenableError
from clinic_terminal.i18n import translator
from clinic_terminal.settings import Language
from clinic_terminal.ui.doorway import Doorway
from clinic_terminal.ui.guardian_window import GuardianWindow
from clinic_terminal.ui.pages.guardian import GuardianPanel
from clinic_terminal.ui.rescue_card import RescueCard
from clinic_terminal.ui.tasks import Tasks
from clinic_terminal.ui.widgets.top_strip import PRACTICE
from tests.ui.pages.test_guardian import VIEW
from tests.ui.pages.tour import faults_of
from tests.ui.test_rescue_card import FakeRescue

FAMILY_SCREENS = ((1280, 800), (1024, 600), (960, 540))
MANY = replace(VIEW, lines=VIEW.lines * 5, pay_later=20_000, offline=True)

pytestmark = pytest.mark.parametrize("language", list(Language), ids=str)


@pytest.fixture
def doorway(app: QApplication, language: Language) -> Iterator[Doorway]:
    made = Doorway(translator(language), practice=True)
    _shown(app, made)
    yield made
    _gone(app, made)


@pytest.fixture
def family(app: QApplication, language: Language) -> Iterator[GuardianWindow]:
    made = GuardianWindow(translator(language)(PRACTICE))
    made.name_clinic("小鹿口腔·徐汇诊所（上海市徐汇区青芽路二百一十八号二楼儿童齿科部）")
    _shown(app, made)
    yield made
    _gone(app, made)


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.shutdown()


def _shown(app: QApplication, window: QWidget) -> None:
    window.show()
    window.activateWindow()
    app.processEvents()


def _gone(app: QApplication, window: QWidget) -> None:
    window.close()
    window.deleteLater()
    app.processEvents()


def test_the_doorway_while_it_opens(doorway: Doorway) -> None:
    assert faults_of(doorway, doorway) == []


def test_every_way_out_of_a_database_that_does_not_open(
    doorway: Doorway, tasks: Tasks, qtbot: QtBot, tmp_path: Path
) -> None:
    doorway.show_failure(StoreUnopenableError("DAMAGED"), tasks, FakeRescue())
    card = doorway.findChild(RescueCard)
    assert isinstance(card, RescueCard)
    qtbot.waitUntil(card.restore_button.isVisible)
    assert faults_of(doorway, card) == []
    card.restore_button.click()
    assert faults_of(doorway, card) == [], "asked once more"
    card.export_to(tmp_path / "unsent.acts")
    qtbot.waitUntil(card.phrase.isVisible)
    assert faults_of(doorway, card) == [], "with its phrase"


def test_the_familys_screen_without_a_bill(family: GuardianWindow, language: Language) -> None:
    assert faults_of(family, family, FAMILY_SCREENS) == []
    family.thank(translator(language))
    assert faults_of(family, family, FAMILY_SCREENS) == []


@pytest.mark.parametrize("view", [VIEW, MANY], ids=["short", "long"])
def test_the_familys_screen_with_a_bill(family: GuardianWindow, language: Language, view: object) -> None:
    assert isinstance(view, type(VIEW))
    panel = GuardianPanel(view, language)
    family.show_panel(panel)
    assert faults_of(family, panel, FAMILY_SCREENS) == []
