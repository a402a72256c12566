from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from clinic_terminal.application.acts import BODY_DAMAGED, Act, ActKind, ActState, AnswerClass
from clinic_terminal.application.failures import (
    CentralRefusedError,
    CentralSessionError,
    CentralUnreachableError,
)
from clinic_terminal.application.ports import EligibilityQuery
from clinic_terminal.bootstrap.clocks import SystemClock, UuidIds
from clinic_terminal.contract.acts import seal
from clinic_terminal.sync.enrol import enrol
from clinic_terminal.sync.gateway import HttpCentral
from clinic_terminal.sync.http import Wire
from clinic_terminal.sync.signin import Identity, SignIn
from tests.sync.altered import resealed
from tests.sync.conftest import Joined


def _note(joined: Joined, text: str = "hello") -> Act:
    policy = joined.server.world.policies(joined.server.today)[0]
    act_id, now = UuidIds().new(), datetime.now(UTC)
    body, digest = seal(
        act_id=act_id,
        kind="NOTE",
        chain=policy.chain,
        terminal=joined.enrolment.terminal,
        created_at=now,
        sequence=1,
        payload={"text": text},
        evidence={},
    )
    return Act(act_id, ActKind.NOTE, policy.chain, "V", now, body, digest, 0)


def test_an_act_is_accepted_with_the_servers_receipt_and_time(joined: Joined) -> None:
    act = _note(joined)
    answer = joined.central.put_act(act)
    assert (answer.answer_class, answer.state) == (AnswerClass.FINAL, ActState.ACCEPTED)
    assert act.id.encode() in answer.receipt
    assert answer.server_time is not None


def test_the_same_act_again_gets_the_first_answer_and_is_booked_once(joined: Joined) -> None:
    act = _note(joined)
    first, again = joined.central.put_act(act), joined.central.put_act(act)
    assert first.receipt == again.receipt
    assert joined.booked().count(act.id) == 1


def test_other_content_under_a_used_id_is_this_items_fault_alone(joined: Joined) -> None:
    act, other = _note(joined), _note(joined, "other")
    joined.central.put_act(act)
    answer = joined.central.put_act(replace(resealed(other, id=act.id), id=act.id))
    assert (answer.answer_class, answer.code) == (AnswerClass.ITEM, "DIGEST_CONFLICT")


def test_bytes_that_were_lost_here_are_never_sent(joined: Joined) -> None:
    joined.central.changes("")
    acts = [_note(joined, f"note {number}") for number in range(4)]
    lost = [
        replace(acts[0], body=acts[0].body[:-40] + bytes(40)),
        replace(acts[1], body=b""),
        replace(acts[2], body=acts[2].body.replace(b"note 2", b"note 7")),
    ]
    alone = [joined.central.put_act(act) for act in lost]
    together = joined.central.put_batch([lost[0], acts[3], *lost[1:]])
    assert {(one.answer_class, one.code) for one in alone} == {(AnswerClass.ITEM, BODY_DAMAGED)}
    assert [one.code for one in together] == [BODY_DAMAGED, "RECORDED", BODY_DAMAGED, BODY_DAMAGED]
    assert joined.booked() == [acts[3].id]


def test_what_was_not_sent_after_a_lost_act_stays_unanswered(joined: Joined) -> None:
    joined.central.changes("")
    acts = [_note(joined, f"note {number}") for number in range(3)]
    lost = replace(acts[0], body=b"")
    joined.faults(
        {"kind": "STATUS", "status": 404, "path": "/v1/acts:batch"}, {"kind": "STATUS", "status": 503}
    )
    answers = joined.central.put_batch([lost, acts[1], acts[2]])
    assert [one.answer_class for one in answers] == [AnswerClass.ITEM, AnswerClass.TRANSIENT]


def test_the_server_says_what_it_has_under_an_acts_id(joined: Joined) -> None:
    act = _note(joined)
    assert joined.central.find_act(act.id) is None
    joined.central.put_act(act)
    assert joined.central.find_act(act.id) == act.digest


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        ({"kind": "STATUS", "status": 404}, CentralRefusedError),
        ({"kind": "STATUS", "status": 503}, CentralUnreachableError),
        ({"kind": "STATUS", "status": 403}, CentralSessionError),
        ({"kind": "CAPTIVE_PORTAL"}, CentralUnreachableError),
        ({"kind": "TRUNCATED_JSON"}, CentralUnreachableError),
    ],
)
def test_only_the_servers_own_word_says_that_it_does_not_have_an_act(
    joined: Joined, fault: dict[str, Any], failure: type[Exception]
) -> None:
    act = _note(joined)
    joined.central.put_act(act)
    joined.faults({**fault, "path": "/v1/acts", "method": "GET"})
    with pytest.raises(failure):
        joined.central.find_act(act.id)


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        ({"kind": "LOSE_ANSWER"}, "NO_CONNECTION"),
        ({"kind": "CAPTIVE_PORTAL"}, "NOT_THE_SERVER"),
        ({"kind": "TRUNCATED_JSON"}, "CUT_ANSWER"),
        ({"kind": "STATUS", "status": 503}, ""),
        ({"kind": "STATUS", "status": 429, "retry_after_s": 7}, ""),
        ({"kind": "STATUS", "status": 500}, ""),
        ({"kind": "WRONG_DIGEST"}, "ANSWER_TO_ANOTHER_ACT"),
    ],
)
def test_a_misbehaving_line_is_transient_and_the_retry_books_once(
    joined: Joined, fault: dict[str, Any], code: str
) -> None:
    joined.central.changes("")  # signed in and with keys, so that the fault strikes the act itself
    act = _note(joined)
    joined.faults({**fault, "path": "/v1/acts", "method": "PUT"})
    broken = joined.central.put_act(act)
    assert broken.answer_class is AnswerClass.TRANSIENT
    assert broken.code == code or not code
    assert broken.retry_after_s == fault.get("retry_after_s")
    assert joined.central.put_act(act).state is ActState.ACCEPTED
    assert joined.booked().count(act.id) == 1


