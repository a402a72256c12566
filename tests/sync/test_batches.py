"""Acts sent together to a real server: each judged by itself, whatever becomes of the batch."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import pytest

from clinic_terminal.application.acts import Act, ActKind, ActState, AnswerClass
from clinic_terminal.bootstrap.clocks import SystemClock, UuidIds
from clinic_terminal.contract.acts import seal
from clinic_terminal.sync import batches
from clinic_terminal.sync.batches import NOT_ANSWERED
from clinic_terminal.sync.gateway import HttpCentral
from clinic_terminal.sync.http import Reply
from clinic_terminal.sync.signin import Identity, SignIn
from tests.sync.altered import AlteredWire, resealed, with_data
from tests.sync.conftest import Joined

TOGETHER = "POST /v1/acts:batch"
Items = list[dict[str, Any]]


@dataclass(frozen=True)
class Altered:
    joined: Joined
    wire: AlteredWire
    central: HttpCentral

    def notes(self, count: int, text: str = "hello") -> list[Act]:
        return [_note(self.joined, number, text) for number in range(count)]

    def sent(self) -> list[str]:
        return [one.split("/acts")[0] + "/acts" for one in self.wire.asked if "/acts" in one]

    def say(self, change: Callable[[Items], Items]) -> None:
        """Change the items of a batch's answer."""
        self.wire.alter["/v1/acts:batch"] = lambda reply: with_data(
            reply, {"answers": change(list(reply.data["answers"]))}
        )


@pytest.fixture
def altered(joined: Joined) -> Altered:
    wire = AlteredWire(joined.server.url)
    sign_in = SignIn(Identity(joined.enrolment.terminal, joined.key), SystemClock(), UuidIds())
    made = Altered(joined, wire, HttpCentral(wire, sign_in, joined.enrolment.root_key))
    made.central.changes("")
    return made


def _note(joined: Joined, number: int, text: str) -> Act:
    policies = joined.server.world.policies(joined.server.today)
    chain = policies[number % len(policies)].chain
    act_id, now = UuidIds().new(), datetime.now(UTC)
    body, digest = seal(
        act_id=act_id,
        kind="NOTE",
        chain=chain,
        terminal=joined.enrolment.terminal,
        created_at=now,
        sequence=number + 1,
        payload={"text": text},
        evidence={},
    )
    return Act(act_id, ActKind.NOTE, chain, "V", now, body, digest, 0)


def _refused(acts: Sequence[Act]) -> Act:
    """Return the first act in a form that the server must refuse."""
    return resealed(acts[0], kind="RUMOUR")


def test_many_acts_go_in_one_request_and_each_has_its_own_receipt(altered: Altered) -> None:
    acts = altered.notes(7)
    answers = altered.central.put_batch(acts)
    assert [answer.state for answer in answers] == [ActState.ACCEPTED] * 7
    assert all(act.id.encode() in answer.receipt for act, answer in zip(acts, answers, strict=True))
    assert all(answer.server_time is not None for answer in answers)
    assert altered.wire.asked.count(TOGETHER) == 1
    assert altered.joined.booked() == [act.id for act in acts]


def test_an_act_of_a_batch_and_the_same_act_alone_have_the_same_receipt(altered: Altered) -> None:
    act, other = altered.notes(2)
    together = altered.central.put_batch([act, other])[0]
    alone = altered.central.put_act(act)
    assert json.loads(alone.receipt) == json.loads(together.receipt)
    assert replace(alone, receipt=b"") == replace(together, receipt=b"")
    assert altered.joined.booked() == [act.id, other.id]


