from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from clinic_terminal.application import check_in
from clinic_terminal.application.card_ports import GreyPicture
from clinic_terminal.application.failures import CardRefusedError, PersonUnknownError
from clinic_terminal.domain.eligibility import Snapshot
from clinic_terminal.domain.member import CardClaims, CardOutcome, CardReading
from clinic_terminal.domain.visit import CardSource
from tests.application.people import CLAIMS, TYPED
from tests.build import CHILD, TODAY, snapshot
from tests.terminal import Bench


def _card(claims: CardClaims = CLAIMS, text: str = "DB1:X") -> CardReading:
    return CardReading(CardOutcome.OK, claims, token=text, kid="k")


def test_a_typed_number_identifies_without_proof(bench: Bench) -> None:
    found = check_in.identify(bench.terminal, f" {CHILD.member} ")
    assert (found.member, found.source, found.claims) == (CHILD.member, CardSource.NUMBER, None)


def test_a_card_proves_who_it_is(bench: Bench) -> None:
    bench.cards.readings["DB1:X"] = (_card(),)
    found = check_in.identify(bench.terminal, "DB1:X")
    assert (found.source, found.token, found.kid) == (CardSource.CARD, "DB1:X", "k")


@pytest.mark.parametrize("outcome", [CardOutcome.EXPIRED, CardOutcome.BAD_SIGNATURE, CardOutcome.NOT_A_CARD])
def test_a_refused_card_keeps_its_reason(bench: Bench, outcome: CardOutcome) -> None:
    bench.cards.readings["x"] = (CardReading(outcome, detail="WHY"),)
    with pytest.raises(CardRefusedError) as refused:
        check_in.identify(bench.terminal, "x")
    assert (refused.value.outcome, refused.value.detail) == (outcome, "WHY")


def test_two_cards_in_one_picture_are_asked_about(bench: Bench) -> None:
    bench.cards.readings["two.png"] = (_card(), _card(replace(CLAIMS, member="B"), "DB1:Y"))
    found = check_in.identify_picture(bench.terminal, Path("two.png"))
    assert [one.member for one in found] == [CHILD.member, "B"]


def test_the_one_card_of_a_picture_is_taken(bench: Bench) -> None:
    bench.cards.readings["one.png"] = (_card(),)
    (found,) = check_in.identify_picture(bench.terminal, Path("one.png"))
    assert found.claims == CLAIMS


def test_a_picture_in_memory_is_read_like_a_file(bench: Bench) -> None:
    bench.cards.grey[b"\x00"] = (_card(),)
    (found,) = check_in.identify_grey(bench.terminal, GreyPicture(1, 1, b"\x00", 1))
    assert found.claims == CLAIMS
    with pytest.raises(CardRefusedError) as refused:
        check_in.identify_grey(bench.terminal, GreyPicture(1, 1, b"\x01", 1))
    assert refused.value.detail == "EMPTY"


def test_a_frame_without_a_code_is_no_failure(bench: Bench) -> None:
    bench.cards.grey[b"\x00"] = (_card(),)
    bench.cards.grey[b"\x02"] = (CardReading(CardOutcome.EXPIRED),)
    assert check_in.identify_frame(bench.terminal, GreyPicture(1, 1, b"\x01", 1)) == ()
    assert len(check_in.identify_frame(bench.terminal, GreyPicture(1, 1, b"\x00", 1))) == 1
    with pytest.raises(CardRefusedError):
        check_in.identify_frame(bench.terminal, GreyPicture(1, 1, b"\x02", 1))


def test_caps_lock_on_a_scanner_does_not_spoil_a_card(bench: Bench) -> None:
    bench.cards.readings["DB1:6BF+70"] = (_card(),)
    assert check_in.identify(bench.terminal, "db1:6bf+70").claims == CLAIMS


def test_a_number_in_small_letters_stays_as_it_is(bench: Bench) -> None:
    assert check_in.identify(bench.terminal, "db1x").member == "db1x"


def test_name_birth_date_and_last_four_identify_without_proof_and_without_a_network(bench: Bench) -> None:
    bench.central.reachable = False
    _kept(bench, snapshot(policy="POL-20731"))
    (found,) = check_in.identify_person(bench.terminal, " 测试 小牙", CHILD.birth_date, "0731")
    assert found == TYPED
    assert not check_in.verify(bench.terminal, found, TODAY).online


@pytest.mark.parametrize(
    ("name", "born", "last_four"),
    [
        ("测试大牙", CHILD.birth_date, "0731"),
        (CHILD.name, CHILD.birth_date + timedelta(1), "0731"),
        (CHILD.name, CHILD.birth_date, "0732"),
    ],
)
def test_one_wrong_fact_finds_nobody(bench: Bench, name: str, born: date, last_four: str) -> None:
    _kept(bench, snapshot(policy="POL-20731"))
    with pytest.raises(PersonUnknownError):
        check_in.identify_person(bench.terminal, name, born, last_four)


def test_two_children_of_one_description_are_asked_about(bench: Bench) -> None:
    twin = replace(CHILD, member="B")
    _kept(
        bench, snapshot(policy="POL-20731"), snapshot(policy="X-0731"), snapshot(policy="Y-0731", person=twin)
    )
    found = check_in.identify_person(bench.terminal, CHILD.name, CHILD.birth_date, "0731")
    assert {one.member for one in found} == {CHILD.member, "B"}


def _kept(bench: Bench, *snapshots: Snapshot) -> None:
    with bench.store.begin() as uow:
        for one in snapshots:
            uow.snapshots.put(one, "signed")
