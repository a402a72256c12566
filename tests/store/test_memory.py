"""What else lasts: each is there after it was kept, and the last word counts."""

from dataclasses import replace
from datetime import timedelta

from clinic_terminal.application.acts import Freshness
from clinic_terminal.application.ports import Enrolment, Operator, PlanEdition
from clinic_terminal.store.store import SqlStore
from tests.build import CLINIC, DENTAL, NOW

ENROLMENT = Enrolment("T-1", CLINIC, "https://central.example", "cm9vdA")
EDITION = PlanEdition(
    DENTAL, "练习齿科计划", "Practice dental", "400-000", (8, 20), (9, 17), (9, 17), "提示", "Hint"
)


def test_a_new_terminal_remembers_nothing(store: SqlStore) -> None:
    with store.read() as work:
        memory = work.memory
        assert memory.enrolment() is None
        assert (memory.plans(), memory.operators(), memory.revoked()) == ({}, [], frozenset())
        assert (memory.card_keys(), memory.freshness()) == ("", Freshness())


def test_the_enrolment_is_kept_and_renewed(store: SqlStore) -> None:
    renewed = replace(ENROLMENT, api_url="https://other.example")
    with store.begin() as work:
        work.memory.set_enrolment(ENROLMENT)
        assert work.memory.enrolment() == ENROLMENT
        work.memory.set_enrolment(renewed)
        assert work.memory.enrolment() == renewed


def test_a_plan_replaces_the_one_of_its_code(store: SqlStore) -> None:
    other = replace(EDITION, plan=replace(DENTAL, code="OTHER"))
    renewed = replace(EDITION, hotline="400-001")
    with store.begin() as work:
        for edition in (EDITION, other, renewed):
            work.memory.put_plan(edition)
        assert work.memory.plans() == {DENTAL.code: renewed, "OTHER": other}


def test_card_keys_and_revoked_serials_are_kept(store: SqlStore) -> None:
    with store.begin() as work:
        work.memory.set_card_keys('{"keys":[1]}')
        work.memory.set_card_keys('{"keys":[]}')
        work.memory.add_revoked(["0a", "0B"])
        work.memory.add_revoked(["0b", "0c"])
        work.memory.add_revoked([])
    with store.read() as work:
        assert work.memory.card_keys() == '{"keys":[]}'
        assert work.memory.revoked() == {"0a", "0b", "0c"}


def test_operators_are_listed_by_name(store: SqlStore) -> None:
    anna, bo = Operator("2", "Anna", "hash-2"), Operator("1", "Bo", "hash-1", active=False)
    with store.begin() as work:
        for operator in (bo, anna, replace(anna, pin_hash="old"), anna):
            work.memory.put_operator(operator)
        assert work.memory.operators() == [anna, bo]


def test_freshness_keeps_separate_facts(store: SqlStore) -> None:
    marks = Freshness(NOW, NOW - timedelta(hours=1), None, NOW + timedelta(microseconds=3), "cursor-2")
    with store.begin() as work:
        work.memory.set_freshness(Freshness(cursor="cursor-1"))
        work.memory.set_freshness(marks)
        assert work.memory.freshness() == marks