def test_one_poisoned_act_is_judged_alone_and_the_others_are_booked(altered: Altered) -> None:
    acts = altered.notes(5)
    answers = altered.central.put_batch([_refused(acts), *acts[1:]])
    assert [answer.answer_class for answer in answers] == [AnswerClass.ITEM, *[AnswerClass.FINAL] * 4]
    assert altered.joined.booked() == [act.id for act in acts[1:]]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda items: items[::-1], id="reversed"),
        pytest.param(lambda items: [{"status": 200}, *items], id="one-more"),
        pytest.param(lambda items: [*items, items[0] | {"answer": {"id": "x"}}], id="foreign"),
    ],
)
def test_items_in_another_order_or_among_others_are_found_by_what_they_name(
    altered: Altered, change: Callable[[Items], Items]
) -> None:
    acts = altered.notes(4)
    altered.say(change)
    answers = altered.central.put_batch(acts)
    assert [answer.state for answer in answers] == [ActState.ACCEPTED] * 4
    assert all(act.id.encode() in answer.receipt for act, answer in zip(acts, answers, strict=True))


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda items: items[1:], id="fewer"),
        pytest.param(lambda items: [None, *items[1:]], id="none"),
        pytest.param(lambda items: [items[1], *items[1:]], id="twice-another"),
        pytest.param(lambda items: [{"status": 200, "answer": {}}, *items[1:]], id="empty"),
        pytest.param(
            lambda items: [items[0] | {"answer": items[0]["answer"] | {"digest": "0" * 64}}, *items[1:]],
            id="other-digest",
        ),
        pytest.param(
            lambda items: [items[0] | {"answer": items[0]["answer"] | {"server_time": "a.b.c"}}, *items[1:]],
            id="time-not-signed",
        ),
        pytest.param(
            lambda items: [items[0] | {"answer": items[0]["answer"] | {"snapshot_version": 1.5}}, *items[1:]],
            id="other-form",
        ),
    ],
)
def test_an_act_whose_item_is_missing_or_not_its_own_is_tried_again_and_nothing_else_is(
    altered: Altered, change: Callable[[Items], Items]
) -> None:
    acts = altered.notes(4)
    altered.say(change)
    first, *others = altered.central.put_batch(acts)
    assert (first.answer_class, first.state) == (AnswerClass.TRANSIENT, None)
    unclear = 1 if first.code == NOT_ANSWERED and others[0].state is None else 0
    assert [answer.state for answer in others[unclear:]] == [ActState.ACCEPTED] * (3 - unclear)
    altered.wire.alter.clear()
    again = altered.central.put_batch(acts)
    assert [answer.state for answer in again] == [ActState.ACCEPTED] * 4
    assert sorted(altered.joined.booked()) == sorted(act.id for act in acts)


def test_a_problem_without_a_name_counts_by_its_place_where_nothing_is_missing(altered: Altered) -> None:
    acts = altered.notes(3)
    altered.say(lambda items: [{key: item[key] for key in item if key != "id"} for item in items])
    answers = altered.central.put_batch([_refused(acts), *acts[1:]])
    assert answers[0].answer_class is AnswerClass.ITEM
    altered.say(lambda items: [{key: item[key] for key in item if key != "id"} for item in items[:-1]])
    answers = altered.central.put_batch([_refused(acts), *acts[1:]])
    assert [answer.answer_class for answer in answers] == [
        AnswerClass.TRANSIENT, AnswerClass.FINAL, AnswerClass.TRANSIENT,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fault", "answer_class", "wait"),
    [
        ({"status": 503, "retry_after_s": 9}, AnswerClass.TRANSIENT, 9),
        ({"status": 429}, AnswerClass.TRANSIENT, None),
        ({"status": 418}, AnswerClass.TRANSIENT, None),
        ({"status": 403}, AnswerClass.SESSION, None),
        ({"status": 401, "times": 2}, AnswerClass.SESSION, None),
    ],
)
def test_an_answer_to_the_batch_as_a_whole_judges_no_act(
    altered: Altered, fault: dict[str, Any], answer_class: AnswerClass, wait: int | None
) -> None:
    acts = altered.notes(3)
    altered.joined.faults({"kind": "STATUS", "path": "/v1/acts:batch", **fault})
    answers = altered.central.put_batch(acts)
    assert [(one.answer_class, one.retry_after_s) for one in answers] == [(answer_class, wait)] * 3
    assert altered.joined.booked() == []


