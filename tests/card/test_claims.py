from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from clinic_terminal.card.claims import claims_from_cbor, claims_to_cbor
from clinic_terminal.card.malformed import MalformedPart, TokenMalformedError
from clinic_terminal.domain.member import CardMode, CardPolicy, Sex
from tests.card.issuers import CLAIMS, ISSUED

_POLICY = ["P1", "PLAN-A", "2026-01-01", "2026-12-31"]


def test_claims_survive_the_way_to_cbor_and_back() -> None:
    assert claims_from_cbor(claims_to_cbor(CLAIMS)) == CLAIMS


@pytest.mark.parametrize("sex", list(Sex))
def test_every_sex_code_is_read(sex: Sex) -> None:
    assert claims_from_cbor(claims_to_cbor(replace(CLAIMS, sex=sex))).sex is sex


@pytest.mark.parametrize("count", [1, 8])
def test_one_to_eight_policies_are_read(count: int) -> None:
    policies = tuple(CardPolicy(f"P{n}", "PLAN-B", date(2026, 1, 1), date(2026, 1, 1)) for n in range(count))
    assert claims_from_cbor(claims_to_cbor(replace(CLAIMS, policies=policies))).policies == policies


def test_a_dynamic_card_may_last_ten_minutes_and_no_longer() -> None:
    dynamic = replace(CLAIMS, mode=CardMode.DYNAMIC, expires=ISSUED + timedelta(seconds=600))
    assert claims_from_cbor(claims_to_cbor(dynamic)) == dynamic
    _refused(claims_to_cbor(replace(dynamic, expires=ISSUED + timedelta(seconds=601))))


def test_the_last_second_of_the_calendar_is_read() -> None:
    last = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    assert claims_from_cbor(claims_to_cbor(replace(CLAIMS, expires=last))).expires == last


@pytest.mark.parametrize(
    "changes",
    [
        {1: b"practice-tpa"},
        {1: 7},
        {2: ""},
        {2: "M" * 33},
        {2: "M-1"},
        {2: "会员1"},
        {2: "M１"},
        {2: "M1\n"},
        {2: 20260001},
        {4: "1803859200"},
        {4: -1},
        {4: 253_402_300_800},
        {4: (1 << 64) - 1},
        {5: [0]},
        {6: b"0"},
        {7: bytes(7)},
        {7: bytes(17)},
        {7: "0011223344556677"},
        {3: "somebody"},
        {-1: 0},
        {-65537: []},
        {-65537: {}},
    ],
)
def test_a_claim_of_another_kind_or_size_is_refused(changes: dict[int, object]) -> None:
    claims = {**claims_to_cbor(CLAIMS), **changes}
    _refused(dict(sorted(claims.items(), key=lambda item: (item[0] < 0, abs(item[0])))))


@pytest.mark.parametrize("missing", [1, 2, 4, 5, 6, 7, -65537])
def test_a_missing_claim_is_refused(missing: int) -> None:
    claims = claims_to_cbor(CLAIMS)
    del claims[missing]
    _refused(claims)


@pytest.mark.parametrize("value", [True, False, None, 1.0])
@pytest.mark.parametrize("key", [4, 5, 6])
def test_only_whole_numbers_are_times(key: int, value: object) -> None:
    _refused({**claims_to_cbor(CLAIMS), key: value})


@pytest.mark.parametrize(
    "card",
    [
        {1: b"name"},
        {2: "2019-5-4"},
        {2: "20190504"},
        {2: "2019-W18-6"},
        {2: "2019-02-29"},
        {2: "0000-01-01"},
        {2: "２019-05-04"},
        {2: "2019-05-04T00:00"},
        {2: 20190504},
        {3: 3},
        {3: -1},
        {3: True},
        {3: "1"},
        {4: []},
        {4: [_POLICY] * 9},
        {4: {}},
        {4: [_POLICY[:3]]},
        {4: [[*_POLICY, "more"]]},
        {4: ["P1"]},
        {4: [[1, "PLAN-A", "2026-01-01", "2026-12-31"]]},
        {4: [["P1", b"PLAN-A", "2026-01-01", "2026-12-31"]]},
        {4: [["P1", "PLAN-A", "2026-01-01", "2025-12-31"]]},
        {4: [["P1", "PLAN-A", "2026-02-30", "2026-12-31"]]},
        {5: "s"},
        {5: ""},
        {5: 0},
        {6: "more"},
    ],
)
def test_a_member_of_the_card_of_another_kind_or_value_is_refused(card: dict[int, object]) -> None:
    _refused(_claims_with(card))


@pytest.mark.parametrize("missing", [1, 2, 3, 4, 5])
def test_a_missing_member_of_the_card_is_refused(missing: int) -> None:
    claims = claims_to_cbor(CLAIMS)
    card = claims[-65537]
    assert isinstance(card, dict)
    del card[missing]
    _refused(claims)


@pytest.mark.parametrize("value", [None, 5, "claims", b"", [], {}])
def test_what_is_no_map_of_claims_is_refused(value: object) -> None:
    _refused(value)


def _claims_with(card: dict[int, object]) -> object:
    claims = claims_to_cbor(CLAIMS)
    usual = claims[-65537]
    assert isinstance(usual, dict)
    return {**claims, -65537: {**usual, **card}}


def _refused(value: object) -> None:
    with pytest.raises(TokenMalformedError) as refusal:
        claims_from_cbor(value)
    assert refusal.value.part is MalformedPart.CLAIMS
