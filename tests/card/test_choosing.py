from dataclasses import replace
from datetime import timedelta

from clinic_terminal.card.choosing import Choice, Verdict, choose
from clinic_terminal.domain.member import CardClaims, CardMode, CardOutcome, CardReading
from tests.card.issuers import CLAIMS

_OTHER_CHILD = replace(CLAIMS, member="M20260002", name="林小雨", serial="ff" * 12)
_REFRESHED = replace(
    CLAIMS, issued=CLAIMS.issued + timedelta(hours=1), serial="ee" * 12, mode=CardMode.DYNAMIC
)
_PAYMENT = CardReading(CardOutcome.NOT_A_CARD, detail="PAYMENT_CODE")
_ADDRESS = CardReading(CardOutcome.NOT_A_CARD, detail="URL")
_EMPTY = CardReading(CardOutcome.NOT_A_CARD, detail="EMPTY")


def _card(claims: CardClaims) -> CardReading:
    return CardReading(CardOutcome.OK, claims=claims, token=claims.serial)


def _failed(outcome: CardOutcome) -> CardReading:
    return CardReading(outcome)


def _named(member: str) -> CardReading:
    return CardReading(CardOutcome.NOT_A_CARD, detail="MEMBER_NUMBER", member=member)


def test_one_valid_card_is_taken_whatever_else_is_in_the_picture() -> None:
    readings = [_PAYMENT, _failed(CardOutcome.REVOKED), _named("M7"), _card(CLAIMS)]
    assert choose(readings) == Choice(Verdict.TAKE, (_card(CLAIMS),))


def test_two_different_valid_cards_are_asked_about() -> None:
    readings = [_card(CLAIMS), _ADDRESS, _card(_OTHER_CHILD)]
    assert choose(readings) == Choice(Verdict.ASK, (_card(CLAIMS), _card(_OTHER_CHILD)))


def test_one_card_shown_twice_is_one_card_and_its_latest_issue_counts() -> None:
    for readings in ([_card(CLAIMS), _card(_REFRESHED)], [_card(_REFRESHED), _card(CLAIMS)]):
        assert choose(readings) == Choice(Verdict.TAKE, (_card(_REFRESHED),))


def test_one_child_with_other_policies_on_a_second_card_is_asked_about() -> None:
    policy = replace(CLAIMS.policies[0], number="P20260000999")
    assert choose([_card(CLAIMS), _card(replace(CLAIMS, policies=(policy,)))]).verdict is Verdict.ASK


def test_without_a_valid_card_the_most_telling_failure_is_given() -> None:
    telling_last = [
        _EMPTY,
        CardReading(CardOutcome.NOT_A_CARD, detail="OTHER"),
        _ADDRESS,
        _PAYMENT,
        _failed(CardOutcome.MALFORMED),
        _failed(CardOutcome.UNSUPPORTED_VERSION),
        _failed(CardOutcome.KEYS_MISSING),
        _failed(CardOutcome.UNKNOWN_KEY),
        _failed(CardOutcome.BAD_SIGNATURE),
        _failed(CardOutcome.NOT_YET_VALID),
        _failed(CardOutcome.EXPIRED),
        _failed(CardOutcome.REVOKED),
    ]
    for count in range(1, len(telling_last) + 1):
        assert choose(telling_last[:count]) == Choice(Verdict.REFUSE, (telling_last[count - 1],))


def test_a_failed_card_tells_more_than_a_member_number_beside_it() -> None:
    readings = [_named("M7"), _failed(CardOutcome.EXPIRED)]
    assert choose(readings) == Choice(Verdict.REFUSE, (readings[1],))


def test_a_member_number_tells_more_than_other_codes() -> None:
    assert choose([_PAYMENT, _ADDRESS, _named("M7")]) == Choice(Verdict.TAKE, (_named("M7"),))


def test_two_member_numbers_are_asked_about_and_one_twice_is_not() -> None:
    assert choose([_named("M7"), _named("M8")]).verdict is Verdict.ASK
    assert choose([_named("M7"), _named("M7")]).verdict is Verdict.TAKE


def test_a_picture_without_codes_is_no_card() -> None:
    assert choose([]) == Choice(Verdict.REFUSE, (_EMPTY,))