def test_a_batch_that_is_refused_for_its_content_parks_nothing_but_goes_one_by_one(altered: Altered) -> None:
    altered.joined.faults({"kind": "STATUS", "path": "/v1/acts:batch", "status": 422})
    answers = altered.central.put_batch(altered.notes(3))
    assert [answer.state for answer in answers] == [ActState.ACCEPTED] * 3


@pytest.mark.parametrize("kind", ["LOSE_ANSWER", "CAPTIVE_PORTAL", "TRUNCATED_JSON", "WRONG_DIGEST"])
def test_a_batch_whose_answer_is_lost_or_spoilt_is_sent_again_and_booked_once(
    altered: Altered, kind: str
) -> None:
    acts = altered.notes(5)
    altered.joined.faults({"kind": kind, "path": "/v1/acts:batch"})
    assert {one.answer_class for one in altered.central.put_batch(acts)} == {AnswerClass.TRANSIENT}
    assert {one.state for one in altered.central.put_batch(acts)} == {ActState.ACCEPTED}
    assert altered.joined.booked() == [act.id for act in acts]


def test_a_batch_that_is_too_large_for_the_server_is_split_until_it_fits(altered: Altered) -> None:
    acts = altered.notes(5)
    sizes: list[int] = []

    def refuse_more_than_two(reply: Reply) -> Reply:
        sizes.append(len(reply.data["answers"]))
        return replace(reply, status=413, data={}) if sizes[-1] > 2 else reply

    altered.wire.alter["/v1/acts:batch"] = refuse_more_than_two
    assert {one.state for one in altered.central.put_batch(acts)} == {ActState.ACCEPTED}
    assert sizes == [5, 2, 3, 2]  # and the last act alone
    assert altered.wire.asked.count(f"PUT /v1/acts/{acts[2].id}") == 1


@pytest.mark.parametrize("status", [404, 405, 501])
def test_an_older_server_without_batches_is_asked_once_and_gets_acts_one_by_one(
    altered: Altered, status: int
) -> None:
    altered.joined.faults({"kind": "STATUS", "path": "/v1/acts:batch", "status": status, "times": 9})
    for _ in range(2):
        answers = altered.central.put_batch(altered.notes(3))
        assert [answer.state for answer in answers] == [ActState.ACCEPTED] * 3
    assert altered.wire.asked.count(TOGETHER) == 1
    assert len(altered.joined.booked()) == 6


def test_what_follows_a_failure_is_not_sent_and_not_answered(altered: Altered) -> None:
    acts = altered.notes(4)
    altered.joined.faults(
        {"kind": "STATUS", "path": "/v1/acts:batch", "status": 404},
        {"kind": "DUPLICATE", "path": "/v1/acts/"},
        {"kind": "LOSE_ANSWER", "path": "/v1/acts/"},
    )
    answers = altered.central.put_batch(acts)
    assert [answer.answer_class for answer in answers] == [AnswerClass.FINAL, AnswerClass.TRANSIENT]
    assert altered.joined.booked() == [act.id for act in acts[:2]]


def test_acts_are_parted_by_number_and_by_bytes(altered: Altered, monkeypatch: pytest.MonkeyPatch) -> None:
    acts = altered.notes(205)
    assert {one.state for one in altered.central.put_batch(acts)} == {ActState.ACCEPTED}
    assert altered.wire.asked.count(TOGETHER) == 3
    altered.wire.asked.clear()
    monkeypatch.setattr(batches, "MOST_BYTES", 3 * len(acts[0].body) + 10)
    assert {one.state for one in altered.central.put_batch(acts[:7])} == {ActState.ACCEPTED}
    assert altered.sent() == ["POST /v1/acts", "POST /v1/acts", "PUT /v1/acts"]


def test_a_wait_until_a_date_is_counted_from_the_servers_own_date(joined: Joined) -> None:
    joined.central.changes("")
    act = _note(joined, 0, "hello")
    joined.faults({"kind": "STATUS", "path": "/v1/acts/", "status": 503, "retry_at_s": 90})
    answer = joined.central.put_act(act)
    assert answer.answer_class is AnswerClass.TRANSIENT
    # Both dates are whole seconds, and the server writes its own one anew only once a second.
    assert answer.retry_after_s in {89, 90, 91}
