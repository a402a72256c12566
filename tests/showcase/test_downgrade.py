"""An earlier program on the data of a later one: refused in the window, in words, and nothing is touched."""

from hashlib import sha256
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from clinic_terminal.application.failures import StoreUnopenableError
from clinic_terminal.application.ports import Enrolment, Operator
from clinic_terminal.bootstrap.one_program import DataLock
from clinic_terminal.bootstrap.program import open_program
from clinic_terminal.bootstrap.wire import SERVICE
from clinic_terminal.i18n import translator
from clinic_terminal.settings import HOME_VARIABLE, Paths
from clinic_terminal.showcase.entrance import Entrance
from clinic_terminal.showcase.run import _opened_alone, open_real
from clinic_terminal.store.connections import connect
from clinic_terminal.store.key import database_key
from clinic_terminal.ui.doorway import Doorway
from clinic_terminal.ui.rescue_card import RescueCard
from clinic_terminal.ui.start import make_application
from clinic_terminal.ui.widgets.text import Text
from tests.build import CLINIC
from tests.store.parts import act

WAIT_MS = 60_000


@pytest.fixture
def paths(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """Return a terminal with an unsent act, whose file a later program has brought to its own state."""
    monkeypatch.setenv("CLINIC_TERMINAL_KEYRING", "off")
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path))
    program = open_program(Paths(tmp_path.resolve()))
    with program.store.begin() as uow:
        uow.memory.set_enrolment(Enrolment("T-1", CLINIC, "http://127.0.0.1:1", "root"))
        uow.memory.put_operator(Operator("OP-1", "王敏", ""))
        uow.queue.add(act(1))
    program.close()
    raw = connect(program.paths.database, database_key(SERVICE, program.paths.key_file)[0])
    raw.execute("UPDATE schema SET version_num = '9999'")
    raw.commit()
    raw.close()
    return program.paths


def digest(paths: Paths) -> str:
    return sha256(paths.database.read_bytes()).hexdigest()


def test_an_earlier_program_says_what_to_do_and_offers_nothing_that_loses_acts(
    qapp: QApplication, qtbot: QtBot, paths: Paths
) -> None:
    del qapp
    make_application()
    before = digest(paths)
    lock = DataLock(paths).take()
    entrance = Entrance(lambda: _opened_alone(open_real, lock, paths), practice=False, paths=paths)
    entrance.start()
    qtbot.waitUntil(lambda: entrance.doorway.findChild(RescueCard) is not None, timeout=WAIT_MS)
    card = entrance.doorway.findChild(RescueCard)
    assert isinstance(card, RescueCard)
    said = " ".join(text.text() for text in card.findChildren(Text))
    assert "旧程序没有打开它" in said
    assert "请把新版本装回来再打开" in said
    qtbot.waitUntil(card.again_button.isVisible)
    offered = (card.restore_button, card.export_button, card.support_button)
    assert not any(button.isVisible() for button in offered)
    assert digest(paths) == before
    entrance.close()
    lock.release()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("cause", ["NEWER", "DAMAGED", "NOT_OURS", "KEY_UNAVAILABLE"])
def test_the_sentences_of_a_failed_start_are_whole(
    qapp: QApplication, qtbot: QtBot, language: str, cause: str
) -> None:
    make_application()
    doorway = Doorway(translator(language), practice=False)
    doorway.show_failure(StoreUnopenableError(cause))
    doorway.show()
    qtbot.waitExposed(doorway)
    qapp.processEvents()
    card = doorway.findChild(RescueCard)
    assert isinstance(card, RescueCard)
    texts = [text for text in card.findChildren(Text) if text.isVisible()]
    assert len(texts) >= 3
    assert [text.text() for text in texts if text.height() < text.heightForWidth(text.width())] == []
    doorway.close()
