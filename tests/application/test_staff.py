"""Who works here is changed with a manager's yes, nobody is deleted, and one manager always stays."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_terminal.application import approval, operators, people, staff
from clinic_terminal.application.approval import LASTS, Approval
from clinic_terminal.application.failures import SignInRefusedError
from clinic_terminal.application.first_start_failures import (
    NameTakenError,
    NotAManagerError,
    PinRefusedError,
)
from clinic_terminal.application.people_failures import (
    ApprovalNeededError,
    KeyRefusedError,
    LastManagerError,
    OwnAccountError,
    PinWaitError,
    StaffUnknownError,
)
from clinic_terminal.application.pin_tries import FREE
from clinic_terminal.application.ports import Operator
from clinic_terminal.application.recovery_ports import NoRecoveryKey
from tests.application.people import audited
from tests.terminal import Bench, make_bench

PIN, OTHER = "2580", "1379"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = make_bench(tmp_path)
    yield bench
    bench.store.close()


@pytest.fixture
def clerk(bench: Bench) -> Operator:
    return operators.add_operator(bench.terminal, "王敏", PIN)


@pytest.fixture
def boss(bench: Bench) -> Operator:
    return operators.add_operator(bench.terminal, "张晓莉", OTHER, manager=True)


def yes(bench: Bench, by: Operator) -> Approval:
    return Approval(by, bench.clock.now())


def known(bench: Bench, person: Operator) -> Operator:
    return next(one for one in people.everybody(bench.terminal) if one.id == person.id)


def test_only_a_manager_says_yes_and_both_answers_are_audited(
    bench: Bench, clerk: Operator, boss: Operator
) -> None:
    assert approval.approvers(bench.terminal).people == (boss,)
    with pytest.raises(NotAManagerError):
        approval.approve(bench.terminal, clerk.id, PIN, "proxy")
    with pytest.raises(SignInRefusedError):
        approval.approve(bench.terminal, boss.id, PIN, "proxy")
    given = approval.approve(bench.terminal, boss.id, OTHER, "proxy")
    assert (given.by, given.managed) == (boss, True)
    assert audited(bench)[-2:] == [
        (boss.id, "approve_refused", {"matter": "proxy"}),
        (boss.id, "approve", {"matter": "proxy"}),
    ]


def test_where_nobody_is_a_manager_everybody_says_yes_for_themselves(bench: Bench, clerk: Operator) -> None:
    who = approval.approvers(bench.terminal)
    assert (who.people, who.managed) == ((clerk,), False)
    given = approval.approve(bench.terminal, clerk.id, PIN, "proxy")
    assert (given.by, given.managed) == (clerk, False)


def test_a_yes_lapses_and_a_clock_that_was_set_back_does_not_keep_it(bench: Bench, boss: Operator) -> None:
    given = yes(bench, boss)
    assert approval.holds(bench.terminal, given)
    bench.clock.advance(LASTS.total_seconds())
    assert approval.approved_by(bench.terminal, given) == boss
    bench.clock.advance(1)
    for stale in (given, None, replace(given, at=bench.clock.now() + LASTS + timedelta(seconds=1))):
        with pytest.raises(ApprovalNeededError):
            approval.approved_by(bench.terminal, stale)


@pytest.mark.parametrize(
    "change",
    [
        lambda bench, no, _who: staff.take_on(bench.terminal, no, "林嘉", (PIN, PIN)),
        lambda bench, no, who: staff.rename(bench.terminal, no, who.id, "林嘉"),
        lambda bench, no, who: staff.deactivate(bench.terminal, no, who.id, who),
        lambda bench, no, who: staff.reactivate(bench.terminal, no, who.id),
        lambda bench, no, who: staff.set_manager(bench.terminal, no, who.id, manager=True),
        lambda bench, no, who: staff.reset_pin(bench.terminal, no, who.id, (OTHER, OTHER)),
        lambda bench, no, who: approval.show_key(bench.terminal, who, no),
    ],
)
def test_nothing_is_changed_without_a_yes(
    bench: Bench, clerk: Operator, change: Callable[[Bench, Approval | None, Operator], object]
) -> None:
    before, rows = people.everybody(bench.terminal), audited(bench)
    with pytest.raises(ApprovalNeededError):
        change(bench, None, clerk)
    assert (people.everybody(bench.terminal), audited(bench)) == (before, rows)


def test_somebody_is_taken_on_and_signs_in(bench: Bench, boss: Operator) -> None:
    added = staff.take_on(bench.terminal, yes(bench, boss), " 林  嘉 ", (PIN, PIN))
    assert (added.name, added.manager, added.active) == ("林 嘉", False, True)
    assert operators.sign_in(bench.terminal, added.id, PIN) == added
    assert (boss.id, "add_operator", {}) in audited(bench)
    with pytest.raises(PinRefusedError):
        staff.take_on(bench.terminal, yes(bench, boss), "周宁", (PIN, OTHER))


def test_whoever_is_stopped_signs_in_no_more_stays_in_the_list_and_may_come_back(
    bench: Bench, clerk: Operator, boss: Operator
) -> None:
    operators.sign_in(bench.terminal, clerk.id, PIN)
    did = [row for row in audited(bench) if row[0] == clerk.id]
    staff.deactivate(bench.terminal, yes(bench, boss), clerk.id, boss)
    assert [one.id for one in operators.operators(bench.terminal)] == [boss.id]
    assert [one.id for one in people.everybody(bench.terminal)] == [boss.id, clerk.id]
    with pytest.raises(SignInRefusedError):
        operators.sign_in(bench.terminal, clerk.id, PIN)
    assert [row for row in audited(bench) if row[0] == clerk.id] == did
    with pytest.raises(NameTakenError):
        staff.take_on(bench.terminal, yes(bench, boss), clerk.name, (PIN, PIN))
    staff.reactivate(bench.terminal, yes(bench, boss), clerk.id)
    assert operators.sign_in(bench.terminal, clerk.id, PIN) == clerk


def test_nobody_stops_the_one_who_is_signed_in(bench: Bench, clerk: Operator, boss: Operator) -> None:
    with pytest.raises(OwnAccountError):
        staff.deactivate(bench.terminal, yes(bench, boss), clerk.id, clerk)
    assert known(bench, clerk).active


def test_the_last_manager_stays_one(bench: Bench, clerk: Operator, boss: Operator) -> None:
    with pytest.raises(LastManagerError):
        staff.set_manager(bench.terminal, yes(bench, boss), boss.id, manager=False)
    with pytest.raises(LastManagerError):
        staff.deactivate(bench.terminal, yes(bench, boss), boss.id, clerk)
    staff.set_manager(bench.terminal, yes(bench, boss), clerk.id, manager=True)
    staff.set_manager(bench.terminal, yes(bench, boss), boss.id, manager=False)
    assert [one.id for one in people.require_manager(bench.terminal)] == [clerk.id]
    assert [deed for _who, deed, _facts in audited(bench)][-2:] == ["make_manager", "unmake_manager"]


def test_a_manager_who_was_stopped_is_none_until_called_back(
    bench: Bench, clerk: Operator, boss: Operator
) -> None:
    staff.set_manager(bench.terminal, yes(bench, boss), clerk.id, manager=True)
    staff.deactivate(bench.terminal, yes(bench, clerk), boss.id, clerk)
    assert approval.approvers(bench.terminal).people == (known(bench, clerk),)
    with pytest.raises(LastManagerError):
        staff.set_manager(bench.terminal, yes(bench, clerk), clerk.id, manager=False)


def test_a_name_is_changed_to_one_that_nobody_has(bench: Bench, clerk: Operator, boss: Operator) -> None:
    with pytest.raises(NameTakenError):
        staff.rename(bench.terminal, yes(bench, boss), clerk.id, boss.name)
    assert staff.rename(bench.terminal, yes(bench, boss), clerk.id, clerk.name) == clerk
    assert staff.rename(bench.terminal, yes(bench, boss), clerk.id, "王敏（夜班）").name == "王敏（夜班）"
    with pytest.raises(StaffUnknownError):
        staff.rename(bench.terminal, yes(bench, boss), "nobody", "周宁")


def test_a_forgotten_pin_is_set_anew_and_the_wait_is_over(
    bench: Bench, clerk: Operator, boss: Operator
) -> None:
    for _ in range(FREE + 1):
        with pytest.raises(SignInRefusedError):
            operators.sign_in(bench.terminal, clerk.id, "0000")
    with pytest.raises(PinWaitError):
        operators.sign_in(bench.terminal, clerk.id, PIN)
    staff.reset_pin(bench.terminal, yes(bench, boss), clerk.id, ("8642", "8642"))
    assert operators.sign_in(bench.terminal, clerk.id, "8642").id == clerk.id
    with pytest.raises(SignInRefusedError):
        operators.sign_in(bench.terminal, clerk.id, PIN)


def test_ones_own_pin_needs_the_old_one_and_no_manager(bench: Bench, clerk: Operator, boss: Operator) -> None:
    with pytest.raises(SignInRefusedError):
        staff.change_pin(bench.terminal, clerk, OTHER, ("8642", "8642"))
    with pytest.raises(PinRefusedError):
        staff.change_pin(bench.terminal, clerk, PIN, ("8642", "8641"))
    staff.change_pin(bench.terminal, clerk, PIN, ("8642", "8642"))
    assert operators.sign_in(bench.terminal, clerk.id, "8642").id == clerk.id
    assert [deed for who, deed, _facts in audited(bench) if who == clerk.id][-3:] == [
        "own_pin", "change_pin", "sign_in",
    ]  # fmt: skip
    assert known(bench, boss) == boss


class OnPaper(NoRecoveryKey):
    """A terminal whose key is known."""

    def written(self) -> str:
        return "ab12 cd34"

    def is_it(self, typed: str) -> bool:
        return typed.split() == ["ab12", "cd34"]


def test_the_recovery_key_says_yes_where_no_manager_knows_a_pin(
    bench: Bench, clerk: Operator, boss: Operator
) -> None:
    terminal = replace(bench.terminal, recovery=OnPaper())
    with pytest.raises(KeyRefusedError):
        approval.approve_by_key(terminal, clerk, "ab12 cd35", "reset_pin")
    given = approval.approve_by_key(terminal, clerk, "ab12 cd34", "reset_pin")
    staff.reset_pin(terminal, given, boss.id, ("8642", "8642"))
    assert operators.sign_in(terminal, boss.id, "8642").id == boss.id
    assert audited(bench)[-4:-1] == [
        (clerk.id, "approve_by_key_refused", {"matter": "reset_pin"}),
        (clerk.id, "approve_by_key", {"matter": "reset_pin"}),
        (clerk.id, "reset_pin", {}),
    ]
    with pytest.raises(KeyRefusedError):
        approval.approve_by_key(bench.terminal, clerk, "", "reset_pin")


def test_the_key_is_shown_to_a_manager_and_that_is_audited(
    bench: Bench, clerk: Operator, boss: Operator
) -> None:
    terminal = replace(bench.terminal, recovery=OnPaper())
    assert approval.show_key(terminal, clerk, yes(bench, boss)) == "ab12 cd34"
    assert audited(bench)[-1] == (clerk.id, "show_recovery_key", {"approved_by": boss.id})
    assert approval.show_key(bench.terminal, clerk, yes(bench, boss)) == ""
