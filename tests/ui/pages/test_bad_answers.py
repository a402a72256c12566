"""What the service manager must not say: each answer that cannot be used has its own words, and is no yes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot

from clinic_terminal.domain.adjudication import Counters
from clinic_terminal.domain.eligibility import NetworkRow, Snapshot
from clinic_terminal.domain.plan import Category
from clinic_terminal.ui.window import TerminalWindow
from tests.build import NOW, TODAY
from tests.ui.pages.checking import shown
from tests.ui.pages.front import RETURNING, UNBOOKED, Front, words_on

OTHER = "服务商的回答是另一个会员的，没有采用，也没有保存。"
TWICE = "服务商的回答对同一份保单说了两种情况，没有采用。"
OUTDATED = "服务商的回答比本机已有的资料旧，按本机资料核验。"


def _said(window: TerminalWindow) -> str:
    return words_on(window.pages.check_in)


def _read(window: TerminalWindow) -> None:
    window.pages.check_in.read_text(RETURNING.person.member)


@pytest.mark.parametrize(
    ("says", "sentence"),
    [
        ([UNBOOKED], OTHER),
        ([RETURNING, replace(RETURNING, used=Counters())], TWICE),
        ([replace(RETURNING, as_of=NOW, version=1)], OUTDATED),
    ],
    ids=["another member", "two things at once", "older than before"],
)
def test_an_answer_that_is_not_used_is_said_and_the_stored_one_decides(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot, says: list[Snapshot], sentence: str
) -> None:
    front.keep(replace(RETURNING, as_of=NOW - timedelta(minutes=8), version=3))
    front.central.says = says
    _read(desk_window)
    case = shown(desk_window, qtbot)
    assert not case.verification.online
    assert case.policy.snapshot.version == 3
    assert sentence in _said(desk_window)


@pytest.mark.parametrize(
    ("says", "sentence"),
    [([UNBOOKED], OTHER), ([RETURNING, replace(RETURNING, used=Counters())], TWICE)],
    ids=["another member", "two things at once"],
)
def test_where_nothing_is_stored_an_answer_that_is_not_used_shows_nobody(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot, says: list[Snapshot], sentence: str
) -> None:
    front.central.says = says
    _read(desk_window)
    qtbot.waitUntil(lambda: sentence in _said(desk_window))
    assert desk_window.pages.check_in.case is None
    assert UNBOOKED.person.name not in _said(desk_window)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"used": Counters(41_000, 76_000, {Category.BASIC: 35_000})}, "服务商的资料自相矛盾"),
        ({"network": (NetworkRow(Category.NOT_COVERED, TODAY),)}, "没有列出福利项目"),
        ({"as_of": NOW + timedelta(days=1)}, "电脑时间不对"),
        ({"as_of": NOW - timedelta(days=4)}, "资料太旧"),
    ],
    ids=["contradictory", "no benefit", "clock set back", "stale"],
)
def test_facts_that_cannot_be_used_are_no_yes(
    front: Front,
    desk_window: TerminalWindow,
    qtbot: QtBot,
    facts: dict[str, object],
    words: str,
) -> None:
    front.central.says = [replace(RETURNING, **facts)]  # type: ignore[arg-type]  # fields of a snapshot
    _read(desk_window)
    case = shown(desk_window, qtbot)
    assert not case.decision.verdict.is_billable
    assert words in _said(desk_window)


def test_a_plan_that_is_not_here_is_named(front: Front, desk_window: TerminalWindow, qtbot: QtBot) -> None:
    front.central.says = [replace(RETURNING, plan="NEW-2027")]
    _read(desk_window)
    qtbot.waitUntil(lambda: "NEW-2027" in _said(desk_window))
    assert desk_window.pages.check_in.case is None


def test_a_plan_that_is_not_here_hides_no_other_policy_and_is_named_beside_it(
    front: Front, desk_window: TerminalWindow, qtbot: QtBot
) -> None:
    front.central.says = [replace(RETURNING, policy="POL-0", plan="NEW-2027"), RETURNING]
    _read(desk_window)
    assert shown(desk_window, qtbot).decision.verdict.is_billable
    assert "NEW-2027" in _said(desk_window)
