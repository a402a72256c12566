"""What tests of check-in say and ask: who is on show, what was refused, what is stored."""

from datetime import timedelta

from pytestqt.qtbot import QtBot

from clinic_terminal.domain.eligibility import Person, Snapshot
from clinic_terminal.domain.member import CardClaims, CardMode, CardOutcome, CardReading
from clinic_terminal.domain.visit import Visit
from clinic_terminal.ui.views.check_in import Case
from clinic_terminal.ui.widgets.checks import CheckView
from clinic_terminal.ui.window import TerminalWindow
from tests.build import NOW, TODAY
from tests.ui.pages.front import Front, words_on


def card_of(person: Person) -> CardReading:
    """Return the reading of a valid e-card."""
    claims = CardClaims(
        issuer="practice",
        member=person.member,
        expires=NOW + timedelta(days=1),
        not_before=NOW,
        issued=NOW,
        serial="00" * 8,
        name=person.name,
        birth_date=person.birth_date,
        sex=person.sex,
        policies=(),
        mode=CardMode.STATIC,
    )
    return CardReading(CardOutcome.OK, claims, "", "DB1:CARD", "11" * 8)


def shown(window: TerminalWindow, qtbot: QtBot) -> Case:
    qtbot.waitUntil(lambda: window.pages.check_in.case is not None)
    case = window.pages.check_in.case
    assert case is not None
    return case


def read(window: TerminalWindow, qtbot: QtBot, one: Snapshot) -> Case:
    window.pages.check_in.read_text(one.person.member)
    return shown(window, qtbot)


def refusal(window: TerminalWindow, qtbot: QtBot) -> str:
    notices = window.pages.check_in.body.notices
    qtbot.waitUntil(lambda: bool(notices.notices))
    return words_on(notices)


def check(window: TerminalWindow, key: str) -> CheckView:
    return next(view for view in window.pages.check_in.body.panel.checks._rows if view.key == key)


def visits(front: Front) -> list[Visit]:
    with front.store.read() as uow:
        return uow.visits.on_day(TODAY)
