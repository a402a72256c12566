"""Every code has its sentence, in both languages, and no sentence names a person."""

import re
from datetime import UTC, datetime

import pytest

from clinic_terminal.application import failures
from clinic_terminal.application.acts import ActKind, ActState
from clinic_terminal.application.failures import (
    ApplicationError,
    CardRefusedError,
    CentralSessionError,
    CentralUnreachableError,
    ExposureLimitError,
    PictureUnreadableError,
    StoreFailedError,
)
from clinic_terminal.domain import errors
from clinic_terminal.domain.adjudication import Reason
from clinic_terminal.domain.consent import Relationship
from clinic_terminal.domain.errors import DomainError, ToothError
from clinic_terminal.domain.identity import IdDocument
from clinic_terminal.domain.member import CardOutcome
from clinic_terminal.domain.visit import Stage
from clinic_terminal.i18n import translator
from clinic_terminal.ui import messages, terms
from clinic_terminal.ui.failure_table import LIMITS, TABLE, UNEXPECTED
from clinic_terminal.ui.widgets.tone import Tone
from tests.ui.pages.front import EDITION, GROWTH

ZH, EN = translator("zh_CN"), translator("en")
CHINESE = re.compile(r"[\u4e00-\u9fff]")

THURSDAY_10_30 = datetime(2026, 5, 21, 2, 30, tzinfo=UTC)
THURSDAY_20_59 = datetime(2026, 5, 21, 12, 59, tzinfo=UTC)
THURSDAY_21_00 = datetime(2026, 5, 21, 13, 0, tzinfo=UTC)
SATURDAY_08_30 = datetime(2026, 5, 23, 0, 30, tzinfo=UTC)
SATURDAY_09_00 = datetime(2026, 5, 23, 1, 0, tzinfo=UTC)
SUNDAY_IN_CHINA_ONLY = datetime(2026, 5, 24, 16, 30, tzinfo=UTC)  # Monday 00:30 there


def kinds(module: object, base: type[Exception]) -> list[type[Exception]]:
    return [kind for kind in vars(module).values() if isinstance(kind, type) and issubclass(kind, base)]


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_sentence_in_both_languages(reason: Reason) -> None:
    zh = messages.reason_text(reason, ZH, percent="50%", brand="小鹿口腔")
    en = messages.reason_text(reason, EN, percent="50%", brand="XIAOLU")
    assert zh
    assert en
    assert "{" not in zh + en
    assert not CHINESE.search(en)


def test_a_reason_names_the_share_and_the_brand_where_they_are_known() -> None:
    assert messages.reason_text(Reason.COINSURANCE, ZH, percent="50%") == "自付比例 50%"
    assert "“小鹿口腔”" in messages.reason_text(Reason.BRAND_LOCKED, ZH, brand="小鹿口腔")
    assert messages.reason_text(Reason.BRAND_LOCKED, ZH) == "该会员已选择另一品牌，不得转至其他品牌"


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        (THURSDAY_10_30, True),
        (THURSDAY_20_59, True),
        (THURSDAY_21_00, False),
        (SATURDAY_08_30, False),
        (SATURDAY_09_00, True),
        (SUNDAY_IN_CHINA_ONLY, False),
    ],
)
def test_the_hotline_is_open_by_the_hours_of_beijing(moment: datetime, is_open: bool) -> None:
    assert messages.is_hotline_open(EDITION, moment) is is_open
    assert messages.is_hotline_open(GROWTH, moment)


def test_the_hours_of_a_day_are_written_out() -> None:
    assert messages.hours_text(EDITION, THURSDAY_10_30, ZH) == "8:00–21:00"
    assert messages.hours_text(EDITION, SATURDAY_09_00, ZH) == "9:00–18:00"
    assert messages.hours_text(GROWTH, SATURDAY_09_00, EN) == "24 hours"


def test_the_remedy_of_an_unbooked_first_visit_is_a_call_and_then_the_reference() -> None:
    told = messages.remedy_text(Reason.FIRST_VISIT_UNBOOKED, EDITION, THURSDAY_10_30, ZH)
    assert told == "致电 021-80209058（现在在服务时间内） → 登记预约编号"
    closed = messages.remedy_text(Reason.FIRST_VISIT_UNBOOKED, EDITION, THURSDAY_21_00, EN)
    assert closed == "Call 021-80209058 (closed now) → enter the booking reference"


def test_a_reason_that_needs_nothing_has_no_remedy() -> None:
    assert not messages.remedy_text(Reason.COVERED, EDITION, THURSDAY_10_30, ZH)
    assert not messages.remedy_text(None, EDITION, THURSDAY_10_30, ZH)
    assert not messages.say_to_guardian(None, ZH)