def test_a_token_that_the_server_no_longer_takes_is_renewed(joined: Joined) -> None:
    joined.central.changes("")
    joined.faults({"kind": "STATUS", "status": 401, "path": "/v1/changes"})
    assert joined.central.changes("").plans


def test_a_refused_token_is_renewed_for_an_act_too(joined: Joined) -> None:
    joined.central.changes("")
    act = _note(joined)
    joined.faults({"kind": "STATUS", "status": 401, "path": "/v1/acts"})
    assert joined.central.put_act(act).state is ActState.ACCEPTED


@pytest.mark.parametrize("fault", [{"status": 401, "times": 2}, {"status": 403}])
def test_a_session_that_is_refused_pauses_an_act_and_the_next_try_signs_in_anew(
    joined: Joined, fault: dict[str, Any]
) -> None:
    joined.central.changes("")
    act = _note(joined)
    joined.faults({"kind": "STATUS", "path": "/v1/acts", **fault})
    assert joined.central.put_act(act).answer_class is AnswerClass.SESSION
    assert joined.central.put_act(act).state is ActState.ACCEPTED


def test_a_foreign_key_is_not_let_in(joined: Joined) -> None:
    identity = Identity(joined.enrolment.terminal, Ed25519PrivateKey.generate())
    sign_in = SignIn(identity, SystemClock(), UuidIds())
    central = HttpCentral(Wire(joined.server.url), sign_in, joined.enrolment.root_key)
    with pytest.raises(CentralSessionError):
        central.changes("")
    assert central.put_act(_note(joined)).answer_class is AnswerClass.SESSION


def test_answers_that_the_root_does_not_confirm_are_no_answers(joined: Joined) -> None:
    other_root = "A" * 43
    sign_in = SignIn(Identity(joined.enrolment.terminal, joined.key), SystemClock(), UuidIds())
    central = HttpCentral(Wire(joined.server.url), sign_in, other_root)
    with pytest.raises(CentralUnreachableError) as distrusted:
        central.changes("")
    assert distrusted.value.cause == "BAD_SERVER_SIGNATURE"


def test_the_birth_date_is_the_second_factor_where_it_is_known(joined: Joined) -> None:
    query = EligibilityQuery(joined.server.today, joined.server.world.member_of("RETURNING"))
    (known,) = joined.central.eligibility(query)
    born = known.snapshot.person.birth_date
    assert joined.central.eligibility(replace(query, birth_date=born))
    assert joined.central.eligibility(replace(query, birth_date=born.replace(year=born.year - 1))) == []


def test_eligibility_comes_as_signed_snapshots(joined: Joined) -> None:
    world, today = joined.server.world, joined.server.today
    query = EligibilityQuery(today, world.member_of("TWO_POLICIES"))
    assert len(joined.central.eligibility(query)) == 2
    assert joined.central.eligibility(replace(query, member="NOBODY00")) == []


def test_changes_bring_plans_keys_and_todays_children(joined: Joined) -> None:
    page = joined.central.changes("")
    assert {edition.plan.code for edition in page.plans} >= {"DENTAL-2021", "GROWTH", "GROWTH_PLUS"}
    assert page.card_keys is not None
    assert len(page.appointments) >= 5
    assert joined.central.changes(page.cursor).plans == ()


def test_a_statement_lists_the_days_acts(joined: Joined) -> None:
    act = _note(joined)
    joined.central.put_act(act)
    statement = joined.central.statement(joined.server.today)
    assert [row.act for row in statement.rows] == [act.id]
    assert statement.rows[0].digest == act.digest


def test_a_spent_or_wrong_code_does_not_enrol(joined: Joined) -> None:
    for code in (joined.server.world.activation_code, "WRONG-CODE"):
        with pytest.raises(CentralRefusedError):
            enrol(Wire(joined.server.url), code, Ed25519PrivateKey.generate())


def test_a_server_that_is_away_is_said_to_be_away(joined: Joined) -> None:
    joined.server.stop()
    with pytest.raises(CentralUnreachableError):
        joined.central.changes("")
    answer = joined.central.put_act(_note(joined))
    assert (answer.answer_class, answer.code) == (AnswerClass.TRANSIENT, "NO_CONNECTION")
    joined.server.start()


def test_an_address_that_is_no_server_of_ours_is_unreachable(joined: Joined) -> None:
    joined.faults({"kind": "CAPTIVE_PORTAL", "path": "/v1/"})
    with pytest.raises(CentralUnreachableError) as portal:
        joined.central.changes("")
    assert portal.value.cause == "NOT_THE_SERVER"
