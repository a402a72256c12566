"""A clinic that has a manager beside the operator of the tests."""

from functools import cache

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_terminal.application.operators import hash_pin
from clinic_terminal.application.ports import Operator
from clinic_terminal.ui.pages.confirming import Confirming
from tests.ui.pages.front import Front, press, type_text

MANAGER_PIN = "8642"


@cache
def manager() -> Operator:
    """Return the manager; hashing a PIN takes its time, so it is done once."""
    return Operator("op-9", "张晓莉", hash_pin(MANAGER_PIN), manager=True)


def with_manager(front: Front) -> Operator:
    """Put the manager into the store."""
    with front.store.begin() as uow:
        uow.memory.put_operator(manager())
    return manager()


def asked(confirming: Confirming, qtbot: QtBot) -> None:
    """Wait until a manager is asked, with the people who may answer."""
    card = confirming.panel.card
    qtbot.waitUntil(lambda: confirming.is_asking and card.isVisible() and card.people.count() > 0)


def confirm(confirming: Confirming, pin: str, qtbot: QtBot) -> None:
    """Answer with a PIN that fits, by keys alone."""
    asked(confirming, qtbot)
    type_text(confirming.panel.window(), pin)
    press(confirming.panel.window(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not confirming.is_asking)
