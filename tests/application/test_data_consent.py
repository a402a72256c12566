"""What a guardian answered is stored at once, with its text; who the child is stays out of the log."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from clinic_terminal.application.data_consent import TEXT_VERSION, answer, is_current
from clinic_terminal.application.failures import NotEnrolledError
from clinic_terminal.application.here import here
from clinic_terminal.application.store_ports import MemberRecord
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.identity import DataConsent, IdDocument, Identity
from clinic_terminal.store.store import open_store
from tests.application.people import audited
from tests.build import CHILD, CLINIC, NOW, TODAY
from tests.terminal import CLERK, EDITION, KEY, Bench

AGREED = DataConsent(Relationship.MOTHER, TEXT_VERSION, NOW)


@pytest.mark.parametrize("given", [True, False])
def test_an_answer_is_stored_with_who_gave_it_when_and_to_which_text(bench: Bench, *, given: bool) -> None:
    stored = answer(bench.terminal, CLERK, CHILD.member, Relationship.MOTHER, given=given)
    assert stored == replace(AGREED, given=given)
    with bench.store.read() as uow:
        assert uow.members.get(CHILD.member) == MemberRecord(CHILD.member, None, stored)


def test_an_answer_leaves_what_else_is_known_of_the_child(bench: Bench) -> None:
    known = MemberRecord(CHILD.member, Identity(IdDocument.PASSPORT, "E1234567"), None, TODAY)
    with bench.store.begin() as uow:
        uow.members.put(known)
    answer(bench.terminal, CLERK, CHILD.member, Relationship.MOTHER, given=True)
    with bench.store.read() as uow:
        assert uow.members.get(CHILD.member) == replace(known, consent=AGREED)


def test_a_later_answer_takes_the_place_of_the_first(bench: Bench) -> None:
    answer(bench.terminal, CLERK, CHILD.member, Relationship.FATHER, given=False)
    bench.clock.advance(60)
    later = answer(bench.terminal, CLERK, CHILD.member, Relationship.MOTHER, given=True)
    assert later.at == NOW + timedelta(seconds=60)
    with bench.store.read() as uow:
        record = uow.members.get(CHILD.member)
    assert record is not None
    assert record.consent == later


def test_the_log_says_who_wrote_it_down_and_not_whose_child_it_is(bench: Bench) -> None:
    answer(bench.terminal, CLERK, CHILD.member, Relationship.MOTHER, given=False)
    assert audited(bench) == [(CLERK.id, "data_consent", {"given": False, "text": TEXT_VERSION})]
    with bench.store.read() as uow:
        assert uow.audit.verify() == 1


@pytest.mark.parametrize(
    ("consent", "current"),
    [
        (AGREED, True),
        (replace(AGREED, given=False), False),
        (replace(AGREED, text_version="data/0"), False),
        (None, False),
    ],
)
def test_only_a_yes_to_the_present_text_counts(consent: DataConsent | None, *, current: bool) -> None:
    assert is_current(consent) is current


def test_a_branch_knows_itself_and_its_plans_without_a_server(bench: Bench) -> None:
    bench.central.reachable = False
    found = here(bench.terminal)
    assert found.clinic == CLINIC
    assert dict(found.plans) == {EDITION.plan.code: EDITION}


def test_a_terminal_that_is_not_enrolled_is_nowhere(bench: Bench, tmp_path: Path) -> None:
    store = open_store(tmp_path / "empty.db", KEY, bench.clock)
    try:
        with pytest.raises(NotEnrolledError):
            here(replace(bench.terminal, store=store))
    finally:
        store.close()
