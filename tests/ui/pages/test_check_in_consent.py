"""The family's leave to use the child's data: asked once a text, recorded at once, a refusal too."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from clinic_terminal.application.data_consent import TEXT_VERSION
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.gates import Doubt
from clinic_terminal.domain.identity import DataConsent
from clinic_terminal.i18n import translator
from clinic_terminal.ui.views.case import Mode, Step
from clinic_terminal.ui.views.data_consent import consent_text
from clinic_terminal.ui.window import TerminalWindow
from tests.build import NOW
from tests.ui.pages.checking import known, on_show, panel, read, record, tasks, visits
from tests.ui.pages.front import RETURNING, Front, press, words_on


def asked(window: TerminalWindow, qtbot: QtBot) -> None:
    """Read a child whose family was never asked, up to the question."""
    read(window, qtbot, RETURNING)
    press(window, Qt.Key.Key_2)
    press(window, Qt.Key.Key_Return)
    assert on_show(window).step is Step.CONSENT


def test_the_question_is_read_out_and_the_answer_stored_with_who_gave_it(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    asked(desk_window, qtbot)
    assert consent_text(translator("zh_CN")) in words_on(tasks(desk_window).consent)
    assert tasks(desk_window).consent.toolTip() == f"告知书 {TEXT_VERSION}"
    assert TEXT_VERSION not in words_on(tasks(desk_window).consent)
    assert not panel(desk_window).primary.isEnabled()
    press(desk_window, Qt.Key.Key_4)
    assert panel(desk_window).primary.text() == "家长同意"
    press(desk_window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: on_show(desk_window).step is None)
    kept = record(front, RETURNING)
    assert kept is not None
    assert kept.consent == DataConsent(Relationship.ENTRUSTED, TEXT_VERSION, NOW)
    press(desk_window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk_window.page is desk_window.pages.treatment)
    assert visits(front)[0].data_consent == kept.consent
    qtbot.waitUntil(lambda: not front.tasks.busy)


def test_a_family_that_agreed_to_this_text_sees_nothing_of_it(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    known(front, RETURNING)
    read(desk_window, qtbot, RETURNING)
    assert Step.CONSENT not in on_show(desk_window).steps
    assert not tasks(desk_window).consent.isVisible()


def test_a_family_that_agreed_to_an_older_text_is_asked_again(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    old = DataConsent(Relationship.MOTHER, "data/0", NOW - timedelta(days=300))
    known(front, RETURNING, consent=old)
    read(desk_window, qtbot, RETURNING)
    press(desk_window, Qt.Key.Key_4)
    assert on_show(desk_window).step is Step.CONSENT
    assert not panel(desk_window).primary.isEnabled()


def test_a_refusal_is_recorded_at_once_and_closes_direct_billing(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    asked(desk_window, qtbot)
    assert not tasks(desk_window).consent.refuse.isEnabled()
    press(desk_window, Qt.Key.Key_1)
    tasks(desk_window).consent.refuse.click()
    qtbot.waitUntil(lambda: on_show(desk_window).mode is Mode.REFUSED)
    assert on_show(desk_window).decision.cause is Doubt.CONSENT_REFUSED
    kept = record(front, RETURNING)
    assert kept is not None
    assert kept.consent == DataConsent(Relationship.FATHER, TEXT_VERSION, NOW, given=False)
    assert "没有您的同意" in words_on(tasks(desk_window).help)
    press(desk_window, Qt.Key.Key_Return)
    assert desk_window.page is desk_window.pages.today
    assert visits(front) == []


def test_a_refused_child_comes_back_refused_and_a_mind_may_change(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    refused = DataConsent(Relationship.FATHER, TEXT_VERSION, NOW - timedelta(days=9), given=False)
    known(front, RETURNING, consent=refused)
    assert read(desk_window, qtbot, RETURNING).mode is Mode.REFUSED
    assert panel(desk_window).primary.text() == "返回今日"
    press(desk_window, Qt.Key.Key_2)
    press(desk_window, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: on_show(desk_window).mode is Mode.BILLABLE)
    kept = record(front, RETURNING)
    assert kept is not None
    assert kept.consent == DataConsent(Relationship.MOTHER, TEXT_VERSION, NOW)


def test_a_family_that_refuses_may_pay_everything_itself(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    asked(desk_window, qtbot)
    press(desk_window, Qt.Key.Key_1)
    tasks(desk_window).consent.refuse.click()
    qtbot.waitUntil(lambda: on_show(desk_window).mode is Mode.REFUSED)
    panel(desk_window).self_pay.click()
    panel(desk_window).confirm.click()
    qtbot.waitUntil(lambda: desk_window.page is desk_window.pages.treatment)
    stored = visits(front)[0]
    assert stored.self_pay
    assert stored.data_consent is not None
    assert not stored.data_consent.given
    qtbot.waitUntil(lambda: not front.tasks.busy)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_text_says_what_is_given_to_whom_and_that_one_may_refuse(language: str) -> None:
    text = consent_text(translator(language))
    assert {"zh_CN": "可以不同意", "en": "may refuse"}[language] in text
    assert {"zh_CN": "服务商", "en": "service manager"}[language] in text


def test_a_version_that_never_was_has_no_text() -> None:
    with pytest.raises(KeyError):
        consent_text(translator("zh_CN"), "data/0")


def test_yes_and_no_stand_side_by_side_and_take_a_key_each(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    asked(desk_window, qtbot)
    card = tasks(desk_window).consent
    assert card.agree.isVisible()
    assert card.refuse.isVisible()
    assert card.agree.size() == card.refuse.size()
    press(desk_window, Qt.Key.Key_5)
    assert on_show(desk_window).consent is None, "nobody has answered yet"
    press(desk_window, Qt.Key.Key_1)
    press(desk_window, Qt.Key.Key_6)
    qtbot.waitUntil(lambda: on_show(desk_window).mode is Mode.REFUSED)
    press(desk_window, Qt.Key.Key_2)
    press(desk_window, Qt.Key.Key_5)
    qtbot.waitUntil(lambda: on_show(desk_window).mode is Mode.BILLABLE)
    kept = record(front, RETURNING)
    assert kept is not None
    assert kept.consent == DataConsent(Relationship.MOTHER, TEXT_VERSION, NOW)


def test_an_entrusted_person_is_asked_for_the_mandate(desk_window: TerminalWindow, qtbot: QtBot) -> None:
    asked(desk_window, qtbot)
    card = tasks(desk_window).consent
    assert "委托书" not in words_on(card)
    press(desk_window, Qt.Key.Key_4)
    assert "请先看委托书" in words_on(card)
    press(desk_window, Qt.Key.Key_2)
    assert "委托书" not in words_on(card)
