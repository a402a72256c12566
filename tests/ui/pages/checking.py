"""What tests of check-in say and ask: who is on show, what was refused, what is stored."""

from datetime import date, timedelta
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from clinic_terminal.application.data_consent import TEXT_VERSION
from clinic_terminal.application.store_ports import MemberRecord
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.eligibility import Person, Snapshot
from clinic_terminal.domain.identity import DataConsent, IdDocument, Identity
from clinic_terminal.domain.member import CardClaims, CardMode, CardOutcome, CardPolicy, CardReading
from clinic_terminal.domain.visit import Visit
from clinic_terminal.ui.pages.task_column import TaskColumn
from clinic_terminal.ui.pages.verdict_panel import VerdictPanel
from clinic_terminal.ui.views.case import Case, Step
from clinic_terminal.ui.widgets.checks import CheckView
from clinic_terminal.ui.window import TerminalWindow
from tests.build import NOW, TODAY
from tests.ui.pages.front import Front, press, words_on

NUMBER = "990000201803140024"
"""Fits the girls of these tests, who are born on 14 March 2018."""

LAST_HERE = date(2026, 3, 2)


def card_of(person: Person, *policies: CardPolicy) -> CardReading:
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
        policies=policies,
        mode=CardMode.STATIC,
    )
    return CardReading(CardOutcome.OK, claims, "", "DB1:CARD", "11" * 8)


def panel(window: TerminalWindow) -> VerdictPanel:
    return window.pages.check_in.body.panel


def tasks(window: TerminalWindow) -> TaskColumn:
    return panel(window).tasks


def shown(window: TerminalWindow, qtbot: QtBot) -> Case:
    qtbot.waitUntil(lambda: window.pages.check_in.case is not None)
    return on_show(window)


def on_show(window: TerminalWindow) -> Case:
    case = window.pages.check_in.case
    assert case is not None
    return case


def read(window: TerminalWindow, qtbot: QtBot, one: Snapshot) -> Case:
    window.pages.check_in.read_text(one.person.member)
    return shown(window, qtbot)


def known(
    front: Front, one: Snapshot, *, identity: Identity | None = None, consent: DataConsent | None = None
) -> None:
    """Have the child been here before, with its document and its family's consent."""
    seen = identity or Identity(IdDocument.RESIDENT_ID, NUMBER)
    agreed = consent or DataConsent(Relationship.MOTHER, TEXT_VERSION, NOW - timedelta(days=80))
    with front.store.begin() as uow:
        uow.members.put(MemberRecord(one.person.member, seen, agreed, LAST_HERE))


def answer_all(window: TerminalWindow, qtbot: QtBot) -> None:
    """Answer by keys whatever is asked of a new family, with a household register that was only seen."""
    seen = ""
    while (step := on_show(window).step) in {Step.IDENTITY, Step.CONSENT, Step.BRAND}:
        assert step is not None
        assert step.name != seen, "the step does not end"
        seen = step.name
        if step is Step.BRAND:
            press(window, Qt.Key.Key_1)
            continue
        press(window, Qt.Key.Key_2)
        press(window, Qt.Key.Key_Return)
        qtbot.waitUntil(partial(_is_past, window, step))


def _is_past(window: TerminalWindow, step: Step) -> bool:
    return on_show(window).step is not step


def refusal(window: TerminalWindow, qtbot: QtBot) -> str:
    notices = window.pages.check_in.body.notices
    qtbot.waitUntil(lambda: bool(notices.notices))
    return words_on(notices)


def check(window: TerminalWindow, key: str) -> CheckView:
    return next(view for view in panel(window).checks.checks if view.key == key)


def visits(front: Front) -> list[Visit]:
    with front.store.read() as uow:
        return uow.visits.on_day(TODAY)


def record(front: Front, one: Snapshot) -> MemberRecord | None:
    with front.store.read() as uow:
        return uow.members.get(one.person.member)


def is_cut(widget: QWidget, within: QWidget) -> bool:
    """Tell whether a widget lies partly outside another."""
    corner = widget.mapTo(within, widget.rect().bottomRight())
    start = widget.mapTo(within, widget.rect().topLeft())
    return not (within.rect().contains(corner) and within.rect().contains(start))
