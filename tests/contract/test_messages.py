import json
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_terminal.contract.acts import ActEnvelope, envelope_digest, seal
from clinic_terminal.contract.bills import BillRefusedError, read_bill
from clinic_terminal.contract.canonical import canonical_bytes
from clinic_terminal.contract.eligibility import SnapshotMessage, read_snapshot
from clinic_terminal.contract.errors import NotCanonicalError, SignatureInvalidError
from clinic_terminal.contract.keys import CardKeys, KeyDocument, SigningKey
from clinic_terminal.contract.signing import Purpose, public_text, sign
from clinic_terminal.domain.adjudication import CardState, Counters, PolicyPeriod
from clinic_terminal.domain.eligibility import Authorisation, Lock, NetworkRow, PastVisit, Person, Snapshot
from clinic_terminal.domain.member import Sex
from clinic_terminal.domain.plan import Category

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = date(2026, 3, 1)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
KEYS = KeyDocument(
    signing=[SigningKey(kid="k1", x=public_text(KEY.public_key()))], card=CardKeys(keys=[]), issued_at=NOON
)
SNAPSHOT = Snapshot(
    person=Person("M1", "方𬱟", date(2019, 5, 4), Sex.FEMALE),
    policy="DEN-1",
    plan="DENTAL-2021",
    plan_name="练习计划",
    period=PolicyPeriod(date(2026, 1, 1), date(2026, 12, 31)),
    card=CardState.ACTIVE,
    network=(NetworkRow(Category.BASIC, DAY), NetworkRow(Category.PREVENTIVE, DAY, DAY)),
    lock=Lock("XIAOLU", "小鹿口腔", DAY, "visit"),
    booking_ref="YY-1",
    used=Counters(1, 2, {Category.BASIC: 1}, 3, {"PV11": 1}),
    authorisations=(Authorisation("L1", ("BS04",), 5, 1, DAY, DAY),),
    history=(PastVisit(DAY, "clinic", Category.BASIC, 1),),
    as_of=NOON,
    version=4,
)


@pytest.mark.parametrize("snapshot", [SNAPSHOT, replace(SNAPSHOT, lock=None, booking_ref=None, history=())])
def test_a_snapshot_travels_signed_and_whole(snapshot: Snapshot) -> None:
    assert read_snapshot(SnapshotMessage.from_domain(snapshot).signed(KEY, "k1"), KEYS) == snapshot


def test_an_unknown_sex_code_of_a_newer_server_does_not_lose_the_snapshot() -> None:
    message = SnapshotMessage.from_domain(SNAPSHOT)
    odd = message.model_copy(update={"person": message.person.model_copy(update={"sex": 5})})
    assert odd.to_domain().person.sex is Sex.UNKNOWN


def test_a_snapshot_with_a_period_turned_around_is_refused() -> None:
    values = json.loads(SnapshotMessage.from_domain(SNAPSHOT).model_dump_json())
    values["period"] = {"start": "2026-12-31", "end": "2026-01-01"}
    with pytest.raises(SignatureInvalidError):
        read_snapshot(sign(canonical_bytes(values), KEY, "k1", Purpose.SNAPSHOT), KEYS)


def sealed() -> tuple[bytes, str]:
    return seal(
        act_id="01890000-0000-7000-8000-000000000001",
        kind="NOTE",
        chain="M1/DEN-1",
        terminal="T-1",
        created_at=NOON,
        sequence=1,
        payload={"text": "小"},
        evidence={},
    )


def test_a_sealed_envelope_is_canonical_and_carries_its_digest() -> None:
    body, digest = sealed()
    values = json.loads(body)
    assert canonical_bytes(values) == body
    assert envelope_digest(values) == digest == ActEnvelope.model_validate_json(body).digest


def test_any_change_of_an_envelope_changes_its_digest() -> None:
    body, digest = sealed()
    for name in ("id", "kind", "chain", "terminal", "created_at", "sequence", "payload", "evidence"):
        values = json.loads(body)
        values[name] = "other"
        assert envelope_digest(values) != digest


def test_an_envelope_with_what_json_does_not_have_is_not_sealed() -> None:
    with pytest.raises(NotCanonicalError):
        seal(
            act_id="1", kind="NOTE", chain="", terminal="", created_at=NOON, sequence=1, evidence={},
            payload={"fen": 2**60},
        )  # fmt: skip


def bill_values() -> dict[str, Any]:
    part = {
        "billed_fen": 900, "not_covered_fen": 0, "deductible_fen": 0, "coinsurance_fen": 450,
        "over_limit_fen": 0, "penalty_fen": 0, "insurer_fen": 450, "guardian_fen": 450,
    }  # fmt: skip
    totals = {
        "billed_fen": 900, "insurer_fen": 450, "guardian_fen": 450,
        "on_site_fen": 450, "online_fen": 0, "claim_fen": 450,
    }  # fmt: skip
    return {
        "id": "B1",
        "clinic": {"id": "C1", "brand": "XIAOLU", "name": "clinic"},
        "date": "2026-03-01",
        "member": {"number": "M1", "name": "child", "birth_date": "2019-05-04"},
        "policy": {"number": "DEN-1", "plan": "DENTAL-2021", "plan_name": "plan"},
        "booking_ref": None,
        "discount_fen": 100,
        "self_pay": False,
        "status": "PAID",
        "lines": [{"item": "BS07", "qty": 1, "unit_fen": 1000, "parts": [part]}],
        "totals": totals,
    }


def test_a_bill_that_adds_up_is_consistent() -> None:
    bill = read_bill(bill_values())
    assert bill.chain == "M1/DEN-1"
    assert bill.is_consistent()


@pytest.mark.parametrize(
    ("place", "fen"),
    [
        ("billed_fen", 901),
        ("insurer_fen", 451),
        ("guardian_fen", 451),
        ("on_site_fen", 1),
        ("claim_fen", 451),
    ],
)
def test_a_bill_whose_totals_do_not_add_up_is_not(place: str, fen: int) -> None:
    values = bill_values()
    values["totals"][place] = fen
    assert not read_bill(values).is_consistent()


def test_a_bill_whose_discount_does_not_fit_is_not_consistent() -> None:
    assert not read_bill({**bill_values(), "discount_fen": 0}).is_consistent()


@pytest.mark.parametrize(
    ("values", "place"),
    [({"lines": 1}, "lines"), ({"discount_fen": 1.5}, "discount_fen"), ({"x": 2**60}, "")],
)
def test_what_is_no_bill_is_refused_by_its_place(values: dict[str, Any], place: str) -> None:
    with pytest.raises(BillRefusedError) as caught:
        read_bill({**bill_values(), **values})
    assert caught.value.place == place