def test_the_family_is_told_which_brand_and_that_nothing_can_be_claimed_back() -> None:
    said = messages.say_to_guardian(Reason.BRAND_LOCKED, ZH, brand="晴空儿童齿科")
    assert "晴空儿童齿科" in said
    assert "不能再向保险公司报销" in said
    assert "another brand" in messages.say_to_guardian(Reason.BRAND_LOCKED, EN)


@pytest.mark.parametrize(
    "kind", [*kinds(failures, ApplicationError), *kinds(errors, DomainError)], ids=lambda kind: kind.__name__
)
def test_every_failure_of_verbs_and_rules_has_its_sentences(kind: type[Exception]) -> None:
    bases = {"FAILED", "RULE_BROKEN"}
    code = str(getattr(kind, "code", ""))
    assert code in TABLE or code in bases


@pytest.mark.parametrize("outcome", [one for one in CardOutcome if one is not CardOutcome.OK])
def test_every_outcome_of_a_card_is_explained(outcome: CardOutcome) -> None:
    view = messages.failure_notice(CardRefusedError(outcome, ""), ZH)
    assert f"CARD_REFUSED.{outcome}" in TABLE
    assert view.what
    assert view.who
    assert view.next_step


def test_a_payment_code_is_called_by_its_name() -> None:
    view = messages.failure_notice(CardRefusedError("NOT_A_CARD", "PAYMENT_CODE"), ZH)
    assert "付款码" in view.what
    assert view.reference == "CARD_REFUSED.PAYMENT_CODE"


def test_what_the_desk_found_says_more_than_the_cards_own_outcome() -> None:
    view = messages.failure_notice(CardRefusedError("OK", "NAME_DIFFERS"), ZH)
    assert view.what == TABLE["CARD_REFUSED.NAME_DIFFERS"].what
    assert view.reference == "CARD_REFUSED.NAME_DIFFERS"


def test_causes_choose_the_sentence_and_unknown_causes_the_general_one() -> None:
    assert "磁盘满了" in messages.failure_notice(StoreFailedError("DISK_FULL"), ZH).what
    assert messages.failure_notice(StoreFailedError("CLOSED"), ZH).what == TABLE["STORE_FAILED"].what
    assert "登录页" in messages.failure_notice(CentralUnreachableError("NOT_THE_SERVER"), ZH).what
    assert "撤销" in messages.failure_notice(CentralSessionError("TERMINAL_REVOKED"), ZH).what
    assert "太大" in messages.failure_notice(PictureUnreadableError("TOO_LARGE"), ZH).what


def test_the_facts_of_a_failure_are_in_its_sentence() -> None:
    assert "未送出总额" in messages.failure_notice(ExposureLimitError("unsent_fen"), ZH).what
    assert "85、86" in messages.failure_notice(ToothError("TOOTH_TWICE", ("85", "86")), ZH).what


def test_an_unforeseen_failure_is_calm_and_keeps_its_text_to_itself() -> None:
    view = messages.failure_notice(RuntimeError("沈星禾 202604C000000101"), ZH)
    assert view.what == UNEXPECTED.what
    assert view.reference == "X-RuntimeError"
    assert "沈星禾" not in f"{view.what} {view.who} {view.next_step} {view.reference}"


def test_every_sentence_of_the_table_has_its_english() -> None:
    told = [*TABLE.values(), UNEXPECTED]
    sentences = {text for one in told for text in (one.what, one.who, one.next_step) if text}
    assert [text for text in (*sentences, *LIMITS.values()) if CHINESE.search(EN(text))] == []


def test_a_bare_code_of_the_queue_finds_its_sentences() -> None:
    assert messages.told_of("TIMEOUT") is TABLE["CENTRAL_UNREACHABLE.TIMEOUT"]
    assert messages.told_of("TERMINAL_REVOKED") is TABLE["CENTRAL_SESSION.TERMINAL_REVOKED"]
    assert messages.told_of("SOMETHING_ELSE") is None


def test_every_closed_list_has_its_words_in_both_languages() -> None:
    said = [
        *(messages.act_state_word(one, EN) for one in ActState),
        *(messages.act_kind_word(one, EN) for one in ActKind),
        *(messages.stage_word(one, EN) for one in Stage),
        *(messages.relationship_word(one, EN) for one in Relationship),
        *(messages.document_word(one, EN) for one in IdDocument),
    ]
    assert all(said)
    assert not CHINESE.search(" ".join(said))


def test_only_a_stored_receipt_is_green() -> None:
    green = [state for state in ActState if terms.act_state_tone(state) is Tone.OK]
    assert green == [ActState.ACCEPTED]


def test_a_short_reference_can_be_read_out() -> None:
    assert terms.short_reference("01990000-0000-7000-8000-0000003f2a91") == "003F-2A91"
    assert not terms.short_reference("")
